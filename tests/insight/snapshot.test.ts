import { encode } from 'gpt-tokenizer';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { getBusinessSnapshot } from '../../src/tools/insight/get-business-snapshot.ts';
import { getQuotePipeline } from '../../src/tools/insight/get-quote-pipeline.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';
import { type Asked, ask, startWorked } from './asking.ts';
import { addQuote, centsOfQuote } from './quote-pipeline-business.ts';
import { isWaiting, quotesSince, type Sum, standingOf } from './quote-pipeline-support.ts';
import {
  aucklandDay,
  centsOf,
  expectedAgeing,
  expectedDebts,
  sumOf as sumOfDebts,
} from './receivables-expected.ts';
import {
  expectedBookings,
  expectedStatuses,
  expectedToday,
  expectedToInvoice,
  lastChanged,
} from './snapshot-expected.ts';
import { entriesOf, expectedSums } from './timesheet-expected.ts';
import { NOW } from './worked-business.ts';

/** What one call may cost at most. */
const MOST_REQUESTS = 20;

interface Snapshot {
  readonly today: string;
  readonly schedule?: {
    readonly today: {
      readonly day: string;
      readonly people: readonly { userId: number; bookings: readonly { title?: string }[] }[];
      readonly unassigned?: readonly { title?: string }[];
    };
    readonly from: string;
    readonly to: string;
    readonly bookings: number;
  };
  readonly jobs?: {
    readonly read: number;
    readonly statuses: readonly { status: string; count: number }[];
    readonly onHold: number;
    readonly archived: number;
  };
  readonly toInvoice?: Sum & { readonly jobs: readonly { jobId: number; value?: number }[] };
  readonly quotes?: {
    readonly since: string;
    readonly waiting: Sum;
    readonly expiring: Sum;
    readonly expired: Sum;
    readonly chase: readonly { quoteId: number }[];
  };
  readonly receivables?: {
    readonly owed: number;
    readonly overdue: number;
    readonly ageing: readonly object[];
    readonly worst: readonly { overdue: number }[];
  };
  readonly hours?: { readonly from: string; readonly to: string; readonly people: readonly object[] };
  readonly unread?: readonly string[];
  readonly coverage: readonly string[];
}

let harness: ToolHarness;

// The clock stands still, and is the same for the sandbox, its limit of requests, and the client.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));

afterEach(async () => {
  vi.useRealTimers();
  await harness.close();
});

const business = () => harness.sandbox.businesses.main;
const snapshot = (args: object = {}): Promise<Asked<Snapshot>> => ask(harness, getBusinessSnapshot, args);

function expectSchedule({ today, schedule }: Snapshot): void {
  const { from = '', to = '', bookings, today: shown } = schedule ?? {};
  expect(bookings).toBe(expectedBookings(business(), from, to));
  expect(shown?.day).toBe(today);
  const titles = (rows: readonly { title?: string }[]) => rows.map(({ title }) => title).sort();
  const people = (shown?.people ?? []).map(({ userId, bookings }) => [userId, titles(bookings)] as const);
  const found = new Map([...people, ...(shown?.unassigned ? [[0, titles(shown.unassigned)] as const] : [])]);
  expect(found).toEqual(expectedToday(business(), today));
}

function expectJobs({ jobs, toInvoice }: Snapshot): void {
  const read = lastChanged(business(), jobs?.read ?? 0);
  expect(new Map(jobs?.statuses.map(({ status, count }) => [status, count]))).toEqual(expectedStatuses(read));
  expect(jobs?.archived).toBe(read.filter(({ archived }) => archived).length);
  expect(jobs?.onHold).toBe(read.filter(({ archived, onHold }) => onHold && !archived).length);
  const unbilled = expectedToInvoice(business(), read);
  const { count = 0, value = 0, withoutValue = 0 } = toInvoice ?? {};
  expect(count).toBe(unbilled.size);
  for (const row of toInvoice?.jobs ?? []) {
    if (row.value !== undefined) expect(centsOf(row.value)).toBe(unbilled.get(row.jobId));
  }
  // Those that nothing has happened on for longest are looked up first.
  const known = [...unbilled].toReversed().slice(0, count - withoutValue);
  expect(centsOf(value)).toBe(known.reduce((sum, [, cents]) => sum + cents, 0));
}

