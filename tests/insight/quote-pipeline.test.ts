import { encode } from 'gpt-tokenizer';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Quote } from '../../src/sandbox/fergus-api/business.ts';
import { stateOf } from '../../src/sandbox/fergus-api/routes/quote-state.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';
import { centsOfQuote, quotedBusiness } from './quote-pipeline-business.ts';
import { ask, expectFigures, isWaiting, quotesSince, startWith } from './quote-pipeline-support.ts';
import { aucklandDay } from './receivables-expected.ts';

/** What one call may cost at most. */
const MOST_REQUESTS = 60;

let harness: ToolHarness;

// The clock stands still, and is the same for the sandbox, its limit of requests, and the client.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));

afterEach(async () => {
  vi.useRealTimers();
  await harness.close();
});

const business = () => harness.sandbox.businesses.main;
const requests = () => harness.sandbox.requests;
const aMinuteLater = () => vi.setSystemTime(Date.now() + 61_000);

function dayBefore(day: string, days: number): string {
  return new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10);
}

describe('on the seeded business', () => {
  test('every figure is that of the records, to the cent', async () => {
    harness = await startHarness();
    const answer = await ask(harness);
    const today = aucklandDay(new Date());
    expect(answer).toMatchObject({ today, since: dayBefore(today, 180), hasMore: false });
    const quotes = quotesSince(business(), answer.since);
    expect(quotes.length).toBeGreaterThan(30);
    expectFigures(answer, quotes, new Set(quotes));
    const [accepted, declined] = ['accepted', 'declined'].map((state) =>
      quotes.filter((quote) => stateOf(quote) === state),
    );
    const cents = (some: readonly Quote[] = []) => some.reduce((sum, quote) => sum + centsOfQuote(quote), 0);
    const [won, lost] = [accepted?.length ?? 0, declined?.length ?? 0];
    expect(answer.acceptance).toEqual({
      accepted: won,
      declined: lost,
      rate: Number(((100 * won) / (won + lost)).toFixed(1)),
      rateByValue: Number(((100 * cents(accepted)) / (cents(accepted) + cents(declined))).toFixed(1)),
    });
    expect(answer.coverage).toBe(
      `All ${quotes.length} quotes created since ${answer.since} read. Amounts of all ${quotes.length} known.`,
    );
  });

  test('those to be chased are waiting, and bear job, customer and amount', async () => {
    harness = await startHarness();
    const { chase, chaseLeftOut = 0 } = await ask(harness, { limit: 25 });
    const { quotes, jobs, customers } = business();
    expect(chase.length).toBeGreaterThan(5);
    expect(chaseLeftOut).toBe(0);
    for (const row of chase) {
      const quote = quotes.get(row.quoteId);
      const job = jobs.get(quote?.jobId ?? 0);
      expect(quote && isWaiting(quote)).toBe(true);
      expect(row.value).toBe(quote && centsOfQuote(quote) / 100);
      expect(row.job).toBe(job?.jobNo);
      expect(row.customer).toBe(customers.get(job?.customerId ?? 0)?.customerFullName);
    }
  });

  test('costs one request for each amount that is not known yet, and none for those that are', async () => {
    harness = await startHarness();
    await ask(harness);
    const singles = () => requests().filter(({ path }) => /^\/jobs\/quotes\/\d+$/.test(path)).length;
    expect(singles()).toBe(business().quotes.size);
    // Besides: the company, a page of quotes, a page of jobs.
    expect(requests()).toHaveLength(business().quotes.size + 3);
    expect(requests().length).toBeLessThanOrEqual(MOST_REQUESTS);
    requests().length = 0;
    const { waiting } = await ask(harness);
    expect(requests().map(({ path }) => path)).toEqual(['/jobs/quotes']);

    const [draft] = [...business().quotes.values()].filter((quote) => stateOf(quote) === 'sent');
    const line = draft?.sections[0]?.lineItems[0];
    Object.assign(line ?? {}, { itemPrice: (line?.itemPrice ?? 0) + 1_000 });
    Object.assign(draft ?? {}, { lastModified: new Date().toISOString() });
    requests().length = 0;
    const changed = await ask(harness);
    expect(changed.waiting.value).toBeGreaterThan(waiting.value);
    expect(singles()).toBe(1);
  });

  test('answers in less than 2,000 tokens, starting with what waits', async () => {
    harness = await startHarness();
    const { text, waiting } = await ask(harness);
    expect(encode(text).length).toBeLessThan(2_000);
    expect(text).toMatch(
      new RegExp(
        `^Quotes since \\w+ \\d+ \\w+ \\d{4}: ${waiting.count} waiting for an answer, [\\d,]+\\.\\d\\d NZD`,
      ),
    );
  });
});

