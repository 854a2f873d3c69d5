import { afterAll, beforeAll, expect, test } from 'vitest';
import { type JobWorld, startJobWorld } from './job-world.ts';

let world: JobWorld;
beforeAll(async () => {
  world = await startJobWorld();
});
afterAll(() => world.sandbox.close());

const gutter = { itemDescription: 'Gutter', itemPrice: 20, itemCost: 12.5, itemQuantity: 6 };

/** The stock of a new phase on a new job. */
async function newStock(): Promise<string> {
  const jobId = await world.createJob();
  const phase = await world.send('POST', `/jobs/${jobId}/phases`, { title: 'Roof', description: 'Gutters' });
  return `/phases/${phase.data.id}/stockOnHand`;
}

test('described stock is stored with its totals', async () => {
  const path = await newStock();
  const { status, data } = await world.send('POST', path, {
    ...gutter,
    salesAccountId: world.salesAccountId,
  });
  expect(status).toBe(200);
  expect(data).toMatchObject({
    ...gutter,
    jobPhaseId: Number(path.split('/')[2]),
    itemCostQuantity: 6,
    itemCostTotal: 75,
    itemTotal: 120,
    createdBy: (await world.send('GET', '/users/me')).data.id,
    lastModified: null,
  });
  expect(data).not.toHaveProperty('salesAccountId');
  expect((await world.send('GET', path)).items).toEqual([data]);
});

test.each([
  ['at the retail price', null, 12],
  ['with the mark-up of the customer’s tier', 25, 10],
])('stock from the pricebook comes %s', async (_what, markupRate, itemPrice) => {
  const { business, customerId } = world;
  const [item] = business.pricebookItems.values();
  const [tier] = business.pricingTiers.values();
  const customer = business.customers.get(customerId);
  if (!(item && tier && customer))
    throw new Error('The seeded business lacks an item, a tier or the customer.');
  Object.assign(item, { costPrice: 8, retailPrice: 12 });
  tier.markupRate = markupRate;
  customer.pricingTierId = tier.id;
  const { data } = await world.send('POST', await newStock(), {
    priceBookLineItemId: item.id,
    itemQuantity: 2,
  });
  expect(data).toMatchObject({ itemDescription: item.name, itemCost: 8, itemPrice, itemQuantity: 2 });
});

test.each([
  { itemDescription: undefined },
  { itemPrice: undefined },
  { itemCost: undefined },
  { itemQuantity: undefined },
  { salesAccountId: 99_999_999 },
  { priceBookLineItemId: 99_999_999 },
  { priceBookLineItemId: 99_999_999, itemQuantity: undefined },
])('new stock with %o is refused', async (fields) => {
  const path = await newStock();
  expect((await world.send('POST', path, { ...gutter, ...fields })).status).toBe(400);
  expect((await world.send('GET', path)).items).toEqual([]);
});

test('changes keep what they do not name', async () => {
  const path = await newStock();
  const { data } = await world.send('POST', path, gutter);
  const changed = await world.send('PATCH', `${path}/${data.id}`, { itemQuantity: 2 });
  expect(changed).toMatchObject({
    status: 200,
    data: { ...gutter, itemQuantity: 2, itemTotal: 40, itemCostTotal: 25 },
  });
  expect(changed.data.lastModified).not.toBeNull();
  await world.send('PATCH', `${path}/${data.id}`, { isLabour: true });
  expect(world.business.stockOnHand.get(Number(data.id))?.isLabour).toBe(true);
  expect((await world.send('PATCH', `${path}/${data.id}`, {})).status).toBe(400);
  expect((await world.send('PATCH', `${path}/${data.id}`, { salesAccountId: 99_999_999 })).status).toBe(400);
});

test('deleted stock is gone', async () => {
  const path = await newStock();
  const item = `${path}/${(await world.send('POST', path, gutter)).data.id}`;
  expect(await world.send('DELETE', item)).toMatchObject({ status: 204, body: undefined });
  expect((await world.send('DELETE', item)).status).toBe(404);
  expect((await world.send('GET', path)).items).toEqual([]);
});

test('stock is found under its own phase only', async () => {
  const [path, otherPath] = [await newStock(), await newStock()];
  const { data } = await world.send('POST', path, gutter);
  expect((await world.send('PATCH', `${otherPath}/${data.id}`, { itemQuantity: 2 })).status).toBe(404);
  expect((await world.send('DELETE', `${otherPath}/${data.id}`)).status).toBe(404);
  expect((await world.send('GET', otherPath)).items).toEqual([]);
  expect((await world.send('GET', '/phases/99999999/stockOnHand')).status).toBe(404);
});

test('the list over all phases searches, sorts and looks back to a time', async () => {
  const path = await newStock();
  const older = (await world.send('POST', path, { ...gutter, itemDescription: 'Zinc xylophone' })).data;
  const newer = (await world.send('POST', await newStock(), { ...gutter, itemDescription: 'XYLOPHONE clip' }))
    .data;
  const listed = async (query: string) =>
    (await world.send('GET', `/phases/stockOnHand?filterSearchText=xylophone${query}`)).items.map(
      ({ id }) => id,
    );
  expect(await listed('')).toEqual([older.id, newer.id]);
  expect(await listed('&sortOrder=desc')).toEqual([newer.id, older.id]);
  expect(await listed(`&dateEntered=${newer.dateEntered}`)).toEqual([newer.id]);
  expect(await listed(`&lastModified=${older.dateEntered}`)).toEqual([older.id, newer.id]);

  const changed = await world.send('PATCH', `${path}/${older.id}`, { itemQuantity: 1 });
  expect(await listed('&sortField=lastModified')).toEqual([newer.id, older.id]);
  expect(await listed(`&lastModified=${changed.data.lastModified}`)).toEqual([older.id]);
  expect((await world.send('GET', '/phases/stockOnHand?lastModified=soon')).status).toBe(400);
});
