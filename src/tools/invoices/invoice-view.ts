import { z } from 'zod';
import type { CompanyProfile } from '../../fergus/company-profile.ts';
import type {
  Invoice,
  InvoiceLineItem,
  InvoiceSection,
  InvoiceWithSections,
} from '../../fergus/types/invoices.ts';
import { lineAmounts, ownAmounts } from '../shared/money.ts';
import { dayOf, flag, integer, known, list, number, text } from '../shared/values.ts';
import { daysOverdue, invoiceAmounts } from './invoice-money.ts';

/** What a list shows of an invoice. The dates are days. */
const invoiceItem = z.object({
  invoiceId: z.int(),
  invoiceNumber: z.string().optional(),
  title: z.string().optional(),
  receiverFullName: z.string().optional(),
  customerId: z.int().optional(),
  jobId: z.int().optional(),
  status: z.string().optional(),
  type: z.string().optional().describe('Only where it is not approved.'),
  invoiceDate: z.string().optional(),
  dueDate: z.string().optional(),
  total: z.number().optional().describe('With tax.'),
  paid: z.number().optional(),
  outstanding: z.number().optional().describe('Still owed; 0 for drafts and voided ones.'),
  daysOverdue: z.int().optional().describe('Only where something is overdue.'),
});

/** What a list shows at most; concise leaves out what `invoiceItem` does not have. */
export const listedInvoice = invoiceItem.extend({
  description: z.string().optional(),
  attn: z.string().optional(),
  receiverEmail: z.string().optional(),
  receiverPostalAddress: z.string().optional(),
  subtotal: z.number().optional().describe('Before tax.'),
  taxValue: z.number().optional(),
  taxRate: z.number().optional().describe('Percent.'),
  dueDays: z.int().optional(),
  paidAt: z.string().optional(),
  createdAt: z.string().optional(),
  isSent: z.boolean().optional(),
  isFinal: z.boolean().optional(),
  fergusPayEnabled: z.boolean().optional(),
});

const lineItem = z.object({
  itemName: z.string().optional(),
  itemDescription: z.string().optional(),
  itemQuantity: z.number().optional(),
  itemPrice: z.number().optional(),
  discountRate: z.number().optional().describe('Percent.'),
  amount: z.number().describe('Quantity × price less discount, before tax.'),
  isLabour: z.boolean().optional(),
  isCardPaymentFee: z.boolean().optional(),
  salesAccountId: z.int().optional(),
  priceBookLineItemId: z.int().optional(),
});

/** A section with the sum of its own lines. Sections inside it are rows of their own, after it. */
const section = z.object({
  sectionId: z.int().optional(),
  parentSectionId: z.int().optional().describe('Only on sections inside another.'),
  name: z.string().optional(),
  description: z.string().optional(),
  subtotal: z.number().describe('Of its own line items, before tax, after discount.'),
  lineItems: z.array(lineItem),
});

/** What a single invoice shows. */
export const invoiceRecord = listedInvoice.extend({
  customer: z.string().optional(),
  sections: z.array(section).optional(),
  currency: z.string().optional(),
});

export function toInvoiceItem(invoice: Invoice, company: CompanyProfile): z.output<typeof invoiceItem> {
  const type = text(invoice.type);
  return known({
    invoiceId: invoice.id,
    invoiceNumber: text(invoice.invoiceNumber),
    title: text(invoice.title),
    receiverFullName: text(invoice.receiverFullName),
    customerId: integer(invoice.customerId),
    jobId: integer(invoice.jobId),
    status: text(invoice.status),
    type: type === 'approved' ? undefined : type,
    invoiceDate: dayOf(invoice.invoiceDate, company),
    dueDate: dayOf(invoice.dueDate, company),
    ...invoiceAmounts(invoice),
    daysOverdue: daysOverdue(invoice, company),
  });
}

export function toInvoiceFields(invoice: Invoice, company: CompanyProfile): z.output<typeof listedInvoice> {
  return known({
    ...toInvoiceItem(invoice, company),
    description: text(invoice.description),
    attn: text(invoice.attn),
    receiverEmail: text(invoice.receiverEmail),
    receiverPostalAddress: text(invoice.receiverPostalAddress),
    subtotal: number(invoice.subtotal),
    taxValue: number(invoice.taxValue),
    taxRate: number(invoice.taxRate),
    dueDays: integer(invoice.dueDays),
    paidAt: dayOf(invoice.paidAt, company),
    createdAt: dayOf(invoice.createdAt, company),
    isSent: flag(invoice.isSent),
    isFinal: flag(invoice.isFinal),
    fergusPayEnabled: flag(invoice.fergusPayEnabled),
  });
}

export function toInvoiceRecord(
  invoice: InvoiceWithSections,
  company: CompanyProfile,
): z.output<typeof invoiceRecord> {
  return known({
    ...toInvoiceFields(invoice, company),
    customer: text(invoice.customer?.customerFullName),
    sections: invoice.sections ? toSections(invoice.sections) : undefined,
    currency: company.currency,
  });
}

/** Every section, each followed by those inside it. */
function toSections(sections: readonly InvoiceSection[] | null | undefined): z.output<typeof section>[] {
  return list(sections).flatMap((part) => [
    known({
      sectionId: integer(part.sectionId),
      parentSectionId: integer(part.parentSectionId) || undefined,
      name: text(part.name),
      description: text(part.description),
      subtotal: ownAmounts(part).net / 100,
      lineItems: list(part.lineItems).map(toLineItem),
    }),
    ...toSections(part.sections),
  ]);
}

function toLineItem(line: InvoiceLineItem): z.output<typeof lineItem> {
  return known({
    itemName: text(line.itemName),
    itemDescription: text(line.itemDescription),
    itemQuantity: number(line.itemQuantity),
    itemPrice: number(line.itemPrice),
    discountRate: number(line.discountRate) || undefined,
    amount: lineAmounts(line).net / 100,
    isLabour: flag(line.isLabour) || undefined,
    isCardPaymentFee: flag(line.isCardPaymentFee) || undefined,
    salesAccountId: integer(line.salesAccountId),
    priceBookLineItemId: integer(line.priceBookLineItemId),
  });
}
