import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { getQuoteTotals } from '../../src/fergus/endpoints/quotes.ts';
import { listQuotes } from '../../src/tools/quotes/list-quotes.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';
import { hasOptions, isDraft, isSecondVersion, refusalOf, someQuote } from './quotes-support.ts';

type Item = Record<string, unknown>;

let harness: ToolHarness;

beforeEach(async () => {
  harness = await startHarness({ rateLimit: 10_000 });
});

afterEach(() => harness.close());

const quotes = () => [...harness.sandbox.businesses.main.quotes.values()];
const requests = () => harness.sandbox.requests;
const items = (structured: Record<string, unknown>) => structured.items as Item[];

describe('list-quotes', () => {
  test('lists the quotes of all jobs, newest first, with state and bare job number', async () => {
    const { structured } = await harness.call(listQuotes, { limit: 200 });
    const listed = items(structured);
    expect(listed).toHaveLength(quotes().length);
    const times = listed.map(({ createdAt }) => String(createdAt));
    expect(times).toEqual(times.toSorted().reverse());
    expect(structured).toMatchObject({ hasMore: false, timeZone: 'Pacific/Auckland', currency: 'NZD' });
    const draft = someQuote(harness, isDraft);
    expect(listed.find(({ quoteId }) => quoteId === draft.id)).toMatchObject({
      state: 'draft',
      versionNumber: draft.versionNumber,
      jobId: draft.jobId,
      jobNo: expect.stringMatching(/^\d+$/),
      title: draft.title,
    });
    // The list over all jobs comes without sections, so there is nothing to add up.
    expect(listed.every((item) => item.fixedTotal === undefined)).toBe(true);
  });

  test.each(['draft', 'accepted', 'voided', 'superseded', 'declined'])('filters by %s', async (status) => {
    const { structured } = await harness.call(listQuotes, { status, limit: 200 });
    expect(items(structured).length).toBeGreaterThan(0);
    expect(items(structured).every(({ state }) => state === status)).toBe(true);
  });

  test('lists the versions of one job, the latest first, with totals before tax', async () => {
    const { jobId } = someQuote(harness, (quote) => isSecondVersion(quote) && hasOptions(quote));
    const { structured } = await harness.call(listQuotes, { job: jobId });
    const [second, first] = items(structured);
    expect([second?.versionNumber, first?.versionNumber]).toEqual([2, 1]);
    const totals = await getQuoteTotals(harness.client.forCall(), Number(second?.quoteId), {
      selectedSectionIds: [],
    });
    expect(second?.fixedTotal).toBe(totals.quoteTotal?.discountedSubTotal);
    expect(second?.optionCount).toBeGreaterThan(0);
  });

  test('finds the job by its number, and filters and sorts within it', async () => {
    const { jobId } = someQuote(harness, isSecondVersion);
    const jobNo = harness.sandbox.businesses.main.jobs.get(jobId)?.jobNo;
    const { structured } = await harness.call(listQuotes, {
      job: jobNo,
      status: 'superseded',
      sortField: 'id',
      sortOrder: 'asc',
    });
    expect(items(structured)).toMatchObject([{ versionNumber: 1, state: 'superseded' }]);
    expect(requests().at(-1)?.query).toMatchObject({ sortField: 'id', sortOrder: 'asc' });
  });

  test.each([
    // Auckland is 12 hours ahead in winter, 13 in summer, and its clocks change at night.
    ['2026-07-01', '2026-06-30T12:00:00.000Z'],
    ['2026-01-01', '2025-12-31T11:00:00.000Z'],
    ['2026-09-27', '2026-09-26T12:00:00.000Z'],
    ['2026-04-05', '2026-04-04T11:00:00.000Z'],
  ])('sends %s as the moment at which it begins where the company is', async (day, moment) => {
    await harness.call(listQuotes, { createdAfter: day });
    expect(requests().at(-1)?.query).toMatchObject({ createdAfter: moment });
    await harness.call(listQuotes, { modifiedAfter: day });
    expect(requests().at(-1)?.query).toMatchObject({ modifiedAfter: moment });
    expect(requests().at(-1)?.query).not.toHaveProperty('sortField');
  });

  test('answers createdAfter with the quotes from that day on', async () => {
    const days = quotes().map(({ createdAt }) => createdAt.slice(0, 10));
    const day = days.toSorted()[Math.floor(days.length / 2)] ?? '';
    const { structured } = await harness.call(listQuotes, { createdAfter: day, limit: 200 });
    const listed = items(structured);
    expect(listed.length).toBeGreaterThan(0);
    expect(listed.length).toBeLessThan(quotes().length);
    expect(listed.every(({ createdAt }) => String(createdAt) >= day)).toBe(true);
  });

  test("applies dates to one job's quotes itself, where Fergus would ignore them", async () => {
    const { jobId, createdAt } = someQuote(harness, isSecondVersion);
    const { structured } = await harness.call(listQuotes, {
      job: jobId,
      createdAfter: createdAt.slice(0, 10),
    });
    expect(items(structured)).toMatchObject([{ versionNumber: 2 }]);
    expect(requests().at(-1)?.query).not.toHaveProperty('createdAfter');
  });

  test('goes on by cursor without losing or repeating any', async () => {
    const seen: unknown[] = [];
    let cursor: unknown;
    do {
      const { structured } = await harness.call(listQuotes, { limit: 7, ...(cursor ? { cursor } : {}) });
      seen.push(...items(structured).map(({ quoteId }) => quoteId));
      cursor = structured.nextCursor;
    } while (cursor !== undefined);
    expect(seen.toSorted()).toEqual(
      quotes()
        .map(({ id }) => id)
        .toSorted(),
    );
  });

  test('detailed adds texts, options and section rows where they came', async () => {
    const quote = someQuote(harness, hasOptions);
    const { structured } = await harness.call(listQuotes, { job: quote.jobId, format: 'detailed' });
    const shown = items(structured).find(({ quoteId }) => quoteId === quote.id);
    expect(shown).toMatchObject({ description: quote.description, footerText: quote.footerText });
    expect(shown?.sections).toHaveLength(quote.sections.length);
    expect(shown?.options).not.toHaveLength(0);
  });

  test.each([
    [{ createdAfter: '2026-01-01', modifiedAfter: '2026-01-01' }, 'exclude each other'],
    [{ createdAfter: '2026-01-01', sortField: 'id' }, 'disregards sortField'],
    [{ modifiedAfter: '2026-01-01', sortOrder: 'asc' }, 'disregards sortField'],
    [{ sortField: 'versionNumber' }, 'id, createdAt, lastModified'],
    [{ job: 'Job-500', sortField: 'createdAt' }, 'id, versionNumber'],
    [{ status: 'sent' }, '"emailSent"'],
    [{ createdAfter: 'last week' }, 'YYYY-MM-DD'],
  ])('refuses %j before anything is sent', async (args, why) => {
    const message = await refusalOf(harness.call(listQuotes, args));
    expect(message).toContain('Nothing was sent to Fergus');
    expect(message).toContain(why);
    expect(requests()).toHaveLength(0);
  });
});
