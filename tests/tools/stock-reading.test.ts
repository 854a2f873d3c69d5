import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { path } from '../../src/fergus/api.ts';
import { listPhaseStockOnHand } from '../../src/fergus/endpoints/stock.ts';
import type { StockOnHandItem } from '../../src/sandbox/fergus-api/business.ts';
import { listStockOnHand } from '../../src/tools/stock/list-stock-on-hand.ts';
import { listStockUsed } from '../../src/tools/stock/list-stock-used.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';

/** 24 November in Auckland already. */
const NOW = '2026-11-23T12:30:00Z';

let harness: ToolHarness;
let stock: StockOnHandItem;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(NOW) });
  harness = await startHarness();
  const [item] = harness.sandbox.businesses.main.stockOnHand.values();
  if (!item) throw new Error('The sandbox lacks stock on hand.');
  stock = item;
});

afterEach(async () => {
  vi.useRealTimers();
  await harness.close();
});

const items = ({ structured }: { structured: Record<string, unknown> }) =>
  structured.items as Array<Record<string, unknown>>;

describe('list-stock-on-hand', () => {
  test('shows what a phase has, with currency and zone', async () => {
    const result = await harness.call(listStockOnHand, { jobPhaseId: stock.jobPhaseId });
    expect(result.structured).toMatchObject({ currency: 'NZD', timeZone: 'Pacific/Auckland' });
    const listed = items(result);
    const { items: inFergus } = await listPhaseStockOnHand(harness.client.forCall(), stock.jobPhaseId, {
      pageSize: 100,
    });
    expect(listed.map(({ stockOnHandId }) => stockOnHandId).sort()).toEqual(
      inFergus.map(({ id }) => id).sort(),
    );
    const shown = listed.find(({ stockOnHandId }) => stockOnHandId === stock.id);
    expect(shown).toMatchObject({
      itemDescription: stock.itemDescription,
      itemQuantity: stock.itemQuantity,
      itemPrice: stock.itemPrice,
      itemCost: stock.itemCost,
      jobId: stock.jobId,
      jobPhaseId: stock.jobPhaseId,
    });
    expect(shown?.itemTotal).toBeCloseTo(stock.itemPrice * stock.itemQuantity, 2);
    expect(shown).not.toHaveProperty('createdById');
  });

  test('shows all phases, latest first, by words, and everything on request', async () => {
    stock.itemDescription = 'Quicksilver elbow';
    stock.lastModified = '2026-11-20T00:00:00Z';
    const all = items(await harness.call(listStockOnHand, { limit: 200 }));
    const days = all.map(({ dateEntered }) => String(dateEntered));
    expect(new Set(all.map(({ jobPhaseId }) => jobPhaseId)).size).toBeGreaterThan(1);
    expect(days).toEqual(days.toSorted().toReversed());
    const [found, ...others] = items(
      await harness.call(listStockOnHand, { search: 'quicksilver', format: 'detailed' }),
    );
    expect(others).toEqual([]);
    const user = harness.sandbox.businesses.main.users.get(stock.createdBy ?? 0);
    expect(found).toMatchObject({
      stockOnHandId: stock.id,
      createdById: stock.createdBy,
      createdBy: `${user?.firstName} ${user?.lastName}`,
      lastModified: '2026-11-20 13:00',
    });
  });

  test('shows what it can of stock that Fergus describes badly', async () => {
    const data = [{ id: 9, itemDescription: null, itemPrice: '4.50', itemTotal: 'x', createdBy: null }];
    harness.sandbox.faults.order({ kind: 'status', path: /stockOnHand/, status: 200, body: { data } });
    expect(items(await harness.call(listStockOnHand, { format: 'detailed' }))).toEqual([
      { stockOnHandId: 9, itemPrice: 4.5 },
    ]);
  });

  test('names list-phases where there is no such phase', async () => {
    await expect(harness.call(listStockOnHand, { jobPhaseId: 1 })).rejects.toMatchObject({
      kind: 'not-found',
    });
    expect(listStockOnHand.hintsFor({ jobPhaseId: 1 })['not-found']).toContain('list-phases');
    expect(listStockOnHand.hintsFor({})).toEqual({});
  });
});

describe('list-stock-used', () => {
  const queries = () =>
    harness.sandbox.requests.filter(({ path }) => path === '/stockUsed').map(({ query }) => query);

  test('shows what went to customers in the last 90 days', async () => {
    const result = await harness.call(listStockUsed, {});
    expect(result.structured).toMatchObject({ dateFrom: '2026-08-26' });
    expect(queries()[0]).toMatchObject({ filterDateFrom: '2026-08-26' });
    const raw = await harness.client.forCall().raw({
      method: 'GET',
      path: path`/stockUsed`,
      query: { filterDateFrom: '2026-08-26' },
    });
    const [first] = (raw as { data: Array<Record<string, unknown>> }).data;
    expect(items(result)[0]).toEqual({
      productName: first?.productName,
      productCode: first?.productCode,
      totalQty: first?.totalQty,
      priceBookLineItemId: first?.pricebookLineItemId,
      pricebookId: first?.pricebookId,
    });
  });

  test('goes on over the pages that Fergus sizes', async () => {
    const seen: unknown[] = [];
    let cursor: unknown;
    do {
      const result = await harness.call(listStockUsed, {
        dateFrom: '2026-05-28',
        limit: 7,
        ...(cursor !== undefined && { cursor }),
      });
      seen.push(...items(result));
      cursor = result.structured.nextCursor;
    } while (cursor !== undefined);
    const { structured } = await harness.call(listStockUsed, { dateFrom: '2026-05-28', limit: 100 });
    expect(seen.length).toBeGreaterThan(10);
    expect(seen).toEqual(structured.items);
    expect(structured).toMatchObject({ hasMore: false });
    expect(queries().every((query) => !('pageSize' in query))).toBe(true);
  });

  test('takes 180 days back and no more, and no day to come, by the clock of the company', async () => {
    await harness.call(listStockUsed, { dateFrom: '2026-05-28' });
    await harness.call(listStockUsed, { dateFrom: '2026-11-24' });
    const days = queries().map(({ filterDateFrom }) => filterDateFrom);
    expect(new Set(days)).toEqual(new Set(['2026-05-28', '2026-11-24']));
    for (const dateFrom of ['2026-05-27', '2026-11-25']) {
      await expect(harness.call(listStockUsed, { dateFrom })).rejects.toThrow(
        `Nothing was sent to Fergus: dateFrom (${dateFrom}) must lie between 2026-05-28, 180 days ago, and today, 2026-11-24.`,
      );
    }
    await expect(harness.call(listStockUsed, { dateFrom: 'last month' })).rejects.toThrow(
      'dateFrom: must be a date',
    );
    expect(queries()).toHaveLength(days.length);
  });
});
