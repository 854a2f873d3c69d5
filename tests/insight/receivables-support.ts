import { expect } from 'vitest';
import { seedSparrow } from '../../src/sandbox/fergus-api/seed/sparrow/index.ts';
import { getReceivables } from '../../src/tools/insight/get-receivables.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';
import { invoicedBusiness } from './receivables-business.ts';
import { centsOf, type ExpectedDebt, expectedAgeing, sumOf } from './receivables-expected.ts';

interface Row {
  readonly customerId: number;
  readonly owed: number;
  readonly overdue: number;
  readonly invoices: number;
  readonly daysOverdue: number;
  readonly current: number;
  readonly days1to30: number;
  readonly days31to60: number;
  readonly days61to90: number;
  readonly over90days: number;
}

interface Sums {
  readonly owed: number;
  readonly overdue: number;
  readonly ageing: readonly { daysOverdue: string; invoices: number; owed: number }[];
}

export interface Answer extends Sums {
  readonly asOf: string;
  readonly soFar?: Sums & { readonly invoicesRead: number };
  readonly customers: readonly Row[];
  readonly otherCustomers?: { readonly count: number; readonly owed: number };
  readonly oldest: readonly { invoiceId: number; daysOverdue: number; owed: number; paid?: number }[];
  readonly leftOut?: readonly { why: string; invoices: number; amount: number }[];
  readonly coverage: string;
  readonly hasMore: boolean;
  readonly nextCursor?: string;
  readonly notice?: string;
}

/** What the tool answers, with its text form. */
export async function ask(
  harness: ToolHarness,
  args: object = {},
): Promise<Answer & { readonly text: string }> {
  const { structured, summary } = await harness.call(getReceivables, args);
  return { ...(structured as unknown as Answer), text: getReceivables.textOf(structured, summary) };
}

/** A harness over a business with generated invoices. The clock of the sandbox is that of the test. */
export function startGenerated(
  { jobs, invoicesPerJob }: { readonly jobs: number; readonly invoicesPerJob: number },
  rateLimit = 100,
): Promise<ToolHarness> {
  const now = () => new Date();
  const main = invoicedBusiness(jobs, invoicesPerJob, now);
  return startHarness({ now, rateLimit, businesses: { main, other: seedSparrow(now) } });
}

export function invoiceRequests({ sandbox }: ToolHarness): number {
  return sandbox.requests.filter(({ path }) => path === '/customerInvoices').length;
}

/** Compares sums by age with those of the debts. */
export function expectSums(sums: Sums, debts: readonly ExpectedDebt[]): void {
  expect(sums.ageing).toEqual(expectedAgeing(debts));
  expect(centsOf(sums.owed)).toBe(sumOf(debts));
  expect(centsOf(sums.overdue)).toBe(sumOf(debts.filter(({ overdue }) => overdue > 0)));
}

/** Rows against the debts of each customer; which customers are there is up to the caller. */
export function expectCustomers(rows: readonly Row[], debts: readonly ExpectedDebt[]): void {
  for (const row of rows) {
    const own = debts.filter(({ invoice }) => invoice.customerId === row.customerId);
    const ofAge = (age: string) => sumOf(own.filter((debt) => debt.age === age));
    expect(row).toMatchObject({
      invoices: own.length,
      daysOverdue: Math.max(...own.map(({ overdue }) => overdue)),
    });
    expect(centsOf(row.owed)).toBe(sumOf(own));
    expect(centsOf(row.overdue)).toBe(sumOf(own.filter(({ overdue }) => overdue > 0)));
    expect([row.current, row.days1to30, row.days31to60, row.days61to90, row.over90days].map(centsOf)).toEqual(
      ['current', '1-30', '31-60', '61-90', '90+'].map(ofAge),
    );
  }
}

export function customersOf(debts: readonly ExpectedDebt[]): Set<number> {
  return new Set(debts.map(({ invoice }) => invoice.customerId));
}
