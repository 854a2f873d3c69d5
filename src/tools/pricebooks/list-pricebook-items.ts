import { z } from 'zod';
import { listPricebookItems as fetchItems } from '../../fergus/endpoints/pricebooks.ts';
import { defineTool } from '../define-tool.ts';
import { collect, listOutput } from '../shared/listing.ts';
import * as p from '../shared/params.ts';
import { allPricingTiers } from './all-pricing-tiers.ts';
import { pricebookNotFound } from './get-pricebook.ts';
import { pricebookItemRecord, toPricebookItem, toPricebookItemRecord } from './pricebook-view.ts';

export const listPricebookItems = defineTool({
  name: 'list-pricebook-items',
  title: 'List the items of a pricebook',
  description:
    'All items of one pricebook, without a filter. To find a product, or its sales account, use search-pricebooks.',
  toolset: 'pricebooks',
  everyday: false,
  access: 'read',
  input: z.object({
    pricebookId: p.id('pricebook'),
    sortOrder: p.sortOrder,
    limit: p.limit,
    cursor: p.cursor,
    format: p.format.describe('detailed adds the prices in every pricing tier.'),
  }),
  output: listOutput(pricebookItemRecord),
  async handler({ pricebookId, ...input }, { fergus, company, progress }) {
    const detailed = input.format === 'detailed';
    const [profile, tiers] = await Promise.all([company(), detailed ? allPricingTiers(fergus) : []]);
    const listing = await collect({
      limit: input.limit,
      cursor: input.cursor,
      progress,
      fetchPage: (page) => fetchItems(fergus, pricebookId, { ...page, sortOrder: input.sortOrder }),
      present: (item) => (detailed ? toPricebookItemRecord(item, tiers, profile) : toPricebookItem(item)),
    });
    return { structured: { ...listing, ...(profile.currency && { currency: profile.currency }) } };
  },
  hints: ({ pricebookId }) => ({ 'not-found': pricebookNotFound(pricebookId) }),
});