describe.each([1, 50])('on a generated business of %i jobs', (jobs) => {
  test.each([
    ['after the clocks went back', '2026-04-06T01:00:00Z'],
    ['after the clocks went forward', '2026-09-28T01:00:00Z'],
    ['at the end of a month, late in the evening', '2026-02-28T10:30:00Z'],
    ['at the turn of the year', '2026-12-31T11:30:00Z'],
  ])('every figure is that of the records, %s', async (_when, now) => {
    vi.setSystemTime(new Date(now));
    harness = await startWith(quotedBusiness(jobs, 200, () => new Date()));
    let answer = await ask(harness);
    const quotes = quotesSince(business(), answer.since);
    // The same call goes on where the one before ended.
    for (let calls = 1; calls < 4 && answer.coverage.includes('the same call again'); calls += 1) {
      expect(requests().length).toBeLessThanOrEqual(MOST_REQUESTS);
      requests().length = 0;
      aMinuteLater();
      answer = await ask(harness);
    }
    expectFigures(answer, quotes, new Set(quotes));
    expect(answer.coverage).toContain(`Amounts of all ${quotes.length} known.`);
  });
});

describe('on a generated business of 2,000 jobs', () => {
  const ORDER = ['sent', 'published', 'accepted', 'declined', 'draft', 'superseded', 'voided'];

  test('all are counted, and the amounts of those that wait are read first', async () => {
    harness = await startWith(quotedBusiness(2_000, 700, () => new Date()));
    const answer = await ask(harness);
    const quotes = quotesSince(business(), answer.since);
    expect(quotes.length).toBeGreaterThan(800);
    expect(requests().length).toBeLessThanOrEqual(MOST_REQUESTS);
    const valued = answer.states.reduce((sum, { count, withoutValue = 0 }) => sum + count - withoutValue, 0);
    expect(valued).toBeGreaterThan(20);
    const byWorth = quotes.toSorted((a, b) => ORDER.indexOf(stateOf(a)) - ORDER.indexOf(stateOf(b)));
    expectFigures(answer, quotes, new Set(byWorth.slice(0, valued)));
    expect(answer.acceptance).not.toHaveProperty('rateByValue');
    expect(answer.coverage).toBe(
      `All ${quotes.length} quotes created since ${answer.since} read. Amounts of ${valued} of ${quotes.length} known, those waiting first; the same call again reads more of them.`,
    );
  });
});

test('more quotes than one call reads come in parts, whose sums by state add up to the whole', async () => {
  harness = await startWith(quotedBusiness(1_100, 700, () => new Date()));
  const since = dayBefore(aucklandDay(new Date()), 700);
  const quotes = quotesSince(business(), since);
  expect(quotes.length).toBeGreaterThan(2_000);
  let answer = await ask(harness, { since });
  expect(answer).toMatchObject({
    hasMore: true,
    notice: expect.stringContaining(String(answer.nextCursor)),
  });
  const parts = [answer];
  while (answer.hasMore) {
    aMinuteLater();
    requests().length = 0;
    answer = await ask(harness, { cursor: answer.nextCursor });
    expect(requests().length).toBeLessThanOrEqual(MOST_REQUESTS);
    parts.push(answer);
  }
  expect(parts).toHaveLength(Math.ceil(quotes.length / 2_000));
  expect(answer).toMatchObject({ since, soFar: { quotesRead: quotes.length } });
  for (const row of answer.soFar?.states ?? []) {
    const own = quotes.filter((quote) => stateOf(quote) === row.state);
    expect(row.count, row.state).toBe(own.length);
    const inParts = parts.map(({ states }) => states.find(({ state }) => state === row.state));
    const cents = inParts.reduce((sum, part) => sum + Math.round((part?.value ?? 0) * 100), 0);
    expect(Math.round(row.value * 100), row.state).toBe(cents);
  }
  for (const [index, part] of parts.entries()) {
    const own = quotes.slice(index * 2_000, (index + 1) * 2_000);
    expect(part.waiting.count).toBe(own.filter(isWaiting).length);
  }
});
