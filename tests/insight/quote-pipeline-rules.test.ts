import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Business, Quote } from '../../src/sandbox/fergus-api/business.ts';
import { generateJobs } from '../../src/sandbox/fergus-api/seed/generate-jobs.ts';
import { store } from '../../src/sandbox/fergus-api/seed/seeding.ts';
import { getQuotePipeline } from '../../src/tools/insight/get-quote-pipeline.ts';
import { amountsOf } from '../../src/tools/insight/quote-pipeline-amounts.ts';
import type { ToolHarness } from '../support/tool-harness.ts';
import { refusalOf } from '../tools/quotes-support.ts';
import { progressOf } from './asking.ts';
import { addQuote, centsOfQuote, daysAgo, emptyBusiness, quotedBusiness } from './quote-pipeline-business.ts';
import { ask, startWith } from './quote-pipeline-support.ts';

let harness: ToolHarness;
let business: Business;
let jobIds: readonly number[];

// The clock stands still, and is the same for the sandbox, its limit of requests, and the client.
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-25T01:00:00Z') });
  business = emptyBusiness(() => new Date());
  jobIds = generateJobs(business, 12).map(({ id }) => id);
  harness = await startWith(business);
});

afterEach(async () => {
  vi.useRealTimers();
  await harness.close();
});

const requests = () => harness.sandbox.requests;

/** A quote with one line of that price on a job of its own. */
function given(
  state: Parameters<typeof addQuote>[2],
  since: number,
  validDays: number,
  price: number,
): Quote {
  const jobId = jobIds[business.quotes.size] ?? 0;
  const quote = addQuote(business, jobId, state, { since, validDays });
  const [section] = quote.sections;
  const [line] = section?.lineItems ?? [];
  if (!section || !line) throw new Error('The quote has no line.');
  section.lineItems = [{ ...line, itemQuantity: 1, itemPrice: price, discountRate: null }];
  quote.sections = [{ ...section, sections: [] }];
  return quote;
}

describe('whom to chase', () => {
  test('first what expires, the soonest first; then what has no answer; then what was not sent; then what expired', async () => {
    const expired = given('sent', 40, 30, 9_000);
    const unsent = given('published', 2, 30, 8_000);
    const small = given('sent', 20, 60, 100);
    const large = given('sent', 8, 60, 2_000);
    const tomorrow = given('sent', 13, 14, 50);
    const today = given('published', 7, 7, 10);
    const inAWeek = given('sent', 3, 10, 70);
    given('sent', 6, 60, 7_000);
    given('published', 0, 30, 7_000);
    given('accepted', 20, 22, 7_000);
    given('superseded', 20, 22, 7_000);
    const { chase, text } = await ask(harness);
    expect(chase.map(({ quoteId, why }) => [quoteId, why])).toEqual([
      [today.id, 'expires today'],
      [tomorrow.id, 'expires in 1 day'],
      [inAWeek.id, 'expires in 7 days'],
      [large.id, 'no answer for 8 days'],
      [small.id, 'no answer for 20 days'],
      [unsent.id, 'published 2 days ago, not marked as sent'],
      [expired.id, 'expired 10 days ago without an answer'],
    ]);
    expect(text).toContain(`(quote ${today.id}): expires today · 10.00 · out 7 days`);
  });

  test('expiringWithin moves the line, and limit bounds the list', async () => {
    const [near, far] = [given('sent', 3, 10, 70), given('sent', 3, 17, 80)];
    const later = await ask(harness, { expiringWithin: 14 });
    expect(later.chase.map(({ quoteId }) => quoteId)).toEqual([near.id, far.id]);
    expect(later.expiring).toEqual({ by: '2026-12-09', count: 2, value: 150 });
    const sooner = await ask(harness, { expiringWithin: 6 });
    expect(sooner.chase).toEqual([]);
    expect(sooner.text).toContain('Nobody has to be chased.');
    expect(await ask(harness, { expiringWithin: 14, limit: 1 })).toMatchObject({
      chase: [{ quoteId: near.id }],
      chaseLeftOut: 1,
    });
  });

  test('a job that cannot be read costs its name, not the answer', async () => {
    const quote = given('sent', 20, 22, 70);
    harness.sandbox.faults.order({ kind: 'status', status: 403, method: 'GET', path: '/jobs', times: 10 });
    harness.sandbox.faults.order({
      kind: 'status',
      status: 403,
      method: 'GET',
      path: `/jobs/${quote.jobId}`,
      times: 10,
    });
    const { chase, unread, waiting } = await ask(harness);
    expect(waiting).toEqual({ count: 1, value: 70 });
    expect(chase).toMatchObject([{ quoteId: quote.id, value: 70 }]);
    expect(chase[0]).not.toHaveProperty('customer');
    expect(unread?.[0]).toMatch(/^jobs could not be read: .*403/);
  });
});

