import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Business } from '../../src/sandbox/fergus-api/business.ts';
import { getFavourite } from '../../src/tools/favourites/get-favourite.ts';
import { listFavourites } from '../../src/tools/favourites/list-favourites.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';

let harness: ToolHarness;
let business: Business;

beforeEach(async () => {
  harness = await startHarness();
  business = harness.sandbox.businesses.main;
});

afterEach(() => harness.close());

async function listed(args: object = {}) {
  const { structured } = await harness.call(listFavourites, { limit: 200, ...args });
  return structured.items as Record<string, unknown>[];
}

test('favourites are listed with folders and totals, in any order asked for', async () => {
  const sections = [...business.favouritesSections.values()];
  const items = await listed({ sortField: 'name', sortOrder: 'desc' });
  expect(items.map(({ name }) => name)).toEqual(
    sections
      .map(({ name }) => name)
      .sort()
      .reverse(),
  );
  const nested = sections.find(({ folderId }) => business.favouritesFolders.get(folderId)?.parentId != null);
  const folder = business.favouritesFolders.get(nested?.folderId ?? 0);
  const parent = business.favouritesFolders.get(folder?.parentId ?? 0);
  const cost = nested?.lineItems.reduce((sum, line) => sum + line.itemCost * line.itemQuantity, 0) ?? 0;
  const item = items.find(({ sectionId }) => sectionId === nested?.id);
  expect(item).toMatchObject({
    name: nested?.name,
    folder: `${parent?.name} / ${folder?.name}`,
    createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    totalItemPrice: expect.any(Number),
  });
  expect(item?.totalItemCost).toBeCloseTo(cost, 1);
  expect((await harness.call(listFavourites, { limit: 1 })).structured).toMatchObject({
    hasMore: true,
    currency: 'NZD',
  });
});

test('the search looks at line items too', async () => {
  const [section] = business.favouritesSections.values();
  const [line] = section?.lineItems ?? [];
  Object.assign(line ?? {}, { itemName: 'Quokka bracket' });
  expect((await listed({ search: 'quokka' })).map(({ sectionId }) => sectionId)).toEqual([section?.id]);
});

test('one favourite has its lines, in their order', async () => {
  const section = [...business.favouritesSections.values()].find(({ lineItems }) => lineItems.length > 1);
  section?.lineItems.reverse();
  const { structured } = await harness.call(getFavourite, { sectionId: section?.id });
  const [summary] = (await listed()).filter(({ sectionId }) => sectionId === section?.id);
  expect(structured).toMatchObject({
    sectionId: section?.id,
    name: section?.name,
    folder: summary?.folder,
    currency: 'NZD',
  });
  const lines = [...(section?.lineItems ?? [])].sort((a, b) => a.sortOrder - b.sortOrder);
  expect(structured.lineItems).toEqual(
    lines.map(({ itemName, itemQuantity, itemCost, salesAccountId, priceBookLineItemId }) => ({
      itemName,
      itemQuantity,
      itemCost,
      ...(salesAccountId !== null && { salesAccountId }),
      ...(priceBookLineItemId !== null && { priceBookLineItemId }),
    })),
  );
});

test('is not found', async () => {
  await expect(harness.call(getFavourite, { sectionId: 1 })).rejects.toMatchObject({ kind: 'not-found' });
  expect(getFavourite.hintsFor({ sectionId: 1 })['not-found']).toContain('list-favourites');
});

test.each([
  ['nulls', null],
  ['values of other types', { surprise: [true] }],
])('records full of %s are stood', async (_what, value) => {
  const names =
    'name description folderId createdAt fixturePrice totalItemCost totalItemPrice path lineItems';
  const odd = { id: 7, ...Object.fromEntries(names.split(' ').map((name) => [name, value])) };
  const { faults } = harness.sandbox;
  faults.order({ kind: 'status', status: 200, path: '/favourites', body: { data: [odd] } });
  faults.order({ kind: 'status', status: 200, path: '/favourites/7', body: odd });
  faults.order({
    kind: 'status',
    status: 200,
    path: '/favourites/7',
    body: { ...odd, path: [null], lineItems: [null] },
  });
  expect(await listed()).toEqual([{ sectionId: 7 }]);
  for (const lineItems of [[], [{}]]) {
    const { structured } = await harness.call(getFavourite, { sectionId: 7 });
    expect(structured).toEqual({ sectionId: 7, lineItems, currency: 'NZD' });
  }
});
