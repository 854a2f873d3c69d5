import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Business, PricebookItem } from '../../../src/sandbox/fergus-api/business.ts';
import { type SandboxFergus, startSandboxFergus } from '../../../src/sandbox/fergus-api/index.ts';
import { type Call, callerOf, type Fields, refusal } from './caller.ts';

let sandbox: SandboxFergus;
let call: Call;
let business: Business;

beforeAll(async () => {
  sandbox = await startSandboxFergus({ rateLimit: 1_000_000 });
  call = callerOf(sandbox);
  business = sandbox.businesses.main;
});
afterAll(() => sandbox.close());

function itemOf(productCode: string): PricebookItem {
  const item = [...business.pricebookItems.values()].find(
    (candidate) => candidate.productCode === productCode,
  );
  if (item === undefined) throw new Error(`no item ${productCode}`);
  return item;
}

function tierNamed(name: string): number {
  return [...business.pricingTiers.values()].find((tier) => tier.name === name)?.id ?? 0;
}

test('company and version are as they are', async () => {
  expect((await call('GET', '/company')).data).toEqual(business.company);
  expect((await call('GET', '/version')).body).toEqual({ message: expect.stringMatching(/\S/) });
});

test('there is one default pricing tier, and each can be had alone', async () => {
  const { items } = await call('GET', '/pricingTiers');
  expect(items.filter(({ isDefault }) => isDefault).map(({ name }) => name)).toEqual(['Retail']);
  for (const tier of items) expect((await call('GET', `/pricingTiers/${tier.id}`)).data).toEqual(tier);
});

describe('pricebooks', () => {
  test('are found by supplier and count their items', async () => {
    const { items } = await call('GET', '/pricebooks?filterSupplierName=BRIGHT');
    expect(items.map(({ supplierName }) => supplierName)).toEqual(['Brightside Electrical Wholesale']);
    const stored = [...business.pricebookItems.values()].filter(
      ({ priceBookId }) => priceBookId === items[0]?.id,
    );
    expect(items[0]?.itemCount).toBe(stored.length);
    const listed = await call('GET', `/pricebooks/${items[0]?.id}/pricebookItems?pageSize=100`);
    expect(listed.items.map(({ id }) => id)).toEqual(stored.map(({ id }) => id));
    expect(items[0]).toEqual((await call('GET', `/pricebooks/${items[0]?.id}`)).data);
  });

  test('an item is priced in every tier, or in the one asked for', async () => {
    const item = itemOf('HPS-1010');
    const path = `/pricebooks/${item.priceBookId}/pricebookItems/${item.id}`;
    const tiers = (await call('GET', path)).data.pricingTier as Fields[];
    expect(tiers.map(({ price }) => price)).toEqual([1785, 1612.5, 1741.5, 1290]);
    const tierId = tierNamed('Trade and property');
    const one = (await call('GET', `${path}?filterPricingTierId=${tierId}`)).data.pricingTier;
    expect(one).toMatchObject([{ id: tierId, price: 1612.5, markup: 25, discountRate: 9.66 }]);
  });

  test('an item is not in another pricebook', async () => {
    const [plumbing, electrical] = [itemOf('HPS-1010'), itemOf('BEW-2001')];
    const reply = await call('GET', `/pricebooks/${electrical.priceBookId}/pricebookItems/${plumbing.id}`);
    expect(reply.status).toBe(404);
  });
});

describe('pricebook search', () => {
  const search = (body: unknown, query = '') => call('POST', `/pricebooks/search?${query}`, body);

  test('wants three characters', async () => {
    expect(await search({ search: 'le' })).toMatchObject(refusal(400, 'search'));
    expect((await search({ search: 'led' })).status).toBe(200);
  });

  test('finds names, codes and the suppliers’ own numbers, the closest first', async () => {
    const byName = await search({ search: 'LED downlight 9 W warm white, IC-F' });
    expect(byName.items.map(({ productCode }) => productCode)).toEqual(['BEW-2215']);
    const byWord = (await search({ search: 'valve' }, 'pageSize=100')).items.map(({ name }) => name);
    expect(byWord).toContain('Tempering valve 15 mm');
    const bySku = await search({ search: String(itemOf('BEW-2001').supplierSku) }, 'pageSize=100');
    expect(bySku.items.map(({ productCode }) => productCode)).toContain('BEW-2001');

    const ranked = (await search({ search: 'HPS-1010' })).items.map(({ productCode }) => productCode);
    expect(ranked).toEqual(['HPS-1010']);
    const words = (await search({ search: 'light' }, 'pageSize=100')).items.map(({ name }) => String(name));
    expect(words.length).toBeGreaterThan(2);
    const beginsWord = words.map((name) => /(^| )light/i.test(name));
    expect(beginsWord).toEqual(beginsWord.toSorted().toReversed());
  });

  test('keeps to suppliers only where told to, and prices in a tier', async () => {
    const { supplierId } = business.pricebooks.get(itemOf('BEW-2001').priceBookId) ?? {};
    const codes = async (body: Fields) =>
      (await search({ search: 'seal', ...body }, 'pageSize=100')).items.map(({ productCode }) => productCode);
    expect(await codes({})).toEqual(['KER-005']);
    expect(await codes({ supplierIds: [supplierId] })).toEqual(['KER-005']);
    expect(await codes({ allSuppliers: false, supplierIds: [supplierId] })).toEqual([]);

    const priced = async (pricingTierId?: number) =>
      (await search({ search: 'HPS-1010', pricingTierId })).items[0]?.retailPrice;
    expect(await priced()).toBe(1785);
    expect(await priced(tierNamed('At cost'))).toBe(1290);
    expect((await search({ search: 'HPS-1010', pricingTierId: 1 })).status).toBe(404);
  });

  test('gives a sales account, and pages with cursors that carry the rank', async () => {
    const all = (await search({ search: 'HPS' }, 'pageSize=100')).items;
    expect(all.every(({ salesAccountId }) => business.salesAccounts.has(Number(salesAccountId)))).toBe(true);
    const first = await search({ search: 'HPS' }, 'pageSize=20');
    const { next } = (first.body as { paging: { links: { next: string } } }).paging.links;
    const cursor = new URL(next).searchParams.get('pageCursor');
    expect(cursor).toMatch(/^\d{8}_\d$/);
    const second = await search({ search: 'HPS' }, `pageSize=20&pageCursor=${cursor}`);
    expect([...first.items, ...second.items]).toEqual(all);
  });
});

