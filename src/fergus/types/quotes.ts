import type { PageQuery } from '../api.ts';
import type { Identified, Lenient } from './shared.ts';

export type Quote = Identified &
  Lenient<{
    versionNumber: number;
    jobId: number;
    jobNo: number;
    guid: string;
    title: string;
    description: string;
    footerText: string;
    quoteDate: string;
    isSent: boolean;
    isAccepted: boolean;
    isSuperseded: boolean;
    isLocked: boolean;
    createdAt: string;
    lastModified: string;
    publishedAt: string;
    dueDate: string;
    dueDays: string | number;
    declinedAt: string;
    voidedAt: string;
    acceptedBy: string;
    quoteConfig: QuoteConfig;
    sections: readonly QuoteSection[];
    deposit: QuoteDeposit;
  }>;

export type QuoteSection = { readonly sectionId: number } & Lenient<{
  name: string;
  sortOrder: number;
  /** 0 at the top level. */
  parentSectionId: number;
  description: string;
  /** Fixed, Optional or Multiple Choice: only the first is always part of the price. */
  selectionMode: string;
  sectionConfig: QuoteSectionConfig;
  lineItems: readonly QuoteLineItem[];
  sections: readonly QuoteSection[];
}>;

export type QuoteLineItem = { readonly quoteLineItemId: number } & Lenient<{
  priceBookLineItemId: number;
  itemName: string;
  itemQuantity: number;
  itemPrice: number;
  itemRrp: number;
  itemCost: number;
  salesAccountId: number;
  isLabour: boolean;
  sortOrder: number;
  discountRate: number;
  isCombined: boolean;
  combinedItemId: number;
  combinedItemName: string;
}>;

/** What the customer gets to see in one section. */
export type QuoteSectionConfig = Lenient<{
  showAllLineItems: boolean;
  showPrices: boolean;
  showTotals: boolean;
  showSummary: boolean;
  showQuantities: boolean;
}>;

/** What the customer gets to see in the document, and its looks. */
export type QuoteConfig = Lenient<{
  showDocumentTotals: boolean;
  showLineItemPrices: boolean;
  showLineItemTotals: boolean;
  showLineItemQuantities: boolean;
  showSectionTotals: boolean;
  showLabourPrices: boolean;
  showMaterialPrices: boolean;
  showLabourSummary: boolean;
  showMaterialSummary: boolean;
  showAllLineItems: boolean;
  mainColour: string;
  accentColour: string;
  fontColour: string;
  orientation: string;
  fontSizeOverride: string;
  indentCustomerAddress: boolean;
}>;

export type QuoteDeposit = Lenient<{
  /** PERCENT or FIXED. */
  optionType: string;
  optionValue: number;
  isPaid: boolean;
  invoiceGuid: string;
  invoiceUrl: string;
}>;

export type QuoteTotals = Lenient<{
  sectionTotals: readonly (Totals & { readonly sectionId: number })[];
  quoteTotal: Totals;
}>;

/** Amounts before and after discount; `gst` is the tax, whatever its name in the company's country. */
export type Totals = Lenient<{
  subTotal: number;
  discount: number;
  discountedSubTotal: number;
  gst: number;
  total: number;
}>;

export type AcceptedQuote = Identified &
  Lenient<{ depositPaymentUrl: string; versionNumber: number; jobId: number; guid: string }>;

export const QUOTE_STATUS_FILTERS = [
  'draft',
  'accepted',
  'voided',
  'superseded',
  'declined',
  'published',
  'emailSent',
  'emailNotSent',
] as const;
export type QuoteStatusFilter = (typeof QUOTE_STATUS_FILTERS)[number];

export const QUOTE_SORT_FIELDS = ['id', 'createdAt', 'lastModified'] as const;

export interface QuotesQuery extends PageQuery {
  readonly filterStatus?: QuoteStatusFilter | undefined;
  readonly sortField?: (typeof QUOTE_SORT_FIELDS)[number] | undefined;
  /** ISO 8601 time. Overrides the sort, and excludes `modifiedAfter`. */
  readonly createdAfter?: string | undefined;
  /** ISO 8601 time. Overrides the sort, and excludes `createdAfter`. */
  readonly modifiedAfter?: string | undefined;
}

export const JOB_QUOTE_SORT_FIELDS = ['id', 'versionNumber'] as const;

