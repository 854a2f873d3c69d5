import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { QuoteSection } from '../../src/fergus/types/quotes.ts';
import { quoteAmounts } from '../../src/tools/quotes/quote-money.ts';
import { quoteState } from '../../src/tools/quotes/quote-state.ts';
import { lineAmounts } from '../../src/tools/shared/money.ts';

let nextId = 1;

function section(
  selectionMode: string | null,
  prices: readonly number[],
  sections: readonly QuoteSection[] = [],
): QuoteSection {
  const lineItems = prices.map((itemPrice) => ({ quoteLineItemId: nextId++, itemQuantity: 1, itemPrice }));
  return { sectionId: nextId++, name: selectionMode, selectionMode, lineItems, sections };
}

describe('lineAmounts', () => {
  test.each([
    // Binary fractions put each of these just below the half.
    [{ itemQuantity: 1, itemPrice: 1.005 }, 101, 0],
    [{ itemQuantity: 3, itemPrice: 0.335 }, 101, 0],
    [{ itemQuantity: 1, itemPrice: 8.345 }, 835, 0],
    [{ itemQuantity: 1, itemPrice: 1_000_000.005 }, 100_000_001, 0],
    [{ itemQuantity: 1, itemPrice: -1.005 }, -101, 0],
    [{ itemQuantity: 1, itemPrice: -1.004 }, -100, 0],
    [{ itemQuantity: 2.5, itemPrice: 95, discountRate: 10 }, 23_750, 2375],
    [{ itemQuantity: 1, itemPrice: 0.1, discountRate: 5 }, 10, 1],
    [{ itemQuantity: 1, itemPrice: 20, discountRate: 12.5 }, 2000, 250],
    [{ itemQuantity: 1e-7, itemPrice: 5e6 }, 50, 0],
    [{ itemQuantity: 1e21, itemPrice: 0 }, 0, 0],
  ])('%j', (line, gross, discount) => {
    expect(lineAmounts(line)).toEqual({ gross, discount, net: gross - discount });
  });

  test('takes what is missing for quantity 1, price 0, discount 0', () => {
    expect(lineAmounts({ itemQuantity: null, itemPrice: 12.3, discountRate: null }).net).toBe(1230);
    expect(lineAmounts({ itemQuantity: 4, itemPrice: null }).net).toBe(0);
  });

  test('rounds the exact product half away from zero', () => {
    const thousandths = fc.integer({ min: 0, max: 100_000 });
    const price = fc.integer({ min: -1_000_000, max: 1_000_000 });
    fc.assert(
      fc.property(thousandths, price, (quantity, cents) => {
        const exact = quantity * Math.abs(cents);
        const rounded = Math.floor((2 * exact + 1000) / 2000) * Math.sign(cents);
        const { gross } = lineAmounts({ itemQuantity: quantity / 1000, itemPrice: cents / 100 });
        expect(gross + 0).toBe(rounded + 0);
      }),
    );
  });
});

describe('quoteAmounts', () => {
  test('states options apart and never adds them up', () => {
    const sections = [
      section('Fixed', [100, 50]),
      section('Optional', [30]),
      section('Multiple Choice', [70]),
      section('Multiple Choice', [90]),
    ];
    const { fixed, options } = quoteAmounts(sections);
    expect(fixed.net).toBe(15_000);
    expect(options.map(({ section: { name }, amounts }) => [name, amounts.net])).toEqual([
      ['Optional', 3000],
      ['Multiple Choice', 7000],
      ['Multiple Choice', 9000],
    ]);
  });

  test('gives inner sections to the one they stand in, unless they are options themselves', () => {
    const sections = [
      section('Fixed', [100], [section('Fixed', [20]), section('Optional', [5])]),
      section('Optional', [40], [section('Fixed', [2]), section('Optional', [1])]),
    ];
    const { fixed, options } = quoteAmounts(sections);
    expect(fixed.net).toBe(12_000);
    expect(options.map(({ amounts }) => amounts.net)).toEqual([500, 4200, 100]);
  });

  test('takes a section without a mode for fixed, one with an unknown mode for an option', () => {
    const { fixed, options } = quoteAmounts([section(null, [1]), section('Something new', [2])]);
    expect(fixed.net).toBe(100);
    expect(options.map(({ amounts }) => amounts.net)).toEqual([200]);
  });

  test('bears sections and lines that are missing', () => {
    const bare = { sectionId: 1, lineItems: null, sections: null };
    expect(quoteAmounts([bare]).fixed.net).toBe(0);
  });
});

describe('quoteState', () => {
  const day = '2026-11-02T01:00:00.000Z';
  test.each([
    [{}, 'draft'],
    [{ publishedAt: null, isSent: null, isAccepted: false }, 'draft'],
    [{ publishedAt: day, isSent: false }, 'published'],
    [{ publishedAt: day, isSent: true }, 'sent'],
    [{ publishedAt: day, isSent: true, isAccepted: true }, 'accepted'],
    [{ publishedAt: day, isSent: true, declinedAt: day }, 'declined'],
    [{ publishedAt: day, isAccepted: true, isSuperseded: true }, 'superseded'],
    [{ publishedAt: day, isAccepted: true, isSuperseded: true, voidedAt: day }, 'voided'],
  ])('%j is %s', (quote, state) => {
    expect(quoteState(quote)).toBe(state);
  });
});
