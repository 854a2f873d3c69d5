import { type FergusApi, type Page, path } from '../api.ts';
import type { PricingTier, PricingTiersQuery } from '../types/pricing-tiers.ts';

/** `GET /pricingTiers`. Cached. */
export function listPricingTiers(api: FergusApi, query: PricingTiersQuery = {}): Promise<Page<PricingTier>> {
  return api.page({
    method: 'GET',
    path: path`/pricingTiers`,
    query: { ...query },
    cacheFor: 'reference',
  });
}

/** `GET /pricingTiers/{id}`. Cached. */
export function getPricingTier(api: FergusApi, pricingTierId: number): Promise<PricingTier> {
  return api.one({ method: 'GET', path: path`/pricingTiers/${pricingTierId}`, cacheFor: 'reference' });
}