describe('since', () => {
  test('is a day where the company is, and bounds what is read', async () => {
    const inside = given('sent', 10, 30, 10);
    const outside = given('sent', 11, 30, 20);
    inside.createdAt = daysAgo(business, 10, '00:00');
    outside.createdAt = daysAgo(business, 11, '23:59');
    const answer = await ask(harness, { since: '2026-11-15' });
    expect(answer.waiting).toEqual({ count: 1, value: 10 });
    expect(answer.coverage).toContain('All 1 quote created since 2026-11-15 read.');
    const { query } = requests().find(({ path }) => path === '/jobs/quotes') ?? {};
    expect(query).toMatchObject({ sortField: 'createdAt', sortOrder: 'desc', pageSize: '100' });
    expect(query).not.toHaveProperty('createdAfter');
    expect(query).not.toHaveProperty('modifiedAfter');
  });

  test('ends the reading with the first page that goes beyond it', async () => {
    await harness.close();
    business = quotedBusiness(400, 400, () => new Date());
    harness = await startWith(business);
    const { states } = await ask(harness, { since: '2026-11-10' });
    const count = states.reduce((sum, row) => sum + row.count, 0);
    expect(count).toBeGreaterThan(5);
    expect(count).toBeLessThan(100);
    expect(requests().filter(({ path }) => path === '/jobs/quotes')).toHaveLength(1);
  });
});

describe('user', () => {
  const visit = (userId: number, jobId: number, eventType: 'QUOTE' | 'ESTIMATE' | 'JOB_PHASE') =>
    store(business.calendarEvents, {
      id: business.nextId(),
      userId,
      groupId: null,
      title: 'Visit',
      description: null,
      eventType,
      jobPhaseId: null,
      jobId,
      startTime: daysAgo(business, 50, '09:00'),
      endTime: daysAgo(business, 50, '10:00'),
      isActive: true,
      isAllDay: false,
      recurrence: null,
      createdAt: daysAgo(business, 60, '09:00'),
    });

  test('counts the quotes of jobs that the person was booked to quote, and no others', async () => {
    const [first, second] = [...business.users.values()].filter(({ status }) => status === 'active');
    const quotes = [1, 2, 3, 4].map((price) => given('sent', 20, 60, price));
    const [quoted, estimated, worked, anothers] = quotes.map(({ jobId }) => jobId);
    visit(first?.id ?? 0, quoted ?? 0, 'QUOTE');
    visit(first?.id ?? 0, estimated ?? 0, 'ESTIMATE');
    visit(first?.id ?? 0, worked ?? 0, 'JOB_PHASE');
    visit(second?.id ?? 0, anothers ?? 0, 'QUOTE');
    const name = `${first?.firstName} ${first?.lastName}`;
    for (const user of [first?.id, name]) {
      const answer = await ask(harness, { user, since: '2026-10-01' });
      expect(answer).toMatchObject({ user: name, waiting: { count: 2, value: 3 } });
      expect(answer.chase.map(({ quoteId }) => quoteId).sort()).toEqual([quotes[0]?.id, quotes[1]?.id]);
      expect(answer.coverage).toContain(`2 of them are of jobs that ${name} was booked to quote.`);
      expect(answer.text).toContain(`of jobs that ${name} was booked to quote: 2 waiting`);
    }
    // Only their amounts were worth a request.
    const read = requests().filter(({ path }) => /^\/jobs\/quotes\/\d+$/.test(path));
    expect(read.map(({ path }) => path).sort()).toEqual(
      quotes.slice(0, 2).map(({ id }) => `/jobs/quotes/${id}`),
    );
  });

  test('an id that nobody has is named as it is, and has no quotes', async () => {
    given('sent', 20, 60, 10);
    expect(await ask(harness, { user: 4711 })).toMatchObject({ user: 'user 4711', waiting: { count: 0 } });
  });

  test('a dozen requests at once give no warning of a leak', async () => {
    const warnings: string[] = [];
    const note = ({ message }: Error) => warnings.push(message);
    process.on('warning', note);
    await ask(harness, { user: 'Sam', since: '2025-11-25' });
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', note);
    expect(requests().filter(({ path }) => path === '/calendarEvents').length).toBeGreaterThan(11);
    expect(warnings).toEqual([]);
  });

  test.each([
    [{ user: 'Nobody Inparticular' }, 'nobody is called Nobody Inparticular'],
    [{ user: 20701500, since: '2025-01-01' }, 'since: with user at most 366 days back'],
  ])('%j is refused with what to do', async (args, why) => {
    expect(await refusalOf(ask(harness, args))).toContain(why);
  });
});

