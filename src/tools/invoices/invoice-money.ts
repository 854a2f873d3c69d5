import type { CompanyProfile } from '../../fergus/company-profile.ts';
import type { Invoice } from '../../fergus/types/invoices.ts';
import { daysBetween, today } from '../shared/days.ts';
import { cents } from '../shared/money.ts';
import { dayOf, known, number, text } from '../shared/values.ts';

/** Whether an invoice asks for money at all, and whether it got it. Disputed ones are either. */
export type InvoiceStanding = 'draft' | 'voided' | 'paid' | 'unpaid';

/**
 * Fergus's status and type, brought together. What is not approved yet is a draft whatever its status; a status
 * that Fergus may add later counts as unpaid, so that no debt is overlooked.
 */
export function standingOf(invoice: Pick<Invoice, 'status' | 'type'>): InvoiceStanding {
  const status = text(invoice.status)?.toLowerCase() ?? '';
  const type = text(invoice.type)?.toLowerCase() ?? '';
  if (status.startsWith('void')) return 'voided';
  if (status === 'draft' || type === 'draft' || type === 'tobeapproved') return 'draft';
  return status.startsWith('paid') ? 'paid' : 'unpaid';
}

/** Amounts of an invoice in whole units of its currency, exact to the cent. */
export interface InvoiceAmounts {
  /** Including tax. */
  readonly total?: number;
  readonly paid?: number;
  /** What the customer still owes: nothing of a draft, a voided or a paid invoice. */
  readonly outstanding?: number;
}

export function invoiceAmounts(invoice: Invoice): InvoiceAmounts {
  const subtotal = number(invoice.subtotal);
  const tax = number(invoice.taxValue);
  const total = subtotal === undefined || tax === undefined ? undefined : cents(subtotal) + cents(tax);
  const paid = number(invoice.totalPaid);
  const owed = standingOf(invoice) === 'unpaid' ? total && total - cents(paid ?? 0) : 0;
  return known({ total: total && total / 100, paid, outstanding: owed && owed / 100 });
}

/** Days since the due day where the company is; nothing where it is not past, or nothing is owed. */
export function daysOverdue(invoice: Invoice, company: CompanyProfile): number | undefined {
  const due = dayOf(invoice.dueDate, company);
  const { outstanding } = invoiceAmounts(invoice);
  if (due === undefined || standingOf(invoice) !== 'unpaid' || (outstanding ?? 1) <= 0) return undefined;
  const days = daysBetween(due, today(company));
  return days > 0 ? days : undefined;
}
