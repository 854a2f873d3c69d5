import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createQuote, getQuoteTotals } from '../../src/fergus/endpoints/quotes.ts';
import { getQuote } from '../../src/tools/quotes/get-quote.ts';
import { getQuoteDetail } from '../../src/tools/quotes/get-quote-detail.ts';
import { listQuotes } from '../../src/tools/quotes/list-quotes.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';
import { hasInner, isDraft, isSecondVersion, refusalOf, someQuote } from './quotes-support.ts';

type Item = Record<string, unknown>;

let harness: ToolHarness;

beforeEach(async () => {
  harness = await startHarness({ rateLimit: 10_000 });
});

afterEach(() => harness.close());

const quotes = () => [...harness.sandbox.businesses.main.quotes.values()];
const requests = () => harness.sandbox.requests;
const items = (structured: Record<string, unknown>) => structured.items as Item[];

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
    const quote = someQuote(harness, hasInner);
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
    const quote = someQuote(harness, isDraft);
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
    const quote = someQuote(harness, isDraft);
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
    const { jobId, id } = someQuote(harness, isSecondVersion);
    const first = await harness.call(getQuoteDetail, { job: jobId, versionNumber: 1 });
    expect(first.structured).toMatchObject({ versionNumber: 1, state: 'superseded' });
    const second = await harness.call(getQuoteDetail, { job: jobId, quoteId: id });
    expect(second.structured).toMatchObject({ versionNumber: 2 });
  });

  test('counts the parts of a combined item once', async () => {
    const { jobId } = someQuote(harness, isDraft);
    const account = someQuote(harness, isDraft).sections[0]?.lineItems.find(
      (line) => !line.isLabour,
    )?.salesAccountId;
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
    const { jobId } = someQuote(harness, isSecondVersion);
    const message = await refusalOf(harness.call(getQuoteDetail, { job: jobId, versionNumber: 9 }));
    expect(message).toContain('version 2 (');
    expect(message).toContain('version 1 (superseded, quoteId ');
  });

  test('says that a job has no active quote, and which ones it has', async () => {
    const voided = someQuote(harness, ({ voidedAt, jobId }) => {
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
    const [first, second] = [someQuote(harness, isDraft), someQuote(harness, (quote) => !isDraft(quote))];
    const args = { job: first.jobId, quoteId: second.id };
    await expect(harness.call(getQuoteDetail, args)).rejects.toMatchObject({ kind: 'not-found' });
    expect(getQuoteDetail.hintsFor(args)['not-found']).toContain('list-quotes');
  });
});
