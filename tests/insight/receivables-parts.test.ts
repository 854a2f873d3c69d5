import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { getReceivables } from '../../src/tools/insight/get-receivables.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';
import { refusalOf } from '../tools/quotes-support.ts';
import { progressOf } from './asking.ts';
import { centsOf, expectedDebts, sumOf } from './receivables-expected.ts';
import {
  type Answer,
  ask,
  customersOf,
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

describe('with more invoices than one call reads', () => {
  test('the parts add up to the whole, within the rate limit, by the cursor alone', async () => {
    harness = await startGenerated({ jobs: 2_000, invoicesPerJob: 2 });
    const asOf = '2026-09-28';
    const debts = expectedDebts(business(), asOf);
    const first = await ask(harness, { asOf });
    expect(invoiceRequests(harness)).toBe(25);
    expect(first).toMatchObject({ hasMore: true, notice: expect.stringContaining(String(first.nextCursor)) });
    expect(first.coverage).toMatch(
      /^2500 invoices read, back to those of \d{4}-\d\d-\d\d; 2500 in all so far/,
    );
    expect(first).not.toHaveProperty('soFar');

    const second = await ask(harness, { cursor: first.nextCursor });
    expect(invoiceRequests(harness)).toBe(40);
    expect(second).toMatchObject({
      asOf,
      hasMore: false,
      coverage: expect.stringContaining('all 4000 invoices'),
    });
    expect(second).not.toHaveProperty('nextCursor');
    expect(second.soFar?.invoicesRead).toBe(4_000);
    expectSums(second.soFar ?? second, debts);
    expect(centsOf(first.owed) + centsOf(second.owed)).toBe(sumOf(debts));
    // The newest came first: what the first part is about was created later.
    const created = (answer: Answer) =>
      answer.oldest.map(({ invoiceId }) => business().invoices.get(invoiceId)?.createdAt ?? '').sort();
    expect(
      created(second)
        .at(-1)
        ?.localeCompare(created(first)[0] ?? ''),
    ).toBe(-1);
  });

  test('what was read is answered where the limit of requests ends it', async () => {
    harness = await startGenerated({ jobs: 2_000, invoicesPerJob: 1 }, 12);
    const asOf = '2026-09-28';
    const first = await ask(harness, { asOf });
    expect(harness.sandbox.requests.every(({ status }) => status === 200)).toBe(true);
    expect(first.hasMore).toBe(true);
    vi.setSystemTime(Date.now() + 61_000);
    let answer = first;
    while (answer.hasMore) {
      answer = await ask(harness, { cursor: answer.nextCursor });
      vi.setSystemTime(Date.now() + 61_000);
    }
    expectSums(answer.soFar ?? answer, expectedDebts(business(), asOf));
  });

  test('it is told how far the reading is', async () => {
    harness = await startGenerated({ jobs: 350, invoicesPerJob: 1 });
    expect(await progressOf(harness, getReceivables, {})).toEqual([
      '100 invoices read',
      '200 invoices read',
      '300 invoices read',
    ]);
  });

  test('limit bounds the lists, and the rest is summed up', async () => {
    harness = await startGenerated({ jobs: 50, invoicesPerJob: 2 });
    const asOf = '2026-09-28';
    const all = expectedDebts(business(), asOf);
    const { customers, oldest, otherCustomers } = await ask(harness, { asOf, limit: 3 });
    expect([customers.length, oldest.length]).toEqual([3, 3]);
    expect(otherCustomers?.count).toBe(customersOf(all).size - 3);
    const shown = customers.reduce((sum, { owed }) => sum + centsOf(owed), 0);
    expect(centsOf(otherCustomers?.owed ?? 0) + shown).toBe(sumOf(all));
    const sums = [...customersOf(all)].map((id) =>
      sumOf(all.filter(({ invoice }) => invoice.customerId === id)),
    );
    expect(customers.map(({ owed }) => centsOf(owed))).toEqual(sums.sort((a, b) => b - a).slice(0, 3));
    const overdue = all.map((debt) => debt.overdue).sort((a, b) => b - a);
    expect(oldest.map(({ daysOverdue }) => daysOverdue)).toEqual(overdue.slice(0, 3));
  });
});

test.each([
  [{ asOf: '2026-02-30' }, 'asOf: must be a date'],
  [{ limit: 0 }, 'limit'],
  [{ cursor: 'x' }, 'cursor: is not a cursor of this tool'],
  [{ cursor: Buffer.from('["2026-02-30","0",1,{}]').toString('base64url') }, 'cursor: is not a cursor'],
])('%j is refused without a request', async (args, why) => {
  harness = await startHarness();
  expect(await refusalOf(ask(harness, args))).toContain(why);
  expect(harness.sandbox.requests).toEqual([]);
});

test('another day beside a cursor is refused', async () => {
  harness = await startGenerated({ jobs: 2_000, invoicesPerJob: 2 });
  const { nextCursor } = await ask(harness, { asOf: '2026-09-28' });
  const before = harness.sandbox.requests.length;
  const message = await refusalOf(ask(harness, { asOf: '2026-09-29', cursor: nextCursor }));
  expect(message).toContain('asOf: the cursor belongs to asOf 2026-09-28');
  expect(harness.sandbox.requests).toHaveLength(before);
});
