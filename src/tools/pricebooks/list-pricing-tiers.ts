import { z } from 'zod';
import { listPricingTiers as fetchTiers } from '../../fergus/endpoints/pricing-tiers.ts';
import { defineTool } from '../define-tool.ts';
import { collect, listOutput } from '../shared/listing.ts';
import * as p from '../shared/params.ts';
import { pricingTierRecord, toPricingTierRecord } from './pricebook-view.ts';

export const listPricingTiers = defineTool({
  name: 'list-pricing-tiers',
  title: 'List pricing tiers',
  description: 'The price levels that customers are charged at.',
  toolset: 'pricebooks',
  everyday: false,
  access: 'read',
  input: z.object({ sortOrder: p.sortOrder, limit: p.limit, cursor: p.cursor }),
  output: listOutput(pricingTierRecord),
  async handler({ limit, cursor, sortOrder }, { fergus, company, progress }) {
    const profile = await company();
    const listing = await collect({
      limit,
      cursor,
      progress,
      fetchPage: (page) => fetchTiers(fergus, { ...page, sortOrder }),
      present: (tier) => toPricingTierRecord(tier, profile),
    });
    return { structured: listing };
  },
});
