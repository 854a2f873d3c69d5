import type { PageQuery } from '../api.ts';
import type { Identified, Lenient } from './shared.ts';

export type StockOnHandItem = Identified &
  Lenient<{
    itemDescription: string;
    jobId: number;
    jobPhaseId: number;
    itemCost: number;
    itemCostQuantity: number;
    itemCostTotal: number;
    itemPrice: number;
    itemQuantity: number;
    itemTotal: number;
    /** A user's id. */
    createdBy: number;
    dateEntered: string;
    lastModified: string;
  }>;

/** How much of one product went to customers, over all jobs. It has no id of its own. */
export type StockUsedItem = Lenient<{
  productCode: string;
  productName: string;
  pricebookLineItemId: number;
  pricebookId: number;
  totalQty: number;
}>;

export const STOCK_ON_HAND_SORT_FIELDS = ['dateEntered', 'lastModified'] as const;

export interface StockOnHandQuery extends PageQuery {
  readonly sortField?: (typeof STOCK_ON_HAND_SORT_FIELDS)[number] | undefined;
  /** Looks in the description. */
  readonly filterSearchText?: string | undefined;
  /** ISO 8601 time. */
  readonly lastModified?: string | undefined;
  /** ISO 8601 time. */
  readonly dateEntered?: string | undefined;
}

/** The furthest that `GET /stockUsed` looks back, in days. */
export const STOCK_USED_MAX_DAYS = 180;

/** Neither page size nor sort. */
export interface StockUsedQuery {
  /** YYYY-MM-DD, at most {@link STOCK_USED_MAX_DAYS} days ago; 90 days ago unless given. */
  readonly filterDateFrom?: string | undefined;
  readonly pageCursor?: string | undefined;
}

/** Description, price and cost come from the pricebook and must not be given. */
export interface StockFromPricebookPayload {
  readonly priceBookLineItemId: number;
  readonly itemQuantity: number;
  readonly salesAccountId?: number | undefined;
}

export interface StockAsDescribedPayload {
  readonly itemDescription: string;
  /** For one piece. */
  readonly itemPrice: number;
  /** For one piece. */
  readonly itemCost: number;
  readonly itemQuantity: number;
  readonly salesAccountId?: number | undefined;
}

export type CreateStockOnHandPayload = StockFromPricebookPayload | StockAsDescribedPayload;

/** At least one field. */
export interface UpdateStockOnHandPayload {
  readonly itemDescription?: string | undefined;
  readonly itemPrice?: number | undefined;
  readonly itemCost?: number | undefined;
  readonly itemQuantity?: number | undefined;
  readonly salesAccountId?: number | undefined;
  readonly isLabour?: boolean | undefined;
}
