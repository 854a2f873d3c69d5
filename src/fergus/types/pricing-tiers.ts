import type { PageQuery } from '../api.ts';
import type { Identified, Lenient } from './shared.ts';

export type PricingTier = Identified &
  Lenient<{
    name: string;
    isDefault: boolean;
    tierType: string;
    markupRate: number;
    createdAt: string;
  }>;

export const PRICING_TIER_SORT_FIELDS = ['createdAt'] as const;

export interface PricingTiersQuery extends PageQuery {
  readonly sortField?: (typeof PRICING_TIER_SORT_FIELDS)[number] | undefined;
}
