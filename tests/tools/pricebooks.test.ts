import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Business, PricebookItem } from '../../src/sandbox/fergus-api/business.ts';
import type { Tool } from '../../src/tools/define-tool.ts';
import { getPricebook } from '../../src/tools/pricebooks/get-pricebook.ts';
import { getPricebookItem } from '../../src/tools/pricebooks/get-pricebook-item.ts';
import { getPricingTier } from '../../src/tools/pricebooks/get-pricing-tier.ts';
import { listPricebookItems } from '../../src/tools/pricebooks/list-pricebook-items.ts';
import { listPricebooks } from '../../src/tools/pricebooks/list-pricebooks.ts';
import { listPricingTiers } from '../../src/tools/pricebooks/list-pricing-tiers.ts';
import { searchPricebooks } from '../../src/tools/pricebooks/search-pricebooks.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';
import { refusalOf } from './quotes-support.ts';

let harness: ToolHarness;
let business: Business;
let item: PricebookItem;

beforeEach(async () => {
  harness = await startHarness();
  business = harness.sandbox.businesses.main;
  const [first] = business.pricebookItems.values();
  if (!first) throw new Error('The sandbox has no pricebook item.');
  item = Object.assign(first, {
    name: 'Tempering valve 15 mm',
    productCode: 'TMV15',
    costPrice: 80,
    retailPrice: 128,
  });
});

afterEach(() => harness.close());

const itemsOf = async (tool: Tool, args: object = {}) =>
  (await harness.call(tool, args)).structured.items as Record<string, unknown>[];
const posts = () => harness.sandbox.requests.filter(({ method }) => method === 'POST');

describe('pricebooks', () => {
  test('are listed with supplier and size, and found by a part of its name', async () => {
    const books = [...business.pricebooks.values()];
    const all = await itemsOf(listPricebooks, { limit: 200 });
    expect(new Set(all.map(({ pricebookId }) => pricebookId))).toEqual(new Set(books.map(({ id }) => id)));
    const [book] = books;
    const [found] = await itemsOf(listPricebooks, { search: book?.supplierName.slice(2, -2) });
    expect(found).toMatchObject({
      pricebookId: book?.id,
      supplierName: book?.supplierName,
      type: book?.type,
      itemCount: [...business.pricebookItems.values()].filter(({ priceBookId }) => priceBookId === book?.id)
        .length,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    });
    expect((await harness.call(getPricebook, { pricebookId: book?.id })).structured).toEqual(found);
  });

  test('show all their items, page by page', async () => {
    const pricebookId = item.priceBookId;
    const expected = [...business.pricebookItems.values()].filter(
      ({ priceBookId }) => priceBookId === pricebookId,
    );
    expect(expected.length).toBeGreaterThan(3);
    const ids: unknown[] = [];
    let cursor: unknown;
    do {
      const { structured } = await harness.call(listPricebookItems, {
        pricebookId,
        limit: 3,
        ...(cursor ? { cursor } : {}),
      });
      expect(structured.currency).toBe('NZD');
      ids.push(...(structured.items as Record<string, unknown>[]).map((one) => one.priceBookLineItemId));
      cursor = structured.nextCursor;
    } while (cursor);
    expect(ids.sort()).toEqual(expected.map(({ id }) => id).sort());
  });

  test('an item has its prices in every tier, or in one', async () => {
    const tiers = [...business.pricingTiers.values()];
    const ids = { pricebookId: item.priceBookId, priceBookLineItemId: item.id };
    const { structured } = await harness.call(getPricebookItem, ids);
    expect(structured).toMatchObject({
      ...ids,
      name: 'Tempering valve 15 mm',
      productCode: 'TMV15',
      costPrice: 80,
      retailPrice: 128,
      currency: 'NZD',
    });
    const prices = structured.tierPrices as Record<string, unknown>[];
    expect(prices.map(({ pricingTierId, pricingTier }) => [pricingTierId, pricingTier])).toEqual(
      tiers.map(({ id, name }) => [id, name]),
    );
    const retail = tiers.find(({ markupRate }) => markupRate === null);
    expect(prices.find(({ pricingTierId }) => pricingTierId === retail?.id)).toMatchObject({
      price: 128,
      markup: 60,
    });

    const one = await harness.call(getPricebookItem, { ...ids, pricingTierId: tiers[1]?.id });
    expect(one.structured.tierPrices).toEqual([prices[1]]);
    const [detailed] = await itemsOf(listPricebookItems, {
      pricebookId: item.priceBookId,
      format: 'detailed',
    });
    expect({ ...detailed, currency: 'NZD' }).toEqual(structured);
    const [concise] = await itemsOf(listPricebookItems, { pricebookId: item.priceBookId });
    expect(concise).not.toHaveProperty('tierPrices');
  });

  test.each([
    [getPricebook, { pricebookId: 1 }, 'list-pricebooks'],
    [listPricebookItems, { pricebookId: 1 }, 'list-pricebooks'],
    [getPricebookItem, { pricebookId: 1, priceBookLineItemId: 2 }, 'search-pricebooks'],
    [getPricingTier, { pricingTierId: 1 }, 'list-pricing-tiers'],
    [searchPricebooks, { search: 'valve', pricingTierId: 1 }, 'list-pricing-tiers'],
  ])('%o is not found', async (tool, args, next) => {
    await expect(harness.call(tool, args)).rejects.toMatchObject({ kind: 'not-found' });
    expect(tool.hintsFor(args)['not-found']).toContain(next);
  });
});

