import { z } from 'zod';
import { updateStockOnHand as sendStock } from '../../fergus/endpoints/stock.ts';
import { defineTool } from '../define-tool.ts';
import { assertChange } from '../shared/changes.ts';
import * as p from '../shared/params.ts';
import { stockFields, stockNotFound } from './stock-fields.ts';
import { stockRecord, toStockRecord } from './stock-view.ts';

const changeable = {
  ...stockFields,
  itemQuantity: stockFields.itemQuantity.optional(),
  isLabour: z.boolean().optional(),
};

export const updateStockOnHand = defineTool({
  name: 'update-stock-on-hand',
  title: 'Change stock on hand',
  description: 'Changes material on a phase; what is not named stays.',
  toolset: 'stock',
  everyday: false,
  access: 'write',
  idempotent: true,
  input: z.object({
    jobPhaseId: p.id('phase'),
    stockOnHandId: p.id('stock on hand'),
    ...changeable,
  }),
  output: stockRecord,
  async handler({ jobPhaseId, stockOnHandId, ...changes }, { fergus, company }) {
    assertChange(changes, Object.keys(changeable));
    const profile = await company();
    const item = await sendStock(fergus, jobPhaseId, stockOnHandId, changes);
    return { structured: toStockRecord(item, profile), summary: 'Stock changed.' };
  },
  hints: ({ jobPhaseId, stockOnHandId }) => ({ 'not-found': stockNotFound(stockOnHandId, jobPhaseId) }),
  verifyWith: 'list-stock-on-hand',
});
