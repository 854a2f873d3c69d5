import type { PageQuery } from '../api.ts';
import type { Identified, Lenient } from './shared.ts';

export type Invoice = Identified &
  Lenient<{
    jobId: number;
    customerId: number;
    attn: string;
    title: string;
    description: string;
    invoiceNumber: string;
    receiverEmail: string;
    receiverFullName: string;
    receiverPostalAddress: string;
    dueDate: string;
    dueDays: string | number;
    invoiceDate: string;
    paidAt: string;
    /** Without tax. */
    subtotal: number;
    taxValue: number;
    totalPaid: number;
    taxRate: number;
    /** approved, toBeApproved, draft … */
    type: string;
    /** unpaid, draft, voided, paidDisputed, unpaidDisputed, paid … */
    status: string;
    isSent: boolean;
    isFinal: boolean;
    createdAt: string;
    fergusPayEnabled: boolean;
  }>;

export type InvoiceWithSections = Invoice &
  Lenient<{
    customer: Lenient<{ id: number; customerFullName: string }>;
    sections: readonly InvoiceSection[];
  }>;

export type InvoiceSection = { readonly sectionId: number } & Lenient<{
  name: string;
  sortOrder: number;
  parentSectionId: number;
  description: string;
  lineItems: readonly InvoiceLineItem[];
  sections: readonly InvoiceSection[];
}>;

export type InvoiceLineItem = { readonly customerInvoiceLineItemId: number } & Lenient<{
  priceBookLineItemId: number;
  itemName: string;
  itemDescription: string;
  itemQuantity: number;
  itemPrice: number;
  salesAccountId: number;
  isLabour: boolean;
  sortOrder: number;
  discountRate: number;
  isCombined: boolean;
  combinedItemId: number;
  isCardPaymentFee: boolean;
}>;

export const INVOICE_SORT_FIELDS = ['id', 'createdAt', 'dueDate'] as const;

/** The filters of invoices bear no `filter` prefix, and there is none for the status. */
export interface InvoicesQuery extends PageQuery {
  readonly sortField?: (typeof INVOICE_SORT_FIELDS)[number] | undefined;
  readonly customerId?: number | undefined;
  readonly jobId?: number | undefined;
  readonly invoiceNumber?: string | undefined;
  /** ISO 8601 time. */
  readonly dueBefore?: string | undefined;
  /** ISO 8601 time. */
  readonly dueAfter?: string | undefined;
}
