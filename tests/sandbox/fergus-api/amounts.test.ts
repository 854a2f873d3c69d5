import { expect, test } from 'vitest';
import {
  amountsOf,
  cents,
  linesOf,
  lineTotal,
  priceInTier,
} from '../../../src/sandbox/fergus-api/amounts.ts';

const line = (itemQuantity: number, itemPrice: number, discountRate: number | null = null) => ({
  itemQuantity,
  itemPrice,
  discountRate,
});

test('rounds to cents, half a cent upwards', () => {
  expect([cents(1.005), cents(2.344999), cents(0.1 + 0.2), cents(-1.239)]).toEqual([1.01, 2.34, 0.3, -1.24]);
});

test('a line is quantity times price less its discount', () => {
  expect(lineTotal(line(3, 19.99))).toBe(59.97);
  expect(lineTotal(line(3, 19.99, 10))).toBe(53.97);
});

test('discount comes off before tax', () => {
  expect(amountsOf([line(2, 100, 25), line(1, 33.33)], 15)).toEqual({
    subTotal: 233.33,
    discount: 50,
    discountedSubTotal: 183.33,
    gst: 27.5,
    total: 210.83,
  });
});

test('the lines of a section include those of the sections inside it', () => {
  const [a, b, c] = [line(1, 1), line(2, 2), line(3, 3)];
  const innermost = { lineItems: [c], sections: [] };
  const inner = { lineItems: [b], sections: [innermost] };
  expect(linesOf({ lineItems: [a], sections: [inner] })).toEqual([a, b, c]);
});

test('a tier with a mark-up prices from the cost, one without at retail', () => {
  const item = { costPrice: 92.4, retailPrice: 138 };
  expect(priceInTier(item, { markupRate: 25 })).toBe(115.5);
  expect(priceInTier(item, { markupRate: 0 })).toBe(92.4);
  expect(priceInTier(item, { markupRate: null })).toBe(138);
});
