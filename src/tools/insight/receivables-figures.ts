import type { CompanyProfile } from '../../fergus/company-profile.ts';
import type { Invoice } from '../../fergus/types/invoices.ts';
import { invoiceAmounts, standingOf } from '../invoices/invoice-money.ts';
import { daysBetween } from '../shared/days.ts';
import { cents } from '../shared/money.ts';
import { dayOf, integer, text } from '../shared/values.ts';

/* What customers owe, by age. Amounts are whole cents with tax; days are those of the company's zone. */

/** Days past the due day. `current` is not due yet, due that very day, or without a due day. */
export const AGES = ['current', '1-30', '31-60', '61-90', '90+'] as const;
export type Age = (typeof AGES)[number];

export interface Sum {
  readonly count: number;
  readonly cents: number;
}

export type Ages = Readonly<Record<Age, Sum>>;

/** One invoice that something is owed on. */
export interface Debt {
  readonly invoice: Invoice;
  readonly customer: string | undefined;
  readonly cents: number;
  /** What was paid of it already. */
  readonly paid: number;
  /** The day it was due, YYYY-MM-DD. */
  readonly due: string | undefined;
  /** 0 where it is `current`. */
  readonly daysOverdue: number;
  readonly age: Age;
}

export interface CustomerDebt {
  readonly customerId: number | undefined;
  readonly customer: string | undefined;
  readonly email: string | undefined;
  readonly ages: Ages;
  readonly total: Sum;
  readonly overdue: Sum;
  /** The longest that any of it is overdue. */
  readonly daysOverdue: number;
}

export interface Receivables {
  readonly ages: Ages;
  /** Those overdue longest first, then the larger ones. */
  readonly debts: readonly Debt[];
  /** Those who owe most first, then those overdue longest. */
  readonly customers: readonly CustomerDebt[];
  readonly disputed: Sum;
  readonly leftOut: LeftOut;
}

/** Invoices that are not owed on, or not in a way that can be added up. */
export interface LeftOut {
  /** Not approved yet. */
  readonly drafts: Sum;
  readonly voided: Sum;
  /** Paid beyond their total, by so much; not set off against other invoices. */
  readonly overpaid: Sum;
  /** Dated after the day that is asked about. */
  readonly later: Sum;
  /** Unpaid, but Fergus gave no amounts. */
  readonly withoutAmount: Sum;
}

/**
 * What was owed at the end of the day `asOf`.
 *
 * For a day in the past that is what was invoiced by then and not wholly paid by then. Fergus tells the day of
 * the last payment only: payments in part count whatever their day, and an invoice that was voided later is out.
 */
export function receivablesOf(
  invoices: readonly Invoice[],
  asOf: string,
  company: CompanyProfile,
): Receivables {
  const debts: Debt[] = [];
  const leftOut = {
    drafts: NOTHING,
    voided: NOTHING,
    overpaid: NOTHING,
    later: NOTHING,
    withoutAmount: NOTHING,
  };
  let disputed = NOTHING;
  for (const invoice of invoices) {
    const finding = findingOf(invoice, asOf, company);
    if (finding === undefined) continue;
    if (finding.kind !== 'owed') leftOut[finding.kind] = plus(leftOut[finding.kind], finding.cents);
    else {
      debts.push(debtOf(invoice, finding.cents, asOf, company));
      if (isDisputed(invoice)) disputed = plus(disputed, finding.cents);
    }
  }
  debts.sort((a, b) => b.daysOverdue - a.daysOverdue || b.cents - a.cents || a.invoice.id - b.invoice.id);
  return { ages: agesOf(debts), debts, customers: customersOf(debts), disputed, leftOut };
}

export const NOTHING: Sum = { count: 0, cents: 0 };

function plus(sum: Sum, cents: number): Sum {
  return { count: sum.count + 1, cents: sum.cents + cents };
}

/** The sum over all ages, or over some. */
export function totalOf(ages: Ages, which: readonly Age[] = AGES): Sum {
  return which.reduce(
    (sum, age) => ({ count: sum.count + ages[age].count, cents: sum.cents + ages[age].cents }),
    NOTHING,
  );
}

