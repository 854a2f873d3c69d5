import { encode } from 'gpt-tokenizer';
import { expect, test } from 'vitest';
import { renderResult } from '../../src/tools/shared/render.ts';
import { fitResult } from '../../src/tools/shared/result-size.ts';

const MAX_TOKENS = 20_000;

function tokens(structured: Record<string, unknown>): number {
  return encode(JSON.stringify(structured)).length + encode(renderResult(structured)).length;
}

const line = (n: number) => ({
  quoteLineItemId: 31_000_000 + n,
  itemName: `Copper pipe 15 mm, length ${n}`,
  itemQuantity: 3,
  itemPrice: 12.35,
});

test('a result within the size stays the same object', () => {
  const small = { quoteId: 1, title: 'Small' };
  expect(fitResult(small, renderResult)).toBe(small);
});

test('a long list loses its end and the notice says how much', () => {
  const long = {
    quoteId: 1,
    sections: [
      { name: 'Materials', lineItems: Array.from({ length: 3000 }, (_, n) => line(n)) },
      { name: 'Labour', lineItems: [line(9001)] },
    ],
  };
  const fitted = fitResult(long, renderResult) as typeof long & { notice: string };
  expect(tokens(fitted)).toBeLessThanOrEqual(MAX_TOKENS);
  const kept = fitted.sections[0]?.lineItems.length ?? 0;
  expect(kept).toBeGreaterThan(100);
  expect(fitted.notice).toContain(`sections.0.lineItems, the first ${kept} of 3000`);
  expect(fitted.sections[1]?.lineItems).toHaveLength(1);
  expect(long.sections[0]?.lineItems).toHaveLength(3000);
});

test('a long text loses its end', () => {
  const long = { jobId: 1, description: 'The tap drips. '.repeat(20_000), notice: 'Already cut.' };
  const fitted = fitResult(long, renderResult) as typeof long;
  expect(tokens(fitted)).toBeLessThanOrEqual(MAX_TOKENS);
  expect(fitted.description.endsWith('…')).toBe(true);
  expect(fitted.notice).toMatch(/^Already cut\. .*description, the first \d+ of 300000 characters/);
});
