import { z } from 'zod';
import { listStockUsed as fetchStockUsed } from '../../fergus/endpoints/stock.ts';
import { STOCK_USED_MAX_DAYS, type StockUsedItem } from '../../fergus/types/stock.ts';
import { defineTool } from '../define-tool.ts';
import { addDays, today } from '../shared/days.ts';
import { collect, listOutput } from '../shared/listing.ts';
import * as p from '../shared/params.ts';
import { integer, known, number, text } from '../shared/values.ts';
import { ToolError } from '../tool-error.ts';

const DEFAULT_DAYS = 90;

const usedItem = z.object({
  productName: z.string().optional(),
  productCode: z.string().optional(),
  totalQty: z.number().optional(),
  priceBookLineItemId: z.int().optional(),
  pricebookId: z.int().optional(),
});

export const listStockUsed = defineTool({
  name: 'list-stock-used',
  title: 'List stock used',
  description:
    'How much of each product went to customers on invoices since a day, over all jobs. Not what came by purchase order or from suppliers.',
  toolset: 'stock',
  everyday: false,
  access: 'read',
  input: z.object({
    dateFrom: p
      .day(`First day, at most ${STOCK_USED_MAX_DAYS} days ago; ${DEFAULT_DAYS} days ago unless given.`)
      .optional(),
    // Fergus sets the size of these pages itself and makes them small, hence the lower bound than elsewhere.
    limit: z
      .int('must be a whole number')
      .min(1, 'must be at least 1')
      .max(100, 'must be at most 100')
      .default(25)
      .describe('How many to return.'),
    cursor: p.cursor,
  }),
  output: listOutput(usedItem).extend({ dateFrom: z.string() }),
  async handler(input, { fergus, company }) {
    const now = today(await company());
    const dateFrom = input.dateFrom ?? addDays(now, -DEFAULT_DAYS);
    assertInReach(dateFrom, now);
    const listing = await collect({
      limit: input.limit,
      cursor: input.cursor,
      fetchPage: ({ pageCursor }) => fetchStockUsed(fergus, { filterDateFrom: dateFrom, pageCursor }),
      present: toUsedItem,
    });
    return { structured: { dateFrom, ...listing } };
  },
});

function assertInReach(dateFrom: string, now: string): void {
  const earliest = addDays(now, -STOCK_USED_MAX_DAYS);
  if (dateFrom >= earliest && dateFrom <= now) return;
  throw new ToolError(
    `Nothing was sent to Fergus: dateFrom (${dateFrom}) must lie between ${earliest}, ${STOCK_USED_MAX_DAYS} days ago, and today, ${now}. Fergus does not look further back.`,
  );
}

function toUsedItem(item: StockUsedItem): z.output<typeof usedItem> {
  return known({
    productName: text(item.productName),
    productCode: text(item.productCode),
    totalQty: number(item.totalQty),
    priceBookLineItemId: integer(item.pricebookLineItemId),
    pricebookId: integer(item.pricebookId),
  });
}
