import { cents } from '../amounts.ts';
import type { FavouritesFolder, Pricebook, PricebookItem, SalesAccount } from '../business.ts';
import { byKey, contactItem, phoneNumber, type Seeding, store } from './seeding.ts';

/** Sales accounts of a trade business; `materials` is the one that most lines stand on. */
export interface AccountRow {
  readonly key: string;
  readonly code: string;
  readonly name: string;
  readonly isMaterials: boolean;
}

export interface TierRow {
  readonly name: string;
  readonly tierType: string;
  readonly markup: number | null;
  readonly isDefault?: boolean;
}

export interface PricebookRow {
  readonly supplier: string;
  readonly type: Pricebook['type'];
  readonly domain?: string;
  readonly since: number;
  readonly account: string;
  /** Product code, name, unit, cost, retail price. */
  readonly items: ReadonlyArray<
    readonly [code: string, name: string, unit: string, cost: number, retail: number]
  >;
}

/** A piece of work as it is quoted again and again: hours and products. Quotes, stock, invoices and favourites use it. */
export interface Kit {
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly labour: ReadonlyArray<readonly [what: string, hours: number]>;
  readonly items: ReadonlyArray<readonly [code: string, quantity: number]>;
}

/** Folder name → the kits in it, or folders again. */
export type FavouritesTree = ReadonlyArray<{
  readonly folder: string;
  readonly kits?: readonly string[];
  readonly folders?: FavouritesTree;
}>;

/** What later steps of the seed look up. */
export interface Catalogue {
  readonly accounts: ReadonlyMap<string, SalesAccount>;
  /** By product code. */
  readonly items: ReadonlyMap<string, PricebookItem>;
  readonly kits: ReadonlyMap<string, Kit>;
}

export interface CataloguePlan {
  readonly accounts: readonly AccountRow[];
  readonly tiers: readonly TierRow[];
  readonly pricebooks: readonly PricebookRow[];
  readonly kits: readonly Kit[];
  readonly favourites: FavouritesTree;
}

/** Adds sales accounts, pricing tiers, pricebooks and favourites. */
export function seedCatalogue(seeding: Seeding, plan: CataloguePlan): Catalogue {
  const { business, moments } = seeding;
  const accounts = new Map(
    plan.accounts.map(({ key, ...row }) => [
      key,
      store(business.salesAccounts, { id: business.nextId(), ...row }),
    ]),
  );
  for (const [index, { name, tierType, markup, isDefault }] of plan.tiers.entries()) {
    store(business.pricingTiers, {
      id: business.nextId(),
      name,
      isDefault: isDefault ?? false,
      tierType,
      markupRate: markup,
      createdAt: moments.officeTime(-1500 + index * 40, '08:45'),
    });
  }
  const items = new Map(
    plan.pricebooks.flatMap((row) => seedPricebook(seeding, row, byKey(accounts, row.account))),
  );
  const catalogue = { accounts, items, kits: new Map(plan.kits.map((kit) => [kit.key, kit])) };
  seedFavourites(seeding, catalogue, plan.favourites, null);
  return catalogue;
}

function seedPricebook(
  seeding: Seeding,
  row: PricebookRow,
  account: SalesAccount,
): [string, PricebookItem][] {
  const { business, moments } = seeding;
  const updated = moments.officeTime(-9, '06:00');
  const book = store(business.pricebooks, {
    id: business.nextId(),
    supplierName: row.supplier,
    supplierId: row.type === 'Custom' ? null : business.nextId(),
    type: row.type,
    createdAt: moments.officeTime(-row.since, '13:00'),
    lastUpdatedAt: updated,
    supplierContact:
      row.domain === undefined
        ? null
        : [
            contactItem(seeding, 'email', `sales@${row.domain}`),
            contactItem(seeding, 'phone', phoneNumber(seeding, 'landline')),
          ],
  });
  return row.items.map(([productCode, name, unitType, costPrice, retailPrice], index) => [
    productCode,
    store(business.pricebookItems, {
      id: business.nextId(),
      name,
      productCode,
      priceBookId: book.id,
      salesAccountId: account.id,
      unitType,
      costPrice,
      retailPrice,
      searchValues: `${name} ${productCode}`.toLowerCase(),
      updatedAt: updated,
      supplierSku: row.type === 'Custom' ? null : `SKU-${String(4100 + index * 13)}`,
    }),
  ]);
}

function seedFavourites(
  seeding: Seeding,
  catalogue: Catalogue,
  tree: FavouritesTree,
  parentId: number | null,
): void {
  const { business, moments } = seeding;
  for (const [index, { folder: name, kits = [], folders = [] }] of tree.entries()) {
    const folder: FavouritesFolder = store(business.favouritesFolders, {
      id: business.nextId(),
      name,
      parentId,
      createdAt: moments.officeTime(-800 + index, '14:00'),
      sortOrder: index + 1,
    });
    for (const [position, key] of kits.entries()) {
      addSection(seeding, catalogue, byKey(catalogue.kits, key), folder.id, position + 1);
    }
    seedFavourites(seeding, catalogue, folders, folder.id);
  }
}

function addSection(
  { business, moments, locale }: Seeding,
  { items, accounts }: Catalogue,
  kit: Kit,
  folderId: number,
  sortOrder: number,
): void {
  const labour = kit.labour.map(([itemName, hours]) => ({
    id: business.nextId(),
    itemName,
    itemQuantity: hours,
    itemCost: locale.labour.cost,
    itemPrice: locale.labour.price,
    salesAccountId: byKey(accounts, 'labour').id,
    priceBookLineItemId: null,
  }));
  const materials = kit.items.map(([code, quantity]) => {
    const item = byKey(items, code);
    return {
      id: business.nextId(),
      itemName: item.name,
      itemQuantity: quantity,
      itemCost: item.costPrice,
      itemPrice: item.retailPrice,
      salesAccountId: item.salesAccountId,
      priceBookLineItemId: item.id,
    };
  });
  const lineItems = [...labour, ...materials].map((line, index) => ({ ...line, sortOrder: index + 1 }));
  const price = lineItems.reduce((total, line) => total + line.itemPrice * line.itemQuantity, 0);
  store(business.favouritesSections, {
    id: business.nextId(),
    name: kit.name,
    description: kit.description,
    folderId,
    createdAt: moments.officeTime(-700 + sortOrder, '14:30'),
    sortOrder,
    // Some favourites are sold at a round price whatever their parts come to.
    fixturePrice: sortOrder === 2 ? Math.round(cents(price) / 10) * 10 : null,
    lineItems,
  });
}
