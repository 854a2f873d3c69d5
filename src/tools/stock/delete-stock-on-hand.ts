import { z } from 'zod';
import type { FergusApi } from '../../fergus/api.ts';
import type { CompanyProfile } from '../../fergus/company-profile.ts';
import { listPhaseStockOnHand, deleteStockOnHand as sendDelete } from '../../fergus/endpoints/stock.ts';
import type { StockOnHandItem } from '../../fergus/types/stock.ts';
import { defineTool } from '../define-tool.ts';
import { cents, moneyText } from '../shared/money.ts';
import * as p from '../shared/params.ts';
import { dayOf, number, text } from '../shared/values.ts';
import { ToolError } from '../tool-error.ts';
import { stockNotFound } from './stock-fields.ts';
import { stockRecord, toStockRecord } from './stock-view.ts';

/** Bounds the search for one item: 1,000 of a single phase. */
const MAX_PAGES = 10;

export const deleteStockOnHand = defineTool({
  name: 'delete-stock-on-hand',
  title: 'Delete stock on hand',
  description: 'Removes material from a phase.',
  toolset: 'stock',
  everyday: false,
  access: 'destructive',
  input: z.object({
    jobPhaseId: p.id('phase'),
    stockOnHandId: p.id('stock on hand'),
    confirm: p.confirm,
  }),
  output: stockRecord.extend({ deleted: z.literal(true) }),
  async handler({ jobPhaseId, stockOnHandId, confirm: given }, { fergus, company, confirm }) {
    const [item, profile] = await Promise.all([find(fergus, jobPhaseId, stockOnHandId), company()]);
    const what = describe(item, profile);
    await confirm(`Delete ${what} from phase ${jobPhaseId} for good?`, given);
    await sendDelete(fergus, jobPhaseId, stockOnHandId);
    return {
      structured: { deleted: true as const, ...toStockRecord(item, profile) },
      summary: `Deleted ${what}, which was as below.`,
    };
  },
  hints: ({ jobPhaseId, stockOnHandId }) => ({ 'not-found': stockNotFound(stockOnHandId, jobPhaseId) }),
  verifyWith: 'list-stock-on-hand',
});

/** Fergus has no operation that reads one item, so it is looked for among those of its phase. */
async function find(fergus: FergusApi, jobPhaseId: number, stockOnHandId: number): Promise<StockOnHandItem> {
  let pageCursor: string | undefined;
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const { items, nextCursor } = await listPhaseStockOnHand(fergus, jobPhaseId, {
      pageSize: 100,
      pageCursor,
    });
    const found = items.find(({ id }) => id === stockOnHandId);
    if (found) return found;
    if (nextCursor === undefined) {
      throw new ToolError(`Nothing was changed: ${stockNotFound(stockOnHandId, jobPhaseId)}`);
    }
    pageCursor = nextCursor;
  }
  throw new ToolError(
    `Nothing was changed: stock on hand ${stockOnHandId} is not among the first ${MAX_PAGES * 100} of phase ${jobPhaseId}. Delete it in Fergus itself.`,
  );
}

/** `3 × “Gutter bracket” (total 45.00 NZD, entered 2026-11-20)`. */
function describe(item: StockOnHandItem, company: CompanyProfile): string {
  const quantity = number(item.itemQuantity);
  const total = number(item.itemTotal);
  const entered = dayOf(item.dateEntered, company);
  const facts = [
    total === undefined ? [] : `total ${moneyText(cents(total), company.currency)}`,
    entered === undefined ? [] : `entered ${entered}`,
  ].flat();
  const count = quantity === undefined ? '' : `${quantity} × `;
  const name = text(item.itemDescription) ?? `stock on hand ${item.id}`;
  return `${count}“${name}”${facts.length > 0 ? ` (${facts.join(', ')})` : ''}`;
}