describe('search-pricebooks', () => {
  test('finds by name and code, with the sales account that a quote line needs', async () => {
    const { structured } = await harness.call(searchPricebooks, { search: ' tmv15 ' });
    expect(structured).toEqual({
      items: [
        {
          priceBookLineItemId: item.id,
          pricebookId: item.priceBookId,
          salesAccountId: item.salesAccountId,
          name: item.name,
          productCode: 'TMV15',
          supplierSku: item.supplierSku,
          unitType: item.unitType,
          costPrice: 80,
          retailPrice: expect.any(Number),
          updatedAt: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        },
      ],
      hasMore: false,
      currency: 'NZD',
    });
    expect(posts().map(({ body }) => body)).toEqual([{ search: 'tmv15' }]);
  });

  test('tells the price in the tier that is asked for', async () => {
    const tier = [...business.pricingTiers.values()].find(({ markupRate }) => markupRate !== null);
    const retail = [...business.pricingTiers.values()].find(({ markupRate }) => markupRate === null);
    const price = async (pricingTierId?: number) =>
      (await itemsOf(searchPricebooks, { search: 'TMV15', pricingTierId }))[0]?.retailPrice;
    expect(await price(retail?.id)).toBe(128);
    expect(await price(tier?.id)).toBeCloseTo(80 * (1 + (tier?.markupRate ?? 0) / 100));
  });

  test('looks at some suppliers only', async () => {
    const books = [...business.pricebooks.values()].filter(({ supplierId }) => supplierId !== null);
    const own = business.pricebooks.get(item.priceBookId)?.supplierId;
    const other = books.find(({ supplierId }) => supplierId !== own)?.supplierId;
    expect(await itemsOf(searchPricebooks, { search: 'TMV15', supplierIds: [own] })).toHaveLength(1);
    expect(await itemsOf(searchPricebooks, { search: 'TMV15', supplierIds: [other] })).toEqual([]);
    expect(posts().at(-1)?.body).toMatchObject({ allSuppliers: false, supplierIds: [other] });
  });

  test.each([
    [
      'two characters',
      { search: 'tm' },
      'search: must have at least 3 characters, or Fergus does not search',
    ],
    ['blanks', { search: '  t  ' }, 'search: must have at least 3'],
    ['no words', {}, 'search: is required'],
    ['no supplier', { search: 'valve', supplierIds: [] }, 'supplierIds: must name a supplier'],
  ])('refuses %s without a request', async (_what, args, message) => {
    expect(await refusalOf(harness.call(searchPricebooks, args))).toContain(message);
    expect(harness.sandbox.requests).toEqual([]);
  });
});

test('pricing tiers, listed and alone', async () => {
  const tiers = [...business.pricingTiers.values()];
  const items = await itemsOf(listPricingTiers);
  expect(items).toHaveLength(tiers.length);
  for (const { id, name, isDefault, markupRate } of tiers) {
    const { structured } = await harness.call(getPricingTier, { pricingTierId: id });
    expect(structured).toMatchObject({
      pricingTierId: id,
      name,
      isDefault,
      ...(markupRate !== null && { markupRate }),
    });
    expect(items).toContainEqual(structured);
    if (markupRate === null) expect(structured).not.toHaveProperty('markupRate');
  }
});

test.each([
  ['nulls', null],
  ['values of other types', { surprise: [true] }],
])('records full of %s are stood', async (_what, value) => {
  const odd = (names: string) => ({
    id: 7,
    ...Object.fromEntries(names.split(' ').map((name) => [name, value])),
  });
  const book = odd('supplierName supplierId type itemCount createdAt lastUpdatedAt supplierContact');
  const part = odd(
    'name productCode priceBookId salesAccountId unitType costPrice retailPrice searchValues updatedAt supplierSku pricingTier',
  );
  const tier = odd('name isDefault tierType markupRate createdAt');
  const { faults } = harness.sandbox;
  const answer = (path: string, data: unknown) =>
    faults.order({ kind: 'status', status: 200, path, times: 2, body: { data } });
  answer('/pricebooks', [book]);
  answer('/pricebooks/7', book);
  answer('/pricebooks/7/pricebookItems', [part]);
  answer('/pricebooks/7/pricebookItems/7', {
    ...part,
    pricingTier: [null, odd('price markup discountRate')],
  });
  answer('/pricebooks/search', [part]);
  answer('/pricingTiers', [tier]);
  answer('/pricingTiers/7', tier);
  expect(await itemsOf(listPricebooks)).toEqual([{ pricebookId: 7 }]);
  expect((await harness.call(getPricebook, { pricebookId: 7 })).structured).toEqual({ pricebookId: 7 });
  for (const format of ['concise', 'detailed']) {
    expect(await itemsOf(listPricebookItems, { pricebookId: 7, format })).toEqual([
      { priceBookLineItemId: 7 },
    ]);
  }
  const one = await harness.call(getPricebookItem, { pricebookId: 7, priceBookLineItemId: 7 });
  expect(one.structured).toEqual({
    priceBookLineItemId: 7,
    tierPrices: [{}, { pricingTierId: 7 }],
    currency: 'NZD',
  });
  expect(await itemsOf(searchPricebooks, { search: 'odd' })).toEqual([{ priceBookLineItemId: 7 }]);
  expect(await itemsOf(listPricingTiers)).toEqual([{ pricingTierId: 7 }]);
  expect((await harness.call(getPricingTier, { pricingTierId: 7 })).structured).toEqual({ pricingTierId: 7 });
});