describe('favourites', () => {
  test('flat: sections with their path and sums', async () => {
    const { items } = await call('GET', '/favourites?pageSize=100');
    expect(items).toHaveLength(business.favouritesSections.size);
    const cylinder = items.find(({ name }) => name === 'Replace hot water cylinder');
    expect(cylinder?.path).toMatchObject([
      { name: 'Plumbing', position: 0 },
      { name: 'Hot water', position: 1 },
    ]);
    // 6 h labour and HPS-1010, 1055, 1060, 1071, two 1102 and KER-005, at cost and at retail.
    expect(cylinder).toMatchObject({ totalItemCost: 1857.9, totalItemPrice: 2895.3 });
  });

  test('tree: folders inside folders', async () => {
    const { items } = await call('GET', '/favourites?representation=tree');
    expect(items.map(({ name }) => name)).toEqual(['Plumbing', 'Electrical', 'Gas']);
    expect(items[0]).toMatchObject({
      parentId: null,
      children: [{ name: 'Hot water' }, { name: 'Bathrooms' }],
      sections: [{ name: 'Tap and valve repairs' }, expect.anything(), expect.anything()],
    });
  });

  test('filters by section name, description and lines', async () => {
    const names = async (query: string) =>
      (await call('GET', `/favourites?pageSize=100&${query}`)).items.map(({ name }) => name);
    expect(await names('filterSectionName=gas%20hob')).toEqual(['Gas hob connection']);
    expect(await names('filterSearchText=HEATED%20towel')).toEqual(['Bathroom electrical']);
    expect(await names('filterSearchText=with%20sensors')).toEqual(['Outdoor sensor lights']);
    const tree = await call('GET', '/favourites?representation=tree&filterSectionName=cylinder');
    expect(tree.items.map(({ name }) => name)).toEqual(['Plumbing']);
  });

  test('a single section has no envelope, and its lines', async () => {
    const [section] = business.favouritesSections.values();
    const { body } = await call('GET', `/favourites/${section?.id}`);
    expect(body).toMatchObject({ id: section?.id, name: section?.name });
    expect(body).not.toHaveProperty('data');
    expect(body?.lineItems).toHaveLength(section?.lineItems.length ?? 0);
    expect((await call('GET', '/favourites/1')).status).toBe(404);
  });
});

describe('stock used', () => {
  const since = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
  const used = async (query: string) => {
    const pages: Fields[][] = [];
    do pages.push((await call('GET', `/stockUsed?${query}&pageCursor=${pages.length * 10}`)).items);
    while (pages.at(-1)?.length === 10);
    return new Map(pages.flat().map((item) => [item.productCode, item.totalQty]));
  };

  test('sums invoiced materials over jobs, ninety days back unless told otherwise', async () => {
    const ninety = await used('');
    const longer = await used(`filterDateFrom=${since(178)}`);
    expect(ninety.size).toBeGreaterThan(3);
    for (const [code, quantity] of ninety)
      expect(Number(longer.get(code))).toBeGreaterThanOrEqual(Number(quantity));
    expect(longer).not.toEqual(ninety);
    // Sundries and certificates are no materials.
    expect([...longer.keys()].filter((code) => String(code).startsWith('KER'))).toEqual([]);
  });

  test('leaves out drafts and voided invoices', async () => {
    const before = await used('');
    for (const invoice of business.invoices.values()) {
      if (invoice.status === 'draft') invoice.invoiceDate = new Date().toISOString();
    }
    expect(await used('')).toEqual(before);
  });

  test('goes back 180 days at most', async () => {
    expect(await call('GET', `/stockUsed?filterDateFrom=${since(183)}`)).toMatchObject(
      refusal(400, 'filterDateFrom'),
    );
  });
});
