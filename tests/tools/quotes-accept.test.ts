import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { getQuote } from '../../src/fergus/endpoints/quotes.ts';
import { acceptQuote } from '../../src/tools/quotes/accept-quote.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';
import { FLAGS, givenQuote } from './quote-states.ts';
import { hasOptions, refusalOf, type StoredQuote } from './quotes-support.ts';

let harness: ToolHarness;

beforeEach(async () => {
  harness = await startHarness();
});

afterEach(() => harness.close());

const inFergus = (quoteId: number) => getQuote(harness.client.forCall(), quoteId);
const writes = () => harness.sandbox.requests.filter(({ method }) => method !== 'GET');

describe('accept-quote', () => {
  test('gives the address for the deposit where there is one', async () => {
    const quote = givenQuote(
      harness,
      'sent',
      (candidate) => candidate.deposit !== null && !hasOptions(candidate),
    );
    const { structured, summary } = await harness.call(acceptQuote, { quoteId: quote.id, acceptedBy: 'Ana' });
    expect(structured.depositPaymentUrl).toMatch(/^https:\/\//);
    expect(structured.depositPaymentUrl).toBe(quote.deposit?.invoiceUrl);
    expect(summary).toContain('deposit');
    const { id } = givenQuote(harness, 'sent');
    const without = await harness.call(acceptQuote, { quoteId: id, acceptedBy: 'Ana' });
    expect(without.structured).not.toHaveProperty('depositPaymentUrl');
    expect(without.structured.acceptedBy).toBe('Ana');
    expect(without.summary).not.toContain('deposit');
  });

  describe('of a quote with options', () => {
    const optionsOf = ({ sections }: StoredQuote) =>
      sections.filter(({ selectionMode }) => selectionMode !== 'Fixed');
    const accept = (quoteId: number, selectedSectionIds?: readonly number[]) =>
      harness.call(acceptQuote, { quoteId, acceptedBy: 'Ana', selectedSectionIds });

    test('asks for the choice, with ids, names and amounts', async () => {
      const quote = givenQuote(harness, 'sent', hasOptions);
      const [first] = optionsOf(quote);
      Object.assign(first ?? {}, {
        name: 'Heated rail',
        lineItems: [{ ...first?.lineItems[0], itemQuantity: 3, itemPrice: 411.5, discountRate: null }],
      });
      const message = await refusalOf(accept(quote.id));
      expect(message).toMatch(/Nothing was changed: selectedSectionIds is needed/);
      expect(message).toContain(
        `${first?.sectionId} “Heated rail” (${first?.selectionMode}, 1,234.50 NZD before tax)`,
      );
      for (const { sectionId, name } of optionsOf(quote)) expect(message).toContain(`${sectionId} “${name}”`);
      for (const { sectionId, selectionMode } of quote.sections) {
        if (selectionMode === 'Fixed') expect(message).not.toContain(`${sectionId} “`);
      }
      expect(writes()).toEqual([]);
    });

    test('takes the chosen ones, or none', async () => {
      const quote = givenQuote(harness, 'sent', hasOptions);
      const [first] = optionsOf(quote);
      await accept(quote.id, [first?.sectionId ?? 0]);
      expect(quote.selectedSectionIds).toEqual([first?.sectionId]);
      Object.assign(quote, FLAGS.sent);
      const { structured } = await accept(quote.id, []);
      expect(structured.state).toBe('accepted');
      expect(quote.selectedSectionIds).toEqual([]);
      expect(writes().map(({ body }) => body)).toEqual([
        { acceptedBy: 'Ana', selectedSectionIds: [first?.sectionId] },
        { acceptedBy: 'Ana', selectedSectionIds: [] },
      ]);
    });

    test('refuses what cannot be chosen', async () => {
      const quote = givenQuote(harness, 'sent', hasOptions);
      const fixed = quote.sections.find(({ selectionMode }) => selectionMode === 'Fixed');
      const [first] = optionsOf(quote);
      const message = await refusalOf(accept(quote.id, [first?.sectionId ?? 0, fixed?.sectionId ?? 0, 77]));
      expect(message).toContain(`selectedSectionIds: ${fixed?.sectionId}, 77 cannot be chosen`);
      expect(message).toContain(`${first?.sectionId} “${first?.name}”`);
      const other = givenQuote(harness, 'sent');
      expect(await refusalOf(accept(other.id, [77]))).toContain('leave selectedSectionIds out');
      expect(writes()).toEqual([]);
    });

    test('leaves the choice to Fergus where it sends no sections', async () => {
      const quote = givenQuote(harness, 'sent', hasOptions);
      const [first] = optionsOf(quote);
      const { sections: _, ...data } = await inFergus(quote.id);
      harness.sandbox.faults.order({
        kind: 'status',
        method: 'GET',
        path: `/jobs/quotes/${quote.id}`,
        status: 200,
        body: { result: 'success', data },
      });
      await accept(quote.id, [first?.sectionId ?? 0]);
      expect(quote.selectedSectionIds).toEqual([first?.sectionId]);
    });
  });
});