export function plusAges(a: Ages, b: Ages): Ages {
  const sums = AGES.map(
    (age) => [age, { count: a[age].count + b[age].count, cents: a[age].cents + b[age].cents }] as const,
  );
  return Object.fromEntries(sums) as Record<Age, Sum>;
}

export const OVERDUE: readonly Age[] = AGES.filter((age) => age !== 'current');

export function isDisputed({ status }: Pick<Invoice, 'status'>): boolean {
  return text(status)?.toLowerCase().includes('disput') === true;
}

interface Finding {
  readonly kind: 'owed' | keyof LeftOut;
  readonly cents: number;
}

/** What an invoice counts as; nothing for one that is paid. */
function findingOf(invoice: Invoice, asOf: string, company: CompanyProfile): Finding | undefined {
  const standing = standingOf(invoice);
  const { total, outstanding } = invoiceAmounts(invoice);
  if (standing === 'draft') return { kind: 'drafts', cents: cents(total ?? 0) };
  if (standing === 'voided') return { kind: 'voided', cents: cents(total ?? 0) };
  const paidLater = standing === 'paid' && (dayOf(invoice.paidAt, company) ?? '') > asOf;
  if (standing === 'paid' && !paidLater) return undefined;
  const owed = paidLater ? total : outstanding;
  if (owed === undefined) return { kind: 'withoutAmount', cents: 0 };
  const issued = dayOf(invoice.invoiceDate, company) ?? dayOf(invoice.createdAt, company) ?? '';
  if (issued > asOf) return { kind: 'later', cents: cents(owed) };
  if (owed < 0) return { kind: 'overpaid', cents: cents(-owed) };
  return owed === 0 ? undefined : { kind: 'owed', cents: cents(owed) };
}

function debtOf(invoice: Invoice, owed: number, asOf: string, company: CompanyProfile): Debt {
  const due = dayOf(invoice.dueDate, company);
  const daysOverdue = due === undefined ? 0 : Math.max(0, daysBetween(due, asOf));
  const customer = text(invoice.receiverFullName);
  // One that was paid later was owed as a whole.
  const paid = standingOf(invoice) === 'paid' ? 0 : cents(invoiceAmounts(invoice).paid ?? 0);
  return { invoice, customer, cents: owed, paid, due, daysOverdue, age: ageOf(daysOverdue) };
}

function ageOf(daysOverdue: number): Age {
  if (daysOverdue <= 0) return 'current';
  if (daysOverdue <= 30) return '1-30';
  if (daysOverdue <= 60) return '31-60';
  return daysOverdue <= 90 ? '61-90' : '90+';
}

function agesOf(debts: readonly Debt[]): Ages {
  const ages = { current: NOTHING, '1-30': NOTHING, '31-60': NOTHING, '61-90': NOTHING, '90+': NOTHING };
  for (const { age, cents } of debts) ages[age] = plus(ages[age], cents);
  return ages;
}

/** Invoices of one customer may be addressed to different receivers: the newest one's counts. */
function customersOf(debts: readonly Debt[]): CustomerDebt[] {
  const byCustomer = new Map<number | string, Debt[]>();
  for (const debt of debts) {
    const key = integer(debt.invoice.customerId) ?? debt.customer ?? '';
    const own = byCustomer.get(key);
    if (own) own.push(debt);
    else byCustomer.set(key, [debt]);
  }
  const customers = [...byCustomer.values()].map((own) => {
    const newest = own.toSorted((a, b) => b.invoice.id - a.invoice.id);
    const ages = agesOf(own);
    return {
      customerId: integer(own[0]?.invoice.customerId),
      customer: newest.find(({ customer }) => customer !== undefined)?.customer,
      email: newest.map(({ invoice }) => text(invoice.receiverEmail)).find((email) => email !== undefined),
      ages,
      total: totalOf(ages),
      overdue: totalOf(ages, OVERDUE),
      daysOverdue: Math.max(...own.map(({ daysOverdue }) => daysOverdue)),
    };
  });
  return customers.sort((a, b) => b.total.cents - a.total.cents || b.daysOverdue - a.daysOverdue);
}
