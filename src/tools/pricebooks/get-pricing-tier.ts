import { z } from 'zod';
import { getPricingTier as fetchTier } from '../../fergus/endpoints/pricing-tiers.ts';
import { defineTool } from '../define-tool.ts';
import * as p from '../shared/params.ts';
import { pricingTierRecord, toPricingTierRecord } from './pricebook-view.ts';

export const getPricingTier = defineTool({
  name: 'get-pricing-tier',
  title: 'Get a pricing tier',
  description: 'One price level with its markup.',
  toolset: 'pricebooks',
  everyday: false,
  access: 'read',
  input: z.object({ pricingTierId: p.id('pricing tier') }),
  output: pricingTierRecord,
  async handler({ pricingTierId }, { fergus, company }) {
    const [tier, profile] = await Promise.all([fetchTier(fergus, pricingTierId), company()]);
    return { structured: toPricingTierRecord(tier, profile) };
  },
  hints: ({ pricingTierId }) => ({
    'not-found': `There is no pricing tier ${pricingTierId}. Look for it with list-pricing-tiers.`,
  }),
});
