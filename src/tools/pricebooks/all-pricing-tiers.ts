import type { FergusApi } from '../../fergus/api.ts';
import { listPricingTiers } from '../../fergus/endpoints/pricing-tiers.ts';
import type { PricingTier } from '../../fergus/types/pricing-tiers.ts';

/** The company's pricing tiers, for their names: one page of Fergus's, kept by the short cache. */
export async function allPricingTiers(fergus: FergusApi): Promise<readonly PricingTier[]> {
  const { items } = await listPricingTiers(fergus, { pageSize: 100 });
  return items;
}
