import type { Business, CustomerInvoice } from '../../src/sandbox/fergus-api/business.ts';

/*
 * What get-receivables has to answer, worked out from the sandbox's own records in another way than the tool's:
 * whole cents from the start, days counted by stepping through the calendar.
 */

/** The upper ends of the ages, in days overdue. */
const AGES = [
  ['current', 0],
  ['1-30', 30],
  ['31-60', 60],
  ['61-90', 90],
  ['90+', Number.POSITIVE_INFINITY],
] as const;

const formatter = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Pacific/Auckland' });

/** The day in Auckland, YYYY-MM-DD. */
export function aucklandDay(time: string | Date): string {
  return formatter.format(new Date(time));
}

export interface ExpectedDebt {
  readonly invoice: CustomerInvoice;
  readonly cents: number;
  readonly overdue: number;
  readonly age: string;
}

/** The invoices that something was owed on at the end of a day. */
export function expectedDebts(business: Business, asOf: string): ExpectedDebt[] {
  return [...business.invoices.values()].flatMap((invoice) => {
    const cents = owedCents(invoice, asOf);
    if (cents <= 0 || aucklandDay(invoice.invoiceDate ?? invoice.createdAt) > asOf) return [];
    const overdue = daysAfter(invoice.dueDate, asOf);
    const age = AGES.find(([, upTo]) => overdue <= upTo)?.[0] ?? '';
    return [{ invoice, cents, overdue, age }];
  });
}

function owedCents(
  { type, status, subtotal, taxValue, totalPaid, paidAt }: CustomerInvoice,
  asOf: string,
): number {
  const total = Math.round(subtotal * 100) + Math.round(taxValue * 100);
  if (type !== 'approved' || status === 'draft' || status === 'voided') return 0;
  if (status === 'unpaid' || status === 'unpaidDisputed') return total - Math.round((totalPaid ?? 0) * 100);
  return paidAt !== null && aucklandDay(paidAt) > asOf ? total : 0;
}

/** 0 for a day that is not over, and without one. */
function daysAfter(due: string | null, asOf: string): number {
  if (due === null) return 0;
  let count = 0;
  const [year = 0, month = 0, day = 0] = aucklandDay(due).split('-').map(Number);
  const dayAfter = (days: number) =>
    new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10);
  while (dayAfter(count) < asOf) count += 1;
  return count;
}

/** Whole cents of an amount in the answer. */
export function centsOf(amount: number): number {
  const cents = Math.round(amount * 100);
  if (cents / 100 !== amount) throw new Error(`${amount} is no amount in cents.`);
  return cents;
}

/** Number and cents of the debts by age, as the answer has them. */
export function expectedAgeing(debts: readonly ExpectedDebt[]) {
  return AGES.map(([age]) => {
    const own = debts.filter((debt) => debt.age === age);
    return { daysOverdue: age, invoices: own.length, owed: sumOf(own) / 100 };
  });
}

export function sumOf(debts: readonly ExpectedDebt[]): number {
  return debts.reduce((sum, { cents }) => sum + cents, 0);
}
