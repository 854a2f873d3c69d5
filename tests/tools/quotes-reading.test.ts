import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createQuote, getQuoteTotals } from '../../src/fergus/endpoints/quotes.ts';
import { getQuote } from '../../src/tools/quotes/get-quote.ts';
import { getQuoteDetail } from '../../src/tools/quotes/get-quote-detail.ts';
import { listQuotes } from '../../src/tools/quotes/list-quotes.ts';
import { ToolError } from '../../src/tools/tool-error.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';

type Item = Record<string, unknown>;
type Quote = ReturnType<typeof quotes>[number];

let harness: ToolHarness;

beforeEach(async () => {
  harness = await startHarness({ rateLimit: 10_000 });
});

afterEach(() => harness.close());

const quotes = () => [...harness.sandbox.businesses.main.quotes.values()];
const requests = () => harness.sandbox.requests;
const items = (structured: Record<string, unknown>) => structured.items as Item[];

function someQuote(fits: (quote: Quote) => boolean): Quote {
  const found = quotes().find(fits);
  if (!found) throw new Error('The sandbox has no such quote.');
  return found;
}

const isDraft = ({ publishedAt }: Quote) => publishedAt === null;
const hasOptions = ({ sections }: Quote) => sections.some(({ selectionMode }) => selectionMode !== 'Fixed');
const hasInner = ({ sections }: Quote) => sections.some((section) => section.sections.length > 0);
const hasVersions = ({ versionNumber }: Quote) => versionNumber === 2;

async function refusalOf(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ToolError);
  return (error as ToolError).message;
}