test('the limit of requests ends the reading of amounts, not the call', async () => {
  await harness.close();
  harness = await startWith(business, 10);
  const quotes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((price) => given('sent', 20, 60, price));
  const first = await ask(harness);
  expect(requests().every(({ status }) => status === 200)).toBe(true);
  expect(first.waiting.count).toBe(10);
  expect(first.waiting.withoutValue).toBeGreaterThan(0);
  expect(first.unread?.[0]).toContain('jobs could not be read');
  vi.setSystemTime(Date.now() + 61_000);
  const second = await ask(harness);
  const cents = quotes.reduce((sum, quote) => sum + centsOfQuote(quote), 0);
  expect(second.waiting).toEqual({ count: 10, value: cents / 100 });
});

test('amounts of quotes that come with their contents cost no request', async () => {
  const quotes = [given('sent', 20, 60, 10), given('accepted', 20, 60, 20)];
  const amounts = await amountsOf(harness.client.forCall(), quotes, 10, () => {});
  expect([...amounts]).toEqual(quotes.map((quote) => [quote.id, { cents: centsOfQuote(quote), options: 0 }]));
  expect(requests()).toEqual([]);
});

test('it is told how far the reading is', async () => {
  for (let price = 1; price <= 12; price += 1) given('sent', 20, 60, price);
  expect(await progressOf(harness, getQuotePipeline, {})).toEqual([
    'Amounts of 5 of 12 quotes read',
    'Amounts of 10 of 12 quotes read',
  ]);
});

test('a quote that was deleted meanwhile is counted without amount', async () => {
  const [gone] = [given('sent', 20, 60, 10), given('sent', 20, 60, 20)];
  const path = `/jobs/quotes/${gone?.id}`;
  harness.sandbox.faults.order({ kind: 'status', status: 404, method: 'GET', path, times: 5 });
  expect((await ask(harness)).waiting).toEqual({ count: 2, value: 20, withoutValue: 1 });
});

test.each([
  [{ since: '2026-02-30' }, 'since: must be a date'],
  [{ expiringWithin: -1 }, 'expiringWithin'],
  [{ cursor: 'x' }, 'cursor: is not a cursor of this tool'],
])('%j is refused without a request', async (args, why) => {
  expect(await refusalOf(ask(harness, args))).toContain(why);
  expect(requests()).toEqual([]);
});

test('a since after today is refused', async () => {
  expect(await refusalOf(ask(harness, { since: '2026-11-26' }))).toContain('is after today (2026-11-25)');
});
