import { z } from 'zod';
import type { CompanyProfile } from '../../fergus/company-profile.ts';
import type {
  Pricebook,
  PricebookItem,
  PricebookSearchItem,
  TierPrice,
} from '../../fergus/types/pricebooks.ts';
import type { PricingTier } from '../../fergus/types/pricing-tiers.ts';
import { contactView, personView } from '../shared/person-view.ts';
import { dayOf, flag, integer, known, list, number, text } from '../shared/values.ts';

/** A supplier's pricebook. The times are days. */
export const pricebookRecord = z.object({
  pricebookId: z.int(),
  supplierName: z.string().optional(),
  supplierId: z.int().optional(),
  type: z.string().optional(),
  itemCount: z.int().optional(),
  supplierContact: contactView.shape.contactItems,
  createdAt: z.string().optional(),
  lastUpdatedAt: z.string().optional(),
});

export function toPricebookRecord(
  book: Pricebook,
  company: CompanyProfile,
): z.output<typeof pricebookRecord> {
  return known({
    pricebookId: book.id,
    supplierName: text(book.supplierName),
    supplierId: integer(book.supplierId),
    type: text(book.type),
    itemCount: integer(book.itemCount),
    supplierContact: personView({ contactItems: book.supplierContact ?? null })?.contactItems,
    createdAt: dayOf(book.createdAt, company),
    lastUpdatedAt: dayOf(book.lastUpdatedAt, company),
  });
}

/** What a list shows of an item. Its id is called as quote and stock lines call it. */
const pricebookItem = z.object({
  priceBookLineItemId: z.int(),
  pricebookId: z.int().optional(),
  name: z.string().optional(),
  productCode: z.string().optional(),
  supplierSku: z.string().optional(),
  unitType: z.string().optional(),
  costPrice: z.number().optional(),
  retailPrice: z.number().optional(),
});

const tierPrice = z.object({
  pricingTierId: z.int().optional(),
  pricingTier: z.string().optional(),
  price: z.number().optional(),
  markup: z.number().optional().describe('Percent on cost.'),
  discountRate: z.number().optional().describe('Percent off retail.'),
});

/** What a single item shows. `updatedAt` is a day. */
export const pricebookItemRecord = pricebookItem.extend({
  tierPrices: z.array(tierPrice).optional(),
  updatedAt: z.string().optional(),
});

/** What a search shows: with the sales account, which a quote line needs, and the price in one tier. */
export const pricebookSearchItem = pricebookItem.extend({
  salesAccountId: z.int().optional().describe('For quote lines.'),
  updatedAt: z.string().optional(),
});

export function toPricebookItem(item: PricebookItem | PricebookSearchItem): z.output<typeof pricebookItem> {
  return known({
    priceBookLineItemId: item.id,
    pricebookId: integer(item.priceBookId),
    name: text(item.name),
    productCode: text(item.productCode),
    supplierSku: text(item.supplierSku),
    unitType: text(item.unitType),
    costPrice: number(item.costPrice),
    retailPrice: number(item.retailPrice),
  });
}

/** @param tiers for their names, which prices do not carry. */
export function toPricebookItemRecord(
  item: PricebookItem,
  tiers: readonly PricingTier[],
  company: CompanyProfile,
): z.output<typeof pricebookItemRecord> {
  const prices = list(item.pricingTier).map((price) => toTierPrice(price, tiers));
  return known({
    ...toPricebookItem(item),
    tierPrices: prices.length > 0 ? prices : undefined,
    updatedAt: dayOf(item.updatedAt, company),
  });
}

function toTierPrice(price: TierPrice | null, tiers: readonly PricingTier[]): z.output<typeof tierPrice> {
  const pricingTierId = integer(price?.id);
  return known({
    pricingTierId,
    pricingTier: text(tiers.find(({ id }) => id === pricingTierId)?.name),
    price: number(price?.price),
    markup: number(price?.markup),
    discountRate: number(price?.discountRate),
  });
}

export function toPricebookSearchItem(
  item: PricebookSearchItem,
  company: CompanyProfile,
): z.output<typeof pricebookSearchItem> {
  return known({
    ...toPricebookItem(item),
    salesAccountId: integer(item.salesAccountId),
    updatedAt: dayOf(item.updatedAt, company),
  });
}

/** A pricing tier. `createdAt` is a day. */
export const pricingTierRecord = z.object({
  pricingTierId: z.int(),
  name: z.string().optional(),
  isDefault: z.boolean().optional(),
  tierType: z.string().optional(),
  markupRate: z.number().optional().describe('Percent on cost; missing where the tier sells at retail.'),
  createdAt: z.string().optional(),
});

export function toPricingTierRecord(
  tier: PricingTier,
  company: CompanyProfile,
): z.output<typeof pricingTierRecord> {
  return known({
    pricingTierId: tier.id,
    name: text(tier.name),
    isDefault: flag(tier.isDefault),
    tierType: text(tier.tierType),
    markupRate: number(tier.markupRate),
    createdAt: dayOf(tier.createdAt, company),
  });
}
