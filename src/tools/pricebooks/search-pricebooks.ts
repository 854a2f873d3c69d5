import { z } from 'zod';
import { searchPricebooks as search } from '../../fergus/endpoints/pricebooks.ts';
import { PRICEBOOK_SEARCH_MIN_LENGTH } from '../../fergus/types/pricebooks.ts';
import { defineTool } from '../define-tool.ts';
import { collect, listOutput } from '../shared/listing.ts';
import * as p from '../shared/params.ts';
import { pricebookSearchItem, toPricebookSearchItem } from './pricebook-view.ts';

export const searchPricebooks = defineTool({
  name: 'search-pricebooks',
  title: 'Search the pricebooks',
  description:
    'Products of all pricebooks by name, product code or SKU, best match first, with the ids that quote lines need. retailPrice is that of the pricing tier (the default one unless given).',
  toolset: 'pricebooks',
  everyday: false,
  access: 'read',
  input: z.object({
    search: z
      .string()
      .trim()
      .min(
        PRICEBOOK_SEARCH_MIN_LENGTH,
        `must have at least ${PRICEBOOK_SEARCH_MIN_LENGTH} characters, or Fergus does not search`,
      )
      .max(200, 'must be at most 200 characters'),
    pricingTierId: p.id('pricing tier').optional(),
    supplierIds: z
      .array(p.id('supplier'))
      .min(1, 'must name a supplier, or be left out')
      .optional()
      .describe('Only these suppliers, from list-pricebooks.'),
    limit: p.limit,
    cursor: p.cursor,
  }),
  output: listOutput(pricebookSearchItem),
  async handler({ limit, cursor, supplierIds, ...input }, { fergus, company, progress }) {
    const profile = await company();
    // `supplierIds` counts only where not all suppliers are asked for [spec].
    const suppliers = supplierIds ? { allSuppliers: false, supplierIds } : {};
    const listing = await collect({
      limit,
      cursor,
      progress,
      fetchPage: (page) => search(fergus, { ...input, ...suppliers }, page),
      present: (item) => toPricebookSearchItem(item, profile),
    });
    return { structured: { ...listing, ...(profile.currency && { currency: profile.currency }) } };
  },
  hints: () => ({ 'not-found': 'Check pricingTierId with list-pricing-tiers.' }),
});
