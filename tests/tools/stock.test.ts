import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { listPhaseStockOnHand } from '../../src/fergus/endpoints/stock.ts';
import type {
  JobPhase,
  PricebookItem,
  SalesAccount,
  StockOnHandItem,
} from '../../src/sandbox/fergus-api/business.ts';
import { addStockOnHand } from '../../src/tools/stock/add-stock-on-hand.ts';
import { deleteStockOnHand } from '../../src/tools/stock/delete-stock-on-hand.ts';
import { updateStockOnHand } from '../../src/tools/stock/update-stock-on-hand.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';

/** 24 November in Auckland already. */
const NOW = '2026-11-23T12:30:00Z';
const GUTTER = { itemDescription: 'Gutter', itemPrice: 20, itemCost: 12.5, itemQuantity: 6 };

let harness: ToolHarness;
/** Stock, and the phase that it is on. */
let stock: StockOnHandItem;
let phase: JobPhase;
let pricebookItem: PricebookItem;
let account: SalesAccount;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(NOW) });
  harness = await startHarness();
  const { main } = harness.sandbox.businesses;
  const [item] = main.stockOnHand.values();
  const of = main.phases.get(item?.jobPhaseId ?? 0);
  const [fromPricebook] = main.pricebookItems.values();
  const [sales] = main.salesAccounts.values();
  if (!item || !of || !fromPricebook || !sales) throw new Error('The sandbox lacks stock on hand.');
  stock = item;
  phase = of;
  pricebookItem = fromPricebook;
  account = sales;
});

afterEach(async () => {
  vi.useRealTimers();
  await harness.close();
});

/** What the phase has, as Fergus shows it. */
async function inFergus() {
  return (await listPhaseStockOnHand(harness.client.forCall(), phase.id, { pageSize: 100 })).items;
}
const writes = () => harness.sandbox.requests.filter(({ method }) => method !== 'GET');
const refuse = (method: 'DELETE' | 'PATCH') =>
  harness.sandbox.faults.order({
    kind: 'status',
    method,
    path: /stockOnHand/,
    status: 400,
    body: { error: 'No', message: 'It was invoiced', statusCode: 400 },
  });