describe('list-quotes', () => {
  test('lists the quotes of all jobs, newest first, with state and bare job number', async () => {
    const { structured } = await harness.call(listQuotes, { limit: 200 });
    const listed = items(structured);
    expect(listed).toHaveLength(quotes().length);
    const times = listed.map(({ createdAt }) => String(createdAt));
    expect(times).toEqual(times.toSorted().reverse());
    expect(structured).toMatchObject({ hasMore: false, timeZone: 'Pacific/Auckland', currency: 'NZD' });
    const draft = someQuote(isDraft);
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
    const { jobId } = someQuote((quote) => hasVersions(quote) && hasOptions(quote));
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
    const { jobId } = someQuote(hasVersions);
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

  test('sends a day as the moment at which it begins where the company is', async () => {
    await harness.call(listQuotes, { createdAfter: '2026-07-01' });
    // Auckland is 12 hours ahead in winter, 13 in summer.
    expect(requests().at(-1)?.query).toMatchObject({ createdAfter: '2026-06-30T12:00:00.000Z' });
    await harness.call(listQuotes, { modifiedAfter: '2026-01-01' });
    expect(requests().at(-1)?.query).toMatchObject({ modifiedAfter: '2025-12-31T11:00:00.000Z' });
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
    const { jobId, createdAt } = someQuote(hasVersions);
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
    const quote = someQuote(hasOptions);
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

describe('get-quote', () => {
  test('computes of every quote the totals that Fergus answers', async () => {
    const fergus = harness.client.forCall();
    for (const quote of quotes()) {
      const { structured } = await harness.call(getQuote, { quoteId: quote.id });
      const totalWith = async (selectedSectionIds: number[]) =>
        (await getQuoteTotals(fergus, quote.id, { selectedSectionIds })).quoteTotal;
      const fixed = await totalWith([]);
      expect(structured.fixedTotal).toBe(fixed?.discountedSubTotal);
      expect(structured.discount ?? 0).toBe(fixed?.discount);
      for (const option of (structured.options ?? []) as { sectionId: number; amount: number }[]) {
        const chosen = await totalWith([option.sectionId]);
        const added = Number(chosen?.discountedSubTotal) - Number(fixed?.discountedSubTotal);
        expect(option.amount).toBeCloseTo(added, 6);
      }
    }
  });

  test('shows head, state and one row for each section, inner ones behind their parent', async () => {
    const quote = someQuote(hasInner);
    const { structured } = await harness.call(getQuote, { quoteId: quote.id });
    expect(structured).toMatchObject({
      quoteId: quote.id,
      state: 'sent',
      title: quote.title,
      dueDays: Number(quote.dueDays),
      currency: 'NZD',
      timeZone: 'Pacific/Auckland',
    });
    const [outer] = quote.sections;
    const [inner] = outer?.sections ?? [];
    const rows = structured.sections as Item[];
    expect(rows.slice(0, 2)).toMatchObject([
      { sectionId: outer?.sectionId, name: outer?.name, lineItemCount: outer?.lineItems.length },
      { sectionId: inner?.sectionId, name: inner?.name, parentSectionId: outer?.sectionId },
    ]);
    const sum = rows.reduce((total, row) => total + Number(row.subtotal), 0);
    expect(sum).toBeCloseTo(Number(structured.fixedTotal), 6);
    expect(rows.every((row) => row.lineItems === undefined)).toBe(true);
  });

  test('names the next step for a quote that is not there', async () => {
    await expect(harness.call(getQuote, { quoteId: 999 })).rejects.toMatchObject({ kind: 'not-found' });
    expect(getQuote.hintsFor({ quoteId: 999 })['not-found']).toContain('list-quotes');
  });

  test('bears a quote of which nothing but the id is as the contract says', async () => {
    const quote = someQuote(isDraft);
    const blank = Object.fromEntries(Object.keys(quote).map((key) => [key, null]));
    Object.assign(quote, blank, { id: quote.id, jobId: quote.jobId });
    const { structured } = await harness.call(getQuote, { quoteId: quote.id });
    expect(structured).toMatchObject({ quoteId: quote.id, state: 'draft' });
    Object.assign(quote, {
      versionNumber: 'two',
      title: 7,
      isSent: 'no',
      dueDays: 'soon',
      createdAt: 5,
      dueDate: 'tomorrow',
      acceptedBy: {},
      sections: [
        { sectionId: 'x', name: 5, selectionMode: null, lineItems: null, sections: null },
        { lineItems: [{ quoteLineItemId: null, itemQuantity: '2', itemPrice: '10.50', isLabour: 'yes' }] },
      ],
      deposit: { optionType: 3, optionValue: 'x', isPaid: null },
    });
    const again = await harness.call(getQuote, { quoteId: quote.id });
    expect(again.structured).toMatchObject({ title: '7', fixedTotal: 21 });
    const detail = await harness.call(getQuoteDetail, { job: quote.jobId, quoteId: quote.id });
    expect(detail.structured.sections).toMatchObject([{ name: '5' }, { lineItems: [{ amount: 21 }] }]);
    const listed = await harness.call(listQuotes, { job: quote.jobId, format: 'detailed' });
    expect(items(listed.structured)).toMatchObject([{ fixedTotal: 21 }]);
  });
});

describe('get-quote-detail', () => {
  test('shows the active quote with every line item and the ids that updates need', async () => {
    const quote = someQuote(isDraft);
    const jobNo = harness.sandbox.businesses.main.jobs.get(quote.jobId)?.jobNo;
    const { structured } = await harness.call(getQuoteDetail, { job: jobNo });
    expect(structured).toMatchObject({ quoteId: quote.id, state: 'draft', jobId: quote.jobId });
    expect(structured.sections).toMatchObject(
      quote.sections.map(({ sectionId, lineItems }) => ({
        sectionId,
        lineItems: lineItems.map((line) => ({
          quoteLineItemId: line.quoteLineItemId,
          itemName: line.itemName,
          itemQuantity: line.itemQuantity,
          itemPrice: line.itemPrice,
          ...(line.isLabour ? { isLabour: true } : { salesAccountId: line.salesAccountId }),
        })),
      })),
    );
  });

  test('takes a version or a quote id', async () => {
    const { jobId, id } = someQuote(hasVersions);
    const first = await harness.call(getQuoteDetail, { job: jobId, versionNumber: 1 });
    expect(first.structured).toMatchObject({ versionNumber: 1, state: 'superseded' });
    const second = await harness.call(getQuoteDetail, { job: jobId, quoteId: id });
    expect(second.structured).toMatchObject({ versionNumber: 2 });
  });

  test('counts the parts of a combined item once', async () => {
    const { jobId } = someQuote(isDraft);
    const account = someQuote(isDraft).sections[0]?.lineItems.find((line) => !line.isLabour)?.salesAccountId;
    const part = { itemQuantity: 1, itemPrice: 10, salesAccountId: account ?? undefined, isCombined: true };
    const created = await createQuote(harness.client.forCall(), jobId, {
      title: 'Combined',
      dueDays: 30,
      sections: [
        {
          name: 'Set',
          lineItems: [
            { ...part, itemName: 'Tap', combinedItemName: 'Tap set' },
            { ...part, itemName: 'Hose', combinedItemName: 'Tap set' },
          ],
        },
      ],
    });
    const { structured } = await harness.call(getQuoteDetail, { job: jobId, quoteId: created.id });
    expect(structured).toMatchObject({
      fixedTotal: 20,
      sections: [{ lineItems: [{ combinedItemName: 'Tap set' }, { combinedItemName: 'Tap set' }] }],
    });
  });

  test('says which versions there are', async () => {
    const { jobId } = someQuote(hasVersions);
    const message = await refusalOf(harness.call(getQuoteDetail, { job: jobId, versionNumber: 9 }));
    expect(message).toContain('version 2 (');
    expect(message).toContain('version 1 (superseded, quoteId ');
  });

  test('says that a job has no active quote, and which ones it has', async () => {
    const voided = someQuote(({ voidedAt, jobId }) => {
      return voidedAt !== null && quotes().filter((quote) => quote.jobId === jobId).length === 1;
    });
    const message = await refusalOf(harness.call(getQuoteDetail, { job: voided.jobId }));
    expect(message).toContain(`version 1 (voided, quoteId ${voided.id})`);
  });

  test('says that a job has no quote', async () => {
    const quoted = new Set(quotes().map(({ jobId }) => jobId));
    const jobs = [...harness.sandbox.businesses.main.jobs.values()];
    const bare = jobs.find(({ id, isDraft: draft }) => !draft && !quoted.has(id));
    expect(await refusalOf(harness.call(getQuoteDetail, { job: bare?.id }))).toContain('create-quote');
  });

  test('refuses both a version and an id before anything is sent', async () => {
    const args = { job: 'Job-500', quoteId: 1, versionNumber: 1 };
    expect(await refusalOf(harness.call(getQuoteDetail, args))).toContain('not both');
    expect(requests()).toHaveLength(0);
  });

  test('does not show a quote of another job', async () => {
    const [first, second] = [someQuote(isDraft), someQuote((quote) => !isDraft(quote))];
    const args = { job: first.jobId, quoteId: second.id };
    await expect(harness.call(getQuoteDetail, args)).rejects.toMatchObject({ kind: 'not-found' });
    expect(getQuoteDetail.hintsFor(args)['not-found']).toContain('list-quotes');
  });
});