/** @param most how many quotes, the newest, were read. */
function expectQuotes({ quotes, today }: Snapshot, most: number): void {
  const waiting = quotesSince(business(), quotes?.since ?? '')
    .slice(0, most)
    .filter(isWaiting);
  const { count = 0, value = 0, withoutValue = 0 } = quotes?.waiting ?? {};
  expect(count).toBe(waiting.length);
  const sentFirst = waiting.toSorted((a, b) => Number(b.isSent) - Number(a.isSent));
  const known = sentFirst.slice(0, count - withoutValue);
  expect(centsOf(value)).toBe(known.reduce((sum, quote) => sum + centsOfQuote(quote), 0));
  const left = waiting.map((quote) => standingOf(quote, today).left ?? 0);
  expect(quotes?.expired.count).toBe(left.filter((days) => days < 0).length);
  expect(quotes?.expiring.count).toBe(left.filter((days) => days >= 0 && days <= 7).length);
}

/** @param most how many invoices, the newest, were read. */
function expectReceivables({ receivables, today }: Snapshot, most: number): void {
  const newest = [...business().invoices.values()].sort(
    (a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt) || b.id - a.id,
  );
  const read = new Set(newest.slice(0, most));
  const debts = expectedDebts(business(), today).filter(({ invoice }) => read.has(invoice));
  expect(receivables?.ageing).toEqual(expectedAgeing(debts));
  expect(centsOf(receivables?.owed ?? 0)).toBe(sumOfDebts(debts));
  expect(centsOf(receivables?.overdue ?? 0)).toBe(sumOfDebts(debts.filter(({ overdue }) => overdue > 0)));
  const overdue = receivables?.worst.map((row) => row.overdue) ?? [];
  expect(overdue).toEqual(overdue.toSorted((a, b) => b - a));
}

function expectHours({ hours }: Snapshot): void {
  const entries = entriesOf(business(), hours?.from ?? '', hours?.to ?? '');
  const { paidHours, chargedHours, unchargedHours, noJobHours } = expectedSums(entries);
  expect(hours).toMatchObject({ paidHours, chargedHours, unchargedHours, noJobHours });
  expect(hours?.people).toHaveLength(new Set(entries.map(({ userId }) => userId)).size);
}

describe('on the seeded business', () => {
  test('every figure is that of the records, within 20 requests', async () => {
    harness = await startHarness();
    const { answer, paths } = await snapshot();
    expect(answer.today).toBe(aucklandDay(new Date()));
    expectSchedule(answer);
    expectJobs(answer);
    expectQuotes(answer, 100);
    expectReceivables(answer, 100);
    expectHours(answer);
    expect(answer.toInvoice).not.toHaveProperty('withoutValue');
    expect(answer.quotes?.waiting).not.toHaveProperty('withoutValue');
    expect(answer).not.toHaveProperty('unread');
    expect(paths.length).toBeLessThanOrEqual(MOST_REQUESTS);
    const { jobs, quotes, invoices } = business();
    expect(answer.coverage.slice(0, 3)).toEqual([
      `All ${jobs.size} jobs read.`,
      `All ${quotes.size} quotes since ${answer.quotes?.since} read.`,
      `All ${invoices.size} invoices read.`,
    ]);
  });

  test('costs less the second time, and less after the pipeline was asked for', async () => {
    harness = await startHarness({ rateLimit: 1_000 });
    const first = await snapshot();
    const second = await snapshot();
    expect(second.paths.length).toBeLessThanOrEqual(first.paths.length - 10);
    await harness.close();
    harness = await startHarness({ rateLimit: 1_000 });
    await ask(harness, getQuotePipeline);
    const { paths } = await snapshot();
    expect(paths.filter((path) => path.startsWith('/jobs/quotes/'))).toEqual([]);
    expect(paths).not.toContain('/company');
  });

  test.each(['2026-03-11T20:30:00Z', '2026-03-15T20:30:00Z', '2026-11-27T03:00:00Z', '2026-07-04T21:00:00Z'])(
    'answers in less than 2,000 tokens in either form at %s',
    async (now) => {
      vi.setSystemTime(new Date(now));
      harness = await startHarness();
      const { answer, text } = await snapshot();
      expect(encode(text).length).toBeLessThan(2_000);
      expect(encode(JSON.stringify(answer)).length).toBeLessThan(2_000);
      expect(text).toMatch(/^Kererū Plumbing, Gas & Electrical Ltd on \w{3} \d+ \w{3} \d{4}/);
      for (const part of [
        'Booked today',
        'Jobs:',
        'Work done but not invoiced',
        'Quotes',
        'Receivables',
        'Hours',
      ]) {
        expect(text).toContain(`\n${part}`);
      }
    },
  );
});