describe('add-stock-on-hand', () => {
  test('adds what is described, once', async () => {
    const args = { jobPhaseId: phase.id, ...GUTTER, salesAccountId: account.id };
    const { structured } = await harness.call(addStockOnHand, args);
    expect(structured).toMatchObject({
      ...GUTTER,
      itemTotal: 120,
      itemCostTotal: 75,
      jobId: phase.jobId,
      jobPhaseId: phase.id,
      dateEntered: '2026-11-24 01:30',
      currency: 'NZD',
    });
    const id = structured.stockOnHandId as number;
    expect(await inFergus()).toContainEqual(expect.objectContaining({ id, ...GUTTER }));
    expect(harness.sandbox.businesses.main.stockOnHand.get(id)?.salesAccountId).toBe(account.id);
    await expect(harness.call(addStockOnHand, args)).rejects.toThrow(
      new RegExp(`identical stock .*It made stock on hand ${id} “Gutter”.*allowDuplicate`),
    );
    expect(writes()).toHaveLength(1);
    await harness.call(addStockOnHand, { ...args, allowDuplicate: true });
    expect(writes()).toHaveLength(2);
  });

  test('adds a pricebook item by its id and quantity alone', async () => {
    const { structured } = await harness.call(addStockOnHand, {
      jobPhaseId: phase.id,
      priceBookLineItemId: pricebookItem.id,
      itemQuantity: 2.5,
    });
    expect(structured).toMatchObject({
      itemDescription: pricebookItem.name,
      itemCost: pricebookItem.costPrice,
      itemQuantity: 2.5,
    });
    expect(writes()).toMatchObject([{ body: { priceBookLineItemId: pricebookItem.id, itemQuantity: 2.5 } }]);
    expect(await inFergus()).toContainEqual(expect.objectContaining({ id: structured.stockOnHandId }));
  });

  test.each([
    [
      'a pricebook item with a price',
      { priceBookLineItemId: 7, itemQuantity: 1, itemPrice: 0 },
      'brings its own itemPrice.',
    ],
    [
      'a pricebook item with everything',
      { priceBookLineItemId: 7, ...GUTTER, salesAccountId: 3 },
      'brings its own itemDescription, itemPrice, itemCost, salesAccountId.',
    ],
    [
      'half a description',
      { itemDescription: 'Gutter', itemQuantity: 1 },
      'without priceBookLineItemId, itemPrice, itemCost must be given too',
    ],
    [
      'a quantity alone',
      { itemQuantity: 1 },
      'without priceBookLineItemId, itemDescription, itemPrice, itemCost must be given too',
    ],
    ['no quantity', { priceBookLineItemId: 7 }, 'itemQuantity: is required'],
    ['none of it', { ...GUTTER, itemQuantity: 0 }, 'itemQuantity: must be above 0'],
    ['a negative price', { ...GUTTER, itemPrice: -1 }, 'itemPrice: must not be negative'],
    ['a negative cost', { ...GUTTER, itemCost: -0.01 }, 'itemCost: must not be negative'],
  ])('refuses %s without a request', async (_what, args, message) => {
    await expect(harness.call(addStockOnHand, { jobPhaseId: phase.id, ...args })).rejects.toThrow(message);
    expect(harness.sandbox.requests).toEqual([]);
  });

  test('takes stock that costs and brings nothing', async () => {
    const free = { ...GUTTER, itemPrice: 0, itemCost: 0 };
    const { structured } = await harness.call(addStockOnHand, { jobPhaseId: phase.id, ...free });
    expect(await inFergus()).toContainEqual(
      expect.objectContaining({ id: structured.stockOnHandId, ...free }),
    );
  });

  test('passes on what Fergus says against it', async () => {
    await expect(
      harness.call(addStockOnHand, { jobPhaseId: phase.id, priceBookLineItemId: 1, itemQuantity: 1 }),
    ).rejects.toThrow('Pricebook item 1 not found');
    phase.voidedAt = NOW;
    await expect(harness.call(addStockOnHand, { jobPhaseId: phase.id, ...GUTTER })).rejects.toThrow(
      `Job phase ${phase.id} is voided`,
    );
    await expect(harness.call(addStockOnHand, { jobPhaseId: 1, ...GUTTER })).rejects.toMatchObject({
      kind: 'not-found',
    });
    expect(addStockOnHand.hintsFor({ jobPhaseId: 1, ...GUTTER })).toMatchObject({
      'not-found': expect.stringContaining('list-phases'),
      'bad-request': expect.stringContaining('search-pricebooks'),
    });
  });
});

describe('update-stock-on-hand', () => {
  const change = (changes: object) =>
    harness.call(updateStockOnHand, { jobPhaseId: phase.id, stockOnHandId: stock.id, ...changes });

  test('changes what is named and keeps the rest', async () => {
    const before = { ...stock };
    const { structured } = await change({ itemQuantity: 4, itemPrice: 10.5 });
    expect(structured).toMatchObject({
      stockOnHandId: stock.id,
      itemDescription: before.itemDescription,
      itemQuantity: 4,
      itemPrice: 10.5,
      itemTotal: 42,
      currency: 'NZD',
    });
    const { lastModified: _, ...kept } = before;
    expect(stock).toMatchObject({ ...kept, itemQuantity: 4, itemPrice: 10.5 });
    expect(await inFergus()).toContainEqual(expect.objectContaining({ id: stock.id, itemTotal: 42 }));
  });

  test('changes the sales account, and makes it labour', async () => {
    await change({ salesAccountId: account.id, isLabour: true, itemDescription: 'Elbow', itemCost: 0 });
    expect(stock).toMatchObject({
      salesAccountId: account.id,
      isLabour: true,
      itemDescription: 'Elbow',
      itemCost: 0,
    });
  });

  test.each([
    ['nothing to change', {}, /name at least one of itemDescription, .*salesAccountId, isLabour/],
    ['a quantity of none', { itemQuantity: 0 }, 'itemQuantity: must be above 0'],
    ['another name of a field', { quantity: 2 }, 'quantity: is not an argument here'],
  ])('refuses %s without a request', async (_what, changes, message) => {
    await expect(change(changes)).rejects.toThrow(message);
    expect(harness.sandbox.requests).toEqual([]);
  });

  test('passes on what Fergus says against it', async () => {
    refuse('PATCH');
    await expect(change({ itemQuantity: 4 })).rejects.toThrow('It was invoiced');
    await expect(change({ stockOnHandId: 1, itemQuantity: 4 })).rejects.toMatchObject({ kind: 'not-found' });
    expect(
      updateStockOnHand.hintsFor({ jobPhaseId: phase.id, stockOnHandId: 1, itemQuantity: 4 })['not-found'],
    ).toContain('list-stock-on-hand');
  });
});

