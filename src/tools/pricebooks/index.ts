import type { Tool } from '../define-tool.ts';
import { getPricebook } from './get-pricebook.ts';
import { getPricebookItem } from './get-pricebook-item.ts';
import { getPricingTier } from './get-pricing-tier.ts';
import { listPricebookItems } from './list-pricebook-items.ts';
import { listPricebooks } from './list-pricebooks.ts';
import { listPricingTiers } from './list-pricing-tiers.ts';
import { searchPricebooks } from './search-pricebooks.ts';

export const pricebookTools: readonly Tool[] = [
  listPricebooks,
  getPricebook,
  listPricebookItems,
  getPricebookItem,
  searchPricebooks,
  listPricingTiers,
  getPricingTier,
];
