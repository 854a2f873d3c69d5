import { expect } from 'vitest';
import type { Business, Quote } from '../../src/sandbox/fergus-api/business.ts';
import { stateOf } from '../../src/sandbox/fergus-api/routes/quote-state.ts';
import { seedSparrow } from '../../src/sandbox/fergus-api/seed/sparrow/index.ts';
import { getQuotePipeline } from '../../src/tools/insight/get-quote-pipeline.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';
import { centsOfQuote } from './quote-pipeline-business.ts';
import { aucklandDay, centsOf } from './receivables-expected.ts';

export interface Sum {
  readonly count: number;
  readonly value: number;
  readonly withoutValue?: number;
}
type StateRow = Sum & { readonly state: string };

export interface Answer {
  readonly since: string;
  readonly today: string;
  readonly user?: string;
  readonly waiting: Sum;
  readonly expiring: Sum & { readonly by: string };
  readonly expired: Sum;
  readonly acceptance: { accepted: number; declined: number; rate?: number; rateByValue?: number };
  readonly states: readonly StateRow[];
  readonly waitingDays: readonly (Sum & { readonly days: string })[];
  readonly soFar?: { readonly quotesRead: number; readonly states: readonly StateRow[] };
  readonly chase: readonly {
    quoteId: number;
    job?: string;
    customer?: string;
    value?: number;
    daysWaiting?: number;
    validUntil?: string;
    why: string;
  }[];
  readonly chaseLeftOut?: number;
  readonly unread?: readonly string[];
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
  const { structured, summary } = await harness.call(getQuotePipeline, args);
  return {
    ...(structured as unknown as Answer),
    text: getQuotePipeline.textOf(structured, summary),
  };
}

/** A harness over a business, with the clock of the test. */
export function startWith(main: Business, rateLimit = 100): Promise<ToolHarness> {
  const now = () => new Date();
  return startHarness({ now, rateLimit, businesses: { main, other: seedSparrow(now) } });
}

/** The quotes of the records that count, the newest first. */
export function quotesSince(business: Business, since: string): Quote[] {
  return [...business.quotes.values()]
    .filter(({ createdAt }) => aucklandDay(createdAt) >= since)
    .sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt) || b.id - a.id);
}

const DAY_MS = 86_400_000;
const dayNumber = (time: string) => Date.parse(aucklandDay(time)) / DAY_MS;

/** Days since a quote was published, and days that it still holds. */
export function standingOf({ publishedAt, dueDate }: Quote, today: string) {
  const now = Date.parse(today) / DAY_MS;
  return {
    waited: publishedAt === null ? undefined : now - dayNumber(publishedAt),
    left: dueDate === null ? undefined : dayNumber(dueDate) - now,
  };
}

export function isWaiting(quote: Quote): boolean {
  return ['sent', 'published'].includes(stateOf(quote));
}

/** Compares a sum with the quotes that it is about; `valued` are those whose amounts can be known. */
export function expectSum(
  sum: Sum,
  quotes: readonly Quote[],
  valued: ReadonlySet<Quote>,
  what: string,
): void {
  const known = quotes.filter((quote) => valued.has(quote));
  expect(sum.count, what).toBe(quotes.length);
  expect(centsOf(sum.value), what).toBe(known.reduce((cents, quote) => cents + centsOfQuote(quote), 0));
  expect(sum.withoutValue ?? 0, what).toBe(quotes.length - known.length);
}

const AGES = [
  ['0-7', 0, 7],
  ['8-14', 8, 14],
  ['15-30', 15, 30],
  ['31-60', 31, 60],
  ['60+', 61, Number.POSITIVE_INFINITY],
] as const;

/** Compares every sum of an answer about these quotes, with 7 days to expiry. */
export function expectFigures(answer: Answer, quotes: readonly Quote[], valued: ReadonlySet<Quote>): void {
  const waiting = quotes.filter(isWaiting);
  const standing = (quote: Quote) => standingOf(quote, answer.today);
  expectSum(answer.waiting, waiting, valued, 'waiting');
  for (const row of answer.states) {
    expectSum(
      row,
      quotes.filter((quote) => stateOf(quote) === row.state),
      valued,
      row.state,
    );
  }
  expect(answer.waitingDays.map(({ days }) => days)).toEqual(AGES.map(([days]) => days));
  for (const [index, [days, from, to]] of AGES.entries()) {
    const own = waiting.filter((quote) => {
      const { waited = -1 } = standing(quote);
      return from <= waited && waited <= to;
    });
    expectSum(answer.waitingDays[index] ?? answer.waiting, own, valued, days);
  }
  const left = (quote: Quote) => standing(quote).left ?? Number.POSITIVE_INFINITY;
  expectSum(
    answer.expired,
    waiting.filter((quote) => left(quote) < 0),
    valued,
    'expired',
  );
  expectSum(
    answer.expiring,
    waiting.filter((quote) => left(quote) >= 0 && left(quote) <= 7),
    valued,
    'expiring',
  );
}
