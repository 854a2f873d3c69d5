import type { Request } from 'express';
import { z } from 'zod';
import { cents, priceInTier } from '../amounts.ts';
import type { Pricebook, PricebookItem, PricingTier } from '../business.ts';
import {
  businessOf,
  existing,
  link,
  matchesText,
  parseBody,
  parseQuery,
  pathId,
  queryNumber,
  type Routes,
  sendOne,
  sendPage,
} from '../http.ts';

const searchBody = z.object({
  search: z.string().min(3),
  pricingTierId: z.number().optional(),
  allSuppliers: z.boolean().default(true),
  supplierIds: z.array(z.number()).default([]),
});

export const pricebookRoutes: Routes = (router) => {
  router.get('/pricebooks', (req, res) => {
    const { filterSupplierName } = parseQuery(req, z.object({ filterSupplierName: z.string().optional() }));
    const books = [...businessOf(req).pricebooks.values()].filter((book) =>
      matchesText(filterSupplierName, book.supplierName),
    );
    sendPage(req, res, books, {
      sortKeys: { createdAt: (book) => book.createdAt },
      present: (book) => pricebookView(req, book),
    });
  });

  router.post('/pricebooks/search', (req, res) => {
    const business = businessOf(req);
    const { search, pricingTierId, allSuppliers, supplierIds } = parseBody(req, searchBody);
    const tier =
      pricingTierId === undefined
        ? [...business.pricingTiers.values()].find(({ isDefault }) => isDefault)
        : existing(business.pricingTiers, pricingTierId, 'Pricing tier');
    const found = [...business.pricebookItems.values()].filter((item) => {
      const supplierId = business.pricebooks.get(item.priceBookId)?.supplierId ?? -1;
      const wanted =
        allSuppliers || supplierIds.includes(supplierId) || supplierIds.includes(item.priceBookId);
      return wanted && matchesText(search, item.name, item.productCode, item.supplierSku);
    });
    sendPage(req, res, found, {
      sortKeys: { rank: (item) => rank(item, search) },
      compoundFor: ['rank'],
      present: (item) => ({
        ...item,
        retailPrice: tier === undefined ? item.retailPrice : priceInTier(item, tier),
        links: itemLinks(req, item),
      }),
    });
  });

  router.get('/pricebooks/:id', (req, res) => {
    sendOne(res, pricebookView(req, pricebookAt(req)));
  });

  router.get('/pricebooks/:id/pricebookItems', (req, res) => {
    const book = pricebookAt(req);
    const tiers = [...businessOf(req).pricingTiers.values()];
    sendPage(req, res, itemsOf(req, book), {
      sortKeys: {},
      present: (item) => itemView(req, item, tiers),
    });
  });

  router.get('/pricebooks/:id/pricebookItems/:pricebookItemId', (req, res) => {
    const { filterPricingTierId } = parseQuery(
      req,
      z.object({ filterPricingTierId: queryNumber.optional() }),
    );
    const ofBook = new Map(itemsOf(req, pricebookAt(req)).map((item) => [item.id, item]));
    const item = existing(ofBook, pathId(req, 'pricebookItemId'), 'Pricebook item');
    const tiers = [...businessOf(req).pricingTiers.values()].filter(
      ({ id }) => filterPricingTierId === undefined || id === filterPricingTierId,
    );
    sendOne(res, itemView(req, item, tiers));
  });
};

function pricebookAt(req: Request): Pricebook {
  return existing(businessOf(req).pricebooks, pathId(req, 'id'), 'Pricebook');
}

function itemsOf(req: Request, { id }: Pricebook): PricebookItem[] {
  return [...businessOf(req).pricebookItems.values()].filter(({ priceBookId }) => priceBookId === id);
}

/** Lower comes first: the whole name or code, the beginning of a word, anywhere. */
function rank(item: PricebookItem, search: string): number {
  const wanted = search.trim().toLowerCase();
  const texts = [item.name, item.productCode, item.supplierSku].map((text) => text?.toLowerCase() ?? '');
  if (texts.includes(wanted)) return 0;
  return texts.some((text) => text.startsWith(wanted) || text.includes(` ${wanted}`)) ? 1 : 2;
}

function pricebookView(req: Request, book: Pricebook) {
  return {
    ...book,
    itemCount: itemsOf(req, book).length,
    links: [
      link(req, 'self', `/pricebooks/${book.id}`),
      link(req, 'pricebookItems', `/pricebooks/${book.id}/pricebookItems`),
    ],
  };
}

function itemView(
  req: Request,
  { salesAccountId: _, ...item }: PricebookItem,
  tiers: readonly PricingTier[],
) {
  return {
    ...item,
    pricingTier: tiers.map((tier) => {
      const price = priceInTier(item, tier);
      return {
        id: tier.id,
        price,
        markup: cents((price / item.costPrice - 1) * 100),
        discountRate: Math.max(0, cents((1 - price / item.retailPrice) * 100)),
        links: [link(req, 'self', `/pricingTiers/${tier.id}`)],
      };
    }),
    links: itemLinks(req, item),
  };
}

function itemLinks(req: Request, item: Pick<PricebookItem, 'id' | 'priceBookId'>) {
  return [link(req, 'self', `/pricebooks/${item.priceBookId}/pricebookItems/${item.id}`)];
}
