import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { getQuote } from '../../src/tools/quotes/get-quote.ts';
import { getQuoteByGuid } from '../../src/tools/quotes/get-quote-by-guid.ts';
import { getQuoteTotals } from '../../src/tools/quotes/get-quote-totals.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';
import { hasOptions, refusalOf, someQuote } from './quotes-support.ts';

let harness: ToolHarness;

beforeEach(async () => {
  harness = await startHarness();
});

afterEach(() => harness.close());

const paths = () => harness.sandbox.requests.map(({ method, path }) => `${method} ${path}`);

describe('get-quote-totals', () => {
  const totalsOf = async (quoteId: number, selectedSectionIds?: readonly number[]) => {
    const { structured } = await harness.call(getQuoteTotals, { quoteId, selectedSectionIds });
    return structured as {
      quoteTotal: { subTotal: number; discount: number; gst: number; total: number };
      sections: Array<{ sectionId: number; name: string; selectionMode?: string; subTotal: number }>;
    };
  };

  test('gives what Fergus makes of the fixed part and of the options that are chosen', async () => {
    const quote = someQuote(harness, hasOptions);
    const option = quote.sections.find(({ selectionMode }) => selectionMode !== 'Fixed');
    const optionId = option?.sectionId ?? 0;
    const fixed = await totalsOf(quote.id, []);
    const chosen = await totalsOf(quote.id, [optionId]);
    const { structured } = await harness.call(getQuote, { quoteId: quote.id });
    const net = ({ subTotal, discount }: { subTotal: number; discount: number }) => subTotal - discount;
    expect(net(fixed.quoteTotal)).toBeCloseTo(structured.fixedTotal as number, 6);
    expect(fixed.quoteTotal.total).toBeCloseTo(net(fixed.quoteTotal) + fixed.quoteTotal.gst, 6);
    expect(fixed.quoteTotal.gst).toBeGreaterThan(0);
    expect(fixed.sections.map(({ sectionId }) => sectionId)).not.toContain(optionId);
    expect(fixed.sections.every(({ selectionMode }) => selectionMode === undefined)).toBe(true);
    const added = (structured.options as Array<{ sectionId: number; amount: number }>).find(
      ({ sectionId }) => sectionId === optionId,
    );
    expect(net(chosen.quoteTotal) - net(fixed.quoteTotal)).toBeCloseTo(added?.amount ?? Number.NaN, 6);
    expect(chosen.sections.find(({ sectionId }) => sectionId === optionId)).toMatchObject({
      name: option?.name,
      selectionMode: option?.selectionMode,
    });
    expect(chosen).toMatchObject({ quoteId: quote.id, title: quote.title, currency: 'NZD' });
  });

  test('sends a choice only where one is given', async () => {
    const { id } = someQuote(harness, hasOptions);
    await totalsOf(id);
    await totalsOf(id, []);
    const posts = harness.sandbox.requests.filter(({ method }) => method === 'POST');
    expect(posts.map(({ body }) => body)).toEqual([{}, { selectedSectionIds: [] }]);
  });

  test('does not ask for totals of what cannot be chosen', async () => {
    const quote = someQuote(harness, hasOptions);
    const message = await refusalOf(totalsOf(quote.id, [77]));
    const option = quote.sections.find(({ selectionMode }) => selectionMode !== 'Fixed');
    expect(message).toContain('77 cannot be chosen');
    expect(message).toContain(`${option?.sectionId} “${option?.name}”`);
    expect(paths()).not.toContain(`POST /jobs/quotes/${quote.id}/totals`);
  });

  test('stands an answer without contents', async () => {
    const { id } = someQuote(harness, hasOptions);
    harness.sandbox.faults.order({
      kind: 'status',
      path: `/jobs/quotes/${id}/totals`,
      status: 200,
      body: { result: 'success', data: { sectionTotals: [{ sectionId: 'x', total: null }] } },
    });
    const { structured } = await harness.call(getQuoteTotals, { quoteId: id });
    expect(structured).toMatchObject({ quoteTotal: {}, sections: [{}] });
  });

  test('is not found', async () => {
    await expect(totalsOf(1)).rejects.toMatchObject({ kind: 'not-found' });
    expect(getQuoteTotals.hintsFor({ quoteId: 1 })['not-found']).toContain('list-quotes');
  });
});

describe('get-quote-by-guid', () => {
  test('gives the same as get-quote', async () => {
    const { id, guid } = someQuote(harness, hasOptions);
    const byGuid = await harness.call(getQuoteByGuid, { guid });
    const byId = await harness.call(getQuote, { quoteId: id });
    expect(byGuid.structured).toEqual(byId.structured);
    expect(byGuid.structured.quoteId).toBe(id);
  });

  test.each(['../../jobs', 'a b', '1', '', '{1}'])('refuses %j without a request', async (guid) => {
    expect(await refusalOf(harness.call(getQuoteByGuid, { guid }))).toContain('guid: must be a guid');
    expect(paths()).toEqual([]);
  });

  test('is not found', async () => {
    const guid = '00000000-0000-4000-8000-000000000000';
    await expect(harness.call(getQuoteByGuid, { guid })).rejects.toMatchObject({ kind: 'not-found' });
    expect(getQuoteByGuid.hintsFor({ guid })['not-found']).toContain('list-quotes');
  });
});
