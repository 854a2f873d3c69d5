import type { Iso } from './people.ts';

export interface InvoiceLineItem {
  customerInvoiceLineItemId: number;
  priceBookLineItemId: number | null;
  itemName: string | null;
  itemDescription: string | null;
  itemQuantity: number;
  itemPrice: number;
  salesAccountId: number | null;
  isLabour: boolean;
  sortOrder: number;
  discountRate: number | null;
  isCombined: boolean;
  combinedItemId: number | null;
  isCardPaymentFee: boolean;
}

export interface InvoiceSection {
  sectionId: number;
  name: string | null;
  sortOrder: number;
  parentSectionId: number;
  description: string | null;
  lineItems: InvoiceLineItem[];
  sections: InvoiceSection[];
}

export interface CustomerInvoice {
  id: number;
  jobId: number;
  customerId: number;
  attn: string | null;
  title: string;
  description: string | null;
  invoiceNumber: string | null;
  receiverEmail: string | null;
  receiverFullName: string | null;
  receiverPostalAddress: string | null;
  dueDate: Iso | null;
  dueDays: number | string | null;
  invoiceDate: Iso | null;
  paidAt: Iso | null;
  /** The sum of the line items after discount, before tax. */
  subtotal: number;
  taxValue: number;
  /** Including tax; more than 0 and less than the total where it is partly paid. */
  totalPaid: number | null;
  /** In percent. */
  taxRate: number;
  type: 'approved' | 'toBeApproved' | 'draft';
  status: 'unpaid' | 'draft' | 'voided' | 'paidDisputed' | 'unpaidDisputed' | 'paid';
  isSent: boolean;
  isFinal: boolean;
  createdAt: Iso;
  fergusPayEnabled: boolean;
  sections: InvoiceSection[];
}
