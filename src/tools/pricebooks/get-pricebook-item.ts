import { z } from 'zod';
import { getPricebookItem as fetchItem } from '../../fergus/endpoints/pricebooks.ts';
import { defineTool } from '../define-tool.ts';
import * as p from '../shared/params.ts';
import { allPricingTiers } from './all-pricing-tiers.ts';
import { pricebookItemRecord, toPricebookItemRecord } from './pricebook-view.ts';

export const getPricebookItem = defineTool({
  name: 'get-pricebook-item',
  title: 'Get a pricebook item',
  description: 'One item with its cost, retail price and prices in one pricing tier or all.',
  toolset: 'pricebooks',
  everyday: false,
  access: 'read',
  input: z.object({
    pricebookId: p.id('pricebook'),
    priceBookLineItemId: p.id('item'),
    pricingTierId: p.id('pricing tier').optional(),
  }),
  output: pricebookItemRecord.extend({ currency: z.string().optional() }),
  async handler({ pricebookId, priceBookLineItemId, pricingTierId }, { fergus, company }) {
    const [item, tiers, profile] = await Promise.all([
      fetchItem(fergus, pricebookId, priceBookLineItemId, { filterPricingTierId: pricingTierId }),
      allPricingTiers(fergus),
      company(),
    ]);
    const { currency } = profile;
    return { structured: { ...toPricebookItemRecord(item, tiers, profile), ...(currency && { currency }) } };
  },
  hints: ({ pricebookId, priceBookLineItemId }) => ({
    'not-found': `There is no item ${priceBookLineItemId} in pricebook ${pricebookId}. search-pricebooks shows both ids of an item.`,
  }),
});