describe.each([1, 50, 2_000])('on a generated business of %i jobs', (jobs) => {
  test('every figure is that of the records that were read, within 20 requests', async () => {
    vi.setSystemTime(NOW);
    harness = await startWorked(jobs);
    // More quotes than the view reads.
    const further = [...business().jobs.keys()].slice(1_000, 1_400);
    for (const [index, id] of further.entries()) {
      addQuote(business(), id, index % 2 === 0 ? 'sent' : 'accepted', { since: index % 90 });
    }
    const { answer, paths } = await snapshot();
    expect(paths.length).toBeLessThanOrEqual(MOST_REQUESTS);
    expectSchedule(answer);
    expectJobs(answer);
    expectQuotes(answer, 300);
    expectReceivables(answer, 400);
    expectHours(answer);
    const [ofJobs, ofQuotes, ofInvoices] = answer.coverage;
    if (jobs < 100) {
      expect(ofJobs).toBe(`All ${jobs} jobs read.`);
      expect(ofInvoices).toBe(`All ${jobs * 2} invoices read.`);
    } else {
      expect(answer.jobs?.read).toBeGreaterThanOrEqual(300);
      expect(ofJobs).toMatch(/^The \d+ jobs that changed last read, back to .*; list-jobs has the others\.$/);
      expect(ofQuotes).toMatch(
        /^The newest 300 quotes read, back to .*; get-quote-pipeline reads further\.$/,
      );
      expect(ofInvoices).toMatch(
        /^The newest 400 invoices read, back to .*; get-receivables reads further\.$/,
      );
    }
  });
});

describe('period', () => {
  test.each([
    ['today', ['2026-04-09', '2026-04-09']],
    ['week', ['2026-04-06', '2026-04-12']],
    ['month', ['2026-04-01', '2026-04-30']],
  ])('%s decides on the hours so far and the number of bookings', async (period, [from, to]) => {
    vi.setSystemTime(NOW);
    harness = await startWorked(50);
    const { answer, paths } = await snapshot({ period });
    expect(answer.schedule).toMatchObject({ from, to });
    expect(answer.hours).toMatchObject({ from, to: '2026-04-09' });
    expectSchedule(answer);
    expectHours(answer);
    expect(paths.length).toBeLessThanOrEqual(MOST_REQUESTS);
  });

  test('a week begins on Monday, where the company is', async () => {
    // Sunday evening in UTC is Monday in Auckland, the day after the clocks went back.
    vi.setSystemTime(new Date('2026-04-05T12:30:00Z'));
    harness = await startHarness();
    const { answer } = await snapshot();
    expect(answer).toMatchObject({
      today: '2026-04-06',
      schedule: { from: '2026-04-06', to: '2026-04-12' },
      hours: { from: '2026-04-06', to: '2026-04-06' },
    });
  });
});

describe('a part that cannot be read', () => {
  test.each([
    ['/customerInvoices', 'receivables', 'invoices'],
    ['/calendarEvents', 'schedule', 'bookings'],
    ['/timeEntries', 'hours', 'time entries'],
    ['/jobs/quotes', 'quotes', 'quotes'],
    ['/jobs', 'jobs', 'jobs'],
  ] as const)('%s: the others are answered, and it is said', async (path, part, name) => {
    harness = await startHarness({ rateLimit: 1_000 });
    const parts = ['receivables', 'schedule', 'hours', 'quotes', 'jobs'] as const;
    harness.sandbox.faults.order({ kind: 'status', status: 403, method: 'GET', path, times: 100 });
    const { answer, text } = await snapshot();
    for (const other of parts) expect(other in answer, other).toBe(other !== part);
    expect(answer.unread).toEqual([expect.stringMatching(new RegExp(`^${name} could not be read: .*403`))]);
    expect(text).toContain(`${name} could not be read`);
  });
});

test('a period that there is not is refused without a request', async () => {
  harness = await startHarness();
  await expect(snapshot({ period: 'year' })).rejects.toThrow(
    'period: must be one of "today", "week", "month"',
  );
  expect(harness.sandbox.requests).toEqual([]);
});
