import { z } from 'zod';
import type { CompanyProfile } from '../../fergus/company-profile.ts';
import type { StockOnHandItem } from '../../fergus/types/stock.ts';
import { integer, known, moment, number, text } from '../shared/values.ts';

/** Material on a phase. Price is what the customer pays, cost what the company paid; totals are over the quantity. */
export const stockItem = z.object({
  stockOnHandId: z.int(),
  itemDescription: z.string().optional(),
  itemQuantity: z.number().optional(),
  itemPrice: z.number().optional(),
  itemTotal: z.number().optional(),
  itemCost: z.number().optional(),
  itemCostTotal: z.number().optional(),
  jobId: z.int().optional(),
  jobPhaseId: z.int().optional(),
  dateEntered: z.string().optional(),
});

export const stockDetail = stockItem.extend({
  itemCostQuantity: z.number().optional(),
  createdBy: z.string().optional(),
  createdById: z.int().optional(),
  lastModified: z.string().optional(),
});

/** What a write answers. */
export const stockRecord = stockDetail.extend({
  currency: z.string().optional().describe('The currency of all amounts here.'),
  timeZone: z.string(),
});

/** Names of users by id. A write has none: only the author's name could be missing. */
type Names = ReadonlyMap<number, string>;

export function toStockItem(item: StockOnHandItem, company: CompanyProfile): z.output<typeof stockItem> {
  return known({
    stockOnHandId: item.id,
    itemDescription: text(item.itemDescription),
    itemQuantity: number(item.itemQuantity),
    itemPrice: number(item.itemPrice),
    itemTotal: number(item.itemTotal),
    itemCost: number(item.itemCost),
    itemCostTotal: number(item.itemCostTotal),
    jobId: integer(item.jobId),
    jobPhaseId: integer(item.jobPhaseId),
    dateEntered: moment(item.dateEntered, company),
  });
}

export function toStockDetail(
  item: StockOnHandItem,
  company: CompanyProfile,
  names: Names = new Map(),
): z.output<typeof stockDetail> {
  const createdById = integer(item.createdBy);
  return known({
    ...toStockItem(item, company),
    itemCostQuantity: number(item.itemCostQuantity),
    createdBy: createdById === undefined ? undefined : names.get(createdById),
    createdById,
    lastModified: moment(item.lastModified, company),
  });
}

export function toStockRecord(item: StockOnHandItem, company: CompanyProfile): z.output<typeof stockRecord> {
  const { currency, timeZone } = company;
  return known({ ...toStockDetail(item, company), currency, timeZone });
}
