import { encode } from 'gpt-tokenizer';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';
import { AWKWARD_DAYS } from './receivables-business.ts';
import { aucklandDay, expectedDebts } from './receivables-expected.ts';
import {
  ask,
  customersOf,
  expectCustomers,
  expectSums,
  invoiceRequests,
  startGenerated,
} from './receivables-support.ts';

let harness: ToolHarness;

// The clock stands still, and is the same for the sandbox, its limit of requests, and the client.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));

afterEach(async () => {
  vi.useRealTimers();
  await harness.close();
});

const business = () => harness.sandbox.businesses.main;

describe('on the seeded business', () => {
  test('every figure is that of the records, to the cent', async () => {
    harness = await startHarness();
    const answer = await ask(harness);
    const today = aucklandDay(new Date());
    const debts = expectedDebts(business(), today);
    expect(debts.length).toBeGreaterThan(5);
    expect(answer.asOf).toBe(today);
    expectSums(answer, debts);
    expectCustomers(answer.customers, debts);
    expect(new Set(answer.customers.map(({ customerId }) => customerId))).toEqual(customersOf(debts));
    expect(answer.oldest).toHaveLength(debts.length);
    for (const row of answer.oldest) {
      const debt = debts.find(({ invoice }) => invoice.id === row.invoiceId);
      const paid = debt?.invoice.totalPaid || undefined;
      expect(row).toMatchObject({ owed: (debt?.cents ?? 0) / 100, daysOverdue: debt?.overdue });
      expect(row.paid).toBe(paid);
    }
    expect(answer.oldest.some(({ paid }) => paid !== undefined)).toBe(true);
  });

  test('drafts and voided invoices are left out, and named', async () => {
    harness = await startHarness();
    const { leftOut = [], coverage } = await ask(harness);
    const invoices = [...business().invoices.values()];
    const counts = (fits: (invoice: (typeof invoices)[number]) => boolean) => invoices.filter(fits).length;
    expect(leftOut).toEqual([
      expect.objectContaining({
        why: 'draft or not approved',
        invoices: counts(({ type }) => type !== 'approved'),
      }),
      expect.objectContaining({ why: 'voided', invoices: counts(({ status }) => status === 'voided') }),
    ]);
    expect(coverage).toBe(`All ${invoices.length} invoices read.`);
  });

  test('one page of invoices is one request, and the company comes from the cache the second time', async () => {
    harness = await startHarness();
    const requests = harness.sandbox.requests;
    await ask(harness);
    expect(requests.map(({ path }) => path).sort()).toEqual(['/company', '/customerInvoices']);
    requests.length = 0;
    await ask(harness);
    expect(requests.map(({ path }) => path)).toEqual(['/customerInvoices']);
  });

  test('answers in less than 2,000 tokens, starting with what is owed', async () => {
    harness = await startHarness();
    const { text } = await ask(harness);
    expect(encode(text).length).toBeLessThan(2_000);
    expect(text).toMatch(
      /^Receivables on \w+ \d+ \w+ \d{4}: [\d,]+\.\d\d NZD owed, tax included, on 8 invoices of 7 customers; /,
    );
    expect(text).toContain('862.56 disputed');
  });
});

describe.each([
  [1, 1, AWKWARD_DAYS],
  [50, 2, AWKWARD_DAYS],
  [2_000, 1, ['2026-04-05', '2026-09-28']],
] as const)('on a generated business of %i jobs with %i invoices each', (jobs, invoicesPerJob, days) => {
  test.each(days)('every figure is that of the records, as of %s', async (asOf) => {
    harness = await startGenerated({ jobs, invoicesPerJob });
    const answer = await ask(harness, { asOf, limit: 50 });
    const debts = expectedDebts(business(), asOf);
    expect(answer).toMatchObject({ asOf, hasMore: false });
    expectSums(answer, debts);
    expectCustomers(answer.customers, debts);
    expect(answer.customers).toHaveLength(customersOf(debts).size);
    expect(invoiceRequests(harness)).toBe(Math.ceil((jobs * invoicesPerJob) / 100));
  });
});

describe('what counts as owed', () => {
  test('an invoice that is due today is current, and overdue the day after, where the company is', async () => {
    const dueDate = '2026-09-26T12:30:00.000Z'; // 27 September in Auckland, the day the clocks go forward.
    vi.setSystemTime(new Date('2026-09-27T10:30:00Z'));
    harness = await startHarness();
    const invoice = [...business().invoices.values()].find(({ status }) => status === 'unpaid');
    Object.assign(invoice ?? {}, { dueDate, invoiceDate: '2026-09-01T00:00:00Z' });
    const row = async () => (await ask(harness)).oldest.find(({ invoiceId }) => invoiceId === invoice?.id);
    expect(await row()).toMatchObject({ daysOverdue: 0 });
    vi.setSystemTime(new Date('2026-09-27T11:30:00Z'));
    expect(await row()).toMatchObject({ daysOverdue: 1 });
  });

  test('what was paid after the day was owed on it, and what was invoiced after it was not', async () => {
    harness = await startHarness();
    const [paid] = [...business().invoices.values()].filter(({ status }) => status === 'paid');
    Object.assign(paid ?? {}, {
      invoiceDate: '2026-03-02T11:00:00Z',
      dueDate: '2026-03-09T11:00:00Z',
      paidAt: '2026-03-20T02:00:00Z',
      subtotal: 0.1,
      taxValue: 0.2,
      totalPaid: 0.3,
    });
    const owedOn = async (asOf: string) =>
      (await ask(harness, { asOf, limit: 50 })).oldest.find(({ invoiceId }) => invoiceId === paid?.id);
    expect(await owedOn('2026-03-02')).toBeUndefined();
    expect(await owedOn('2026-03-03')).toMatchObject({ owed: 0.3, daysOverdue: 0 });
    expect(await owedOn('2026-03-19')).toMatchObject({ owed: 0.3, daysOverdue: 9 });
    expect(await owedOn('2026-03-20')).toBeUndefined();
  });

  test("an overpaid invoice lowers nobody else's debt", async () => {
    harness = await startHarness();
    const before = await ask(harness);
    const [paid] = [...business().invoices.values()].filter(({ status }) => status === 'paid');
    Object.assign(paid ?? {}, { status: 'unpaid', subtotal: 100, taxValue: 15, totalPaid: 120.5 });
    const after = await ask(harness);
    expect(after.owed).toBe(before.owed);
    expect(after.leftOut).toContainEqual({ why: 'paid too much, not set off', invoices: 1, amount: 5.5 });
  });

  test('nobody owes anything where there is no invoice', async () => {
    harness = await startHarness();
    business().invoices.clear();
    const { text, customers } = await ask(harness);
    expect(text).toMatch(/^Receivables on .*: nobody owes anything\./);
    expect(customers).toEqual([]);
  });
});