export interface JobQuotesQuery extends PageQuery {
  readonly filterStatus?: QuoteStatusFilter | undefined;
  readonly sortField?: (typeof JOB_QUOTE_SORT_FIELDS)[number] | undefined;
  /** Lists the parents of combined items among the line items; off unless asked for. */
  readonly includeCombinedItemParents?: boolean | undefined;
}

export interface QuoteByGuidQuery {
  /** As in {@link JobQuotesQuery}. */
  readonly includeCombinedItemParents?: boolean | undefined;
}

/** Days a quote may be valid. */
export const QUOTE_DUE_DAYS = { min: 7, max: 180 } as const;

export interface CreateQuotePayload {
  /** Not blank. */
  readonly title: string;
  readonly description?: string | undefined;
  /** Within {@link QUOTE_DUE_DAYS}. */
  readonly dueDays: number;
  readonly versionNumber?: number | undefined;
  readonly sections: readonly QuoteSectionPayload[];
}

/** Replaces all sections. Without title and description Fergus fails [client], so both are always sent. */
export interface UpdateQuotePayload {
  readonly title: string;
  readonly description: string;
  readonly sections: readonly QuoteSectionPayload[];
}

export interface QuoteSectionPayload {
  readonly name: string;
  readonly description?: string | undefined;
  readonly sortOrder?: number | undefined;
  /** 0, which is also the default, at the top level. */
  readonly parentSectionId?: number | undefined;
  /** Multiplies the quantities of the section's line items; 1 unless given. */
  readonly sectionLineItemMultiplier?: number | undefined;
  /** Fills the section from one favourite section. */
  readonly favouriteSectionId?: number | FavouriteSectionReference | undefined;
  /** Fills the section from several favourite sections. */
  readonly favouriteSectionIds?: readonly number[] | readonly FavouriteSectionReference[] | undefined;
  readonly lineItems?: readonly QuoteLineItemPayload[] | undefined;
  readonly sections?: readonly QuoteSectionPayload[] | undefined;
}

export interface FavouriteSectionReference {
  /** Id of the favourite section. */
  readonly value: number;
  readonly combined?: boolean | undefined;
  readonly lineItemMultiplier?: number | undefined;
}

/** Exactly one of `salesAccountId` and `isLabour: true` has to be there. */
export interface QuoteLineItemPayload {
  /** Of the item to keep when a quote is updated. */
  readonly quoteLineItemId?: number | undefined;
  readonly priceBookLineItemId?: number | undefined;
  readonly itemName?: string | undefined;
  /** 1 unless given. */
  readonly itemQuantity?: number | undefined;
  /** 0 unless given. */
  readonly itemPrice?: number | undefined;
  /** 0 unless given. */
  readonly itemCost?: number | undefined;
  /** From a pricebook search or an existing quote; there is no list of accounts. */
  readonly salesAccountId?: number | undefined;
  readonly discountRate?: number | undefined;
  readonly isLabour?: boolean | undefined;
  readonly sortOrder?: number | undefined;
  readonly isCombined?: boolean | undefined;
  /** Goes with `isCombined`. */
  readonly combinedItemName?: string | undefined;
}

export interface PublishQuotePayload {
  /** ISO 8601 time. */
  readonly publishedAt?: string | undefined;
  readonly publishedBy?: string | undefined;
}

export interface MarkQuoteAsSentPayload {
  readonly isSent?: boolean | undefined;
}

export interface AcceptQuotePayload {
  /** A name, or an employee's guid. */
  readonly acceptedBy: string;
  /** ISO 8601 time. */
  readonly acceptedAt?: string | undefined;
  /** Needed where the quote has optional or multiple-choice sections. */
  readonly selectedSectionIds?: readonly number[] | undefined;
}

export interface DeclineQuotePayload {
  /** ISO 8601 time. */
  readonly declinedAt?: string | undefined;
  readonly reasonNotes?: string | undefined;
  readonly rejectedBy?: string | undefined;
}

export interface VoidQuotePayload {
  /** ISO 8601 time. */
  readonly voidedAt?: string | undefined;
}

export interface QuoteTotalsPayload {
  /** Optional and multiple-choice sections to add to the fixed ones; none unless given. */
  readonly selectedSectionIds?: readonly number[] | undefined;
}
