import type { PageQuery } from '../api.ts';
import type { ContactItem, Identified, Lenient } from './shared.ts';

export type Pricebook = Identified &
  Lenient<{
    supplierName: string;
    supplierId: number;
    /** Standard, Non-Standard or Custom. */
    type: string;
    itemCount: number;
    createdAt: string;
    lastUpdatedAt: string;
    supplierContact: readonly ContactItem[];
  }>;

type PricebookItemFields = Identified &
  Lenient<{
    name: string;
    productCode: string;
    priceBookId: number;
    unitType: string;
    costPrice: number;
    retailPrice: number;
    searchValues: string;
    updatedAt: string;
    supplierSku: string;
  }>;

export type PricebookItem = PricebookItemFields & Lenient<{ pricingTier: readonly TierPrice[] }>;

/** An item's price in one pricing tier. */
export type TierPrice = Lenient<{ id: number; price: number; markup: number; discountRate: number }>;

/** Unlike an item read by itself, it tells the sales account, which quote lines need. */
export type PricebookSearchItem = PricebookItemFields & Lenient<{ salesAccountId: number }>;

export const PRICEBOOK_SORT_FIELDS = ['createdAt'] as const;

export interface PricebooksQuery extends PageQuery {
  readonly sortField?: (typeof PRICEBOOK_SORT_FIELDS)[number] | undefined;
  /** Any part of the name. */
  readonly filterSupplierName?: string | undefined;
}

export interface PricebookItemQuery {
  readonly filterPricingTierId?: number | undefined;
}

/** Fergus refuses shorter search words. */
export const PRICEBOOK_SEARCH_MIN_LENGTH = 3;

export interface PricebookSearchPayload {
  /** A part of a name, product code or SKU; at least {@link PRICEBOOK_SEARCH_MIN_LENGTH} characters. */
  readonly search: string;
  /** The company's default tier unless given. */
  readonly pricingTierId?: number | undefined;
  /** True unless given, and then `supplierIds` does not count. */
  readonly allSuppliers?: boolean | undefined;
  readonly supplierIds?: readonly number[] | undefined;
}