describe('delete-stock-on-hand', () => {
  const remove = (args: object = {}) =>
    harness.call(deleteStockOnHand, { jobPhaseId: phase.id, stockOnHandId: stock.id, ...args });

  beforeEach(() => {
    Object.assign(stock, {
      itemDescription: 'Gutter',
      itemQuantity: 3,
      itemPrice: 15.1,
      dateEntered: '2026-11-20T22:00:00Z',
    });
  });

  test('asks first, naming item, quantity and total, and sends nothing but reads', async () => {
    await expect(remove()).rejects.toThrow(
      `Nothing was changed yet. Delete 3 × “Gutter” (total 45.30 NZD, entered 2026-11-21) from phase ${phase.id} for good? Ask the user`,
    );
    expect(writes()).toEqual([]);
    expect(await inFergus()).toContainEqual(expect.objectContaining({ id: stock.id }));
  });

  test('deletes that item once the user has agreed', async () => {
    const before = await inFergus();
    const { structured, summary } = await remove({ confirm: true });
    expect(structured).toMatchObject({ deleted: true, stockOnHandId: stock.id, itemTotal: 45.3 });
    expect(summary).toContain('Deleted 3 × “Gutter”');
    expect(await inFergus()).toEqual(before.filter(({ id }) => id !== stock.id));
  });

  test('finds the item beyond the first page', async () => {
    const { main } = harness.sandbox.businesses;
    for (let count = 0; count < 120; count += 1) {
      const id = main.nextId();
      const dateEntered = '2020-01-01T00:00:00Z';
      main.stockOnHand.set(id, { ...stock, id, dateEntered, itemDescription: 'Filler' });
    }
    await expect(remove()).rejects.toThrow('“Gutter”');
    await remove({ confirm: true });
    expect(main.stockOnHand.has(stock.id)).toBe(false);
  });

  test('says where the phase has no such item', async () => {
    await expect(remove({ stockOnHandId: 1, confirm: true })).rejects.toThrow(
      /Nothing was changed: Phase \d+ has no stock on hand 1.*list-stock-on-hand/,
    );
    await expect(remove({ jobPhaseId: 1, confirm: true })).rejects.toMatchObject({ kind: 'not-found' });
    expect(writes()).toEqual([]);
  });

  test('passes on what Fergus says against it', async () => {
    refuse('DELETE');
    await expect(remove({ confirm: true })).rejects.toThrow('It was invoiced');
    expect(await inFergus()).toContainEqual(expect.objectContaining({ id: stock.id }));
  });

  test('asks about what is known where Fergus tells little', async () => {
    harness.sandbox.faults.order({
      kind: 'status',
      path: `/phases/${phase.id}/stockOnHand`,
      status: 200,
      body: { data: [{ id: stock.id, itemDescription: null, itemTotal: 'x' }] },
    });
    await expect(remove()).rejects.toThrow(`Delete “stock on hand ${stock.id}” from phase ${phase.id}`);
  });
});
