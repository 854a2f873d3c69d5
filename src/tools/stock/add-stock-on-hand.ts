import { z } from 'zod';
import { createStockOnHand } from '../../fergus/endpoints/stock.ts';
import type { CreateStockOnHandPayload } from '../../fergus/types/stock.ts';
import { defineTool } from '../define-tool.ts';
import * as p from '../shared/params.ts';
import { text } from '../shared/values.ts';
import { ToolError } from '../tool-error.ts';
import { stockFields, stockPhaseNotFound } from './stock-fields.ts';
import { stockRecord, toStockRecord } from './stock-view.ts';

const fields = z.object({ priceBookLineItemId: p.id('pricebook item').optional(), ...stockFields });

export const addStockOnHand = defineTool({
  name: 'add-stock-on-hand',
  title: 'Add stock on hand',
  description:
    'Puts material on a phase: a pricebook item by priceBookLineItemId and itemQuantity alone, or anything else by itemDescription, itemPrice, itemCost and itemQuantity.',
  toolset: 'stock',
  everyday: false,
  access: 'write',
  input: fields.extend({ jobPhaseId: p.id('phase'), allowDuplicate: p.allowDuplicate }),
  output: stockRecord,
  async handler({ jobPhaseId, allowDuplicate, ...given }, { fergus, company, duplicates }) {
    const payload = payloadOf(given);
    const profile = await company();
    const item = await duplicates.once('stock', { jobPhaseId, ...payload }, allowDuplicate, async () => {
      const value = await createStockOnHand(fergus, jobPhaseId, payload);
      return { value, made: `stock on hand ${value.id} “${text(value.itemDescription) ?? ''}”` };
    });
    return { structured: toStockRecord(item, profile), summary: 'The stock was added.' };
  },
  hints: ({ jobPhaseId }) => ({
    'not-found': stockPhaseNotFound(jobPhaseId),
    'bad-request':
      'Pricebook items and sales accounts must exist: find them with search-pricebooks. The phase must not be voided.',
  }),
  verifyWith: 'list-stock-on-hand',
});

/**
 * Fergus takes two forms: with a pricebook item it sets everything but the quantity itself, and without one it
 * wants the rest [spec].
 *
 * @throws {ToolError} for a mixture of both, and for half of one.
 */
function payloadOf({ priceBookLineItemId, ...given }: z.output<typeof fields>): CreateStockOnHandPayload {
  const { itemDescription, itemPrice, itemCost, itemQuantity, salesAccountId } = given;
  const described = { itemDescription, itemPrice, itemCost };
  if (priceBookLineItemId !== undefined) {
    const extra = namesOf({ ...described, salesAccountId }, true);
    if (extra.length === 0) return { priceBookLineItemId, itemQuantity };
    throw new ToolError(
      `Nothing was sent to Fergus: a pricebook item brings its own ${extra.join(', ')}. Leave them out and change them afterwards with update-stock-on-hand, or leave priceBookLineItemId out.`,
    );
  }
  if (itemDescription === undefined || itemPrice === undefined || itemCost === undefined) {
    throw new ToolError(
      `Nothing was sent to Fergus: without priceBookLineItemId, ${namesOf(described, false).join(', ')} must be given too.`,
    );
  }
  return { itemDescription, itemPrice, itemCost, itemQuantity, salesAccountId };
}

/** The names of what was given, or of what was not. */
function namesOf(values: Readonly<Record<string, unknown>>, given: boolean): string[] {
  return Object.keys(values).filter((name) => (values[name] !== undefined) === given);
}
