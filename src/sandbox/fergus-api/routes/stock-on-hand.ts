import type { Request, Response } from 'express';
import { z } from 'zod';
import { cents, priceInTier } from '../amounts.ts';
import type { Business, JobPhase, PricebookItem, StockOnHandItem } from '../business.ts';
import {
  businessOf,
  existing,
  link,
  matchesText,
  noContent,
  parseBody,
  parseQuery,
  pathId,
  queryDateTime,
  type Routes,
  sendOne,
  sendPage,
  userOf,
} from '../http.ts';
import { referenced, referencedSalesAccount } from './lookups.ts';
import { checkNotVoided } from './phases.ts';

const listQuery = z.object({
  filterSearchText: z.string().optional(),
  lastModified: queryDateTime.optional(),
  dateEntered: queryDateTime.optional(),
});

const fromPricebook = z.object({
  priceBookLineItemId: z.number(),
  itemQuantity: z.number(),
  salesAccountId: z.number().optional(),
});

const described = z.object({
  itemDescription: z.string(),
  itemPrice: z.number(),
  itemCost: z.number(),
  itemQuantity: z.number(),
  salesAccountId: z.number().optional(),
});

const updateBody = z
  .object({ ...described.partial().shape, isLabour: z.boolean().optional() })
  .refine(
    (fields) => Object.values(fields).some((value) => value !== undefined),
    'must have at least one field',
  );

export const stockOnHandRoutes: Routes = (router) => {
  router.get('/phases/stockOnHand', (req, res) => {
    sendStock(req, res, businessOf(req).stockOnHand.values());
  });

  router.get('/phases/:jobPhaseId/stockOnHand', (req, res) => {
    sendStock(req, res, stockOf(req, phaseAt(req)).values());
  });

  router.post('/phases/:jobPhaseId/stockOnHand', (req, res) => {
    const business = businessOf(req);
    const phase = phaseAt(req);
    checkNotVoided(phase);
    const item: StockOnHandItem = {
      id: business.nextId(),
      jobId: phase.jobId,
      jobPhaseId: phase.id,
      ...contents(req, business, phase),
      createdBy: userOf(req).id,
      dateEntered: business.now().toISOString(),
      lastModified: null,
      isLabour: false,
    };
    business.stockOnHand.set(item.id, item);
    sendOne(res, stockView(req, item));
  });

  router.patch('/phases/:jobPhaseId/stockOnHand/:stockOnHandId', (req, res) => {
    const business = businessOf(req);
    const item = stockAt(req);
    const fields = parseBody(req, updateBody);
    if (fields.salesAccountId !== undefined) referencedSalesAccount(business, fields.salesAccountId);
    item.itemDescription = fields.itemDescription ?? item.itemDescription;
    item.itemPrice = fields.itemPrice ?? item.itemPrice;
    item.itemCost = fields.itemCost ?? item.itemCost;
    item.itemQuantity = fields.itemQuantity ?? item.itemQuantity;
    item.salesAccountId = fields.salesAccountId ?? item.salesAccountId;
    item.isLabour = fields.isLabour ?? item.isLabour;
    item.lastModified = business.now().toISOString();
    sendOne(res, stockView(req, item));
  });

  router.delete('/phases/:jobPhaseId/stockOnHand/:stockOnHandId', (req, res) => {
    businessOf(req).stockOnHand.delete(stockAt(req).id);
    noContent(res);
  });
};

function phaseAt(req: Request): JobPhase {
  return existing(businessOf(req).phases, pathId(req, 'jobPhaseId'), 'Job phase');
}

function stockOf(req: Request, phase: JobPhase): Map<number, StockOnHandItem> {
  const items = [...businessOf(req).stockOnHand.values()].filter(({ jobPhaseId }) => jobPhaseId === phase.id);
  return new Map(items.map((item) => [item.id, item]));
}

/** @throws ApiError 404 also for stock of another phase. */
function stockAt(req: Request): StockOnHandItem {
  return existing(stockOf(req, phaseAt(req)), pathId(req, 'stockOnHandId'), 'Stock on hand');
}

/** Both times of the query are the earliest that count. Stock that was never changed was modified on entry. */
function sendStock(req: Request, res: Response, items: Iterable<StockOnHandItem>): void {
  const { filterSearchText, lastModified, dateEntered } = parseQuery(req, listQuery);
  const modifiedAt = (item: StockOnHandItem) => item.lastModified ?? item.dateEntered;
  const wanted = [...items].filter(
    (item) =>
      matchesText(filterSearchText, item.itemDescription) &&
      (lastModified === undefined || new Date(modifiedAt(item)) >= lastModified) &&
      (dateEntered === undefined || new Date(item.dateEntered) >= dateEntered),
  );
  sendPage(req, res, wanted, {
    sortKeys: { dateEntered: (item) => item.dateEntered, lastModified: modifiedAt },
    present: (item) => stockView(req, item),
  });
}

/** What new stock is: a pricebook item at the customer's price, or as described. */
function contents(req: Request, business: Business, phase: JobPhase) {
  const { priceBookLineItemId } = parseBody(req, z.object({ priceBookLineItemId: z.number().optional() }));
  const body = parseBody(req, priceBookLineItemId === undefined ? described : fromPricebook);
  if (body.salesAccountId !== undefined) referencedSalesAccount(business, body.salesAccountId);
  if ('itemDescription' in body) {
    return { ...body, priceBookLineItemId: null, salesAccountId: body.salesAccountId ?? null };
  }
  const item = referenced(business.pricebookItems, body.priceBookLineItemId, 'Pricebook item');
  return {
    itemDescription: item.name,
    itemPrice: priceFor(business, phase, item),
    itemCost: item.costPrice,
    itemQuantity: body.itemQuantity,
    priceBookLineItemId: item.id,
    salesAccountId: body.salesAccountId ?? item.salesAccountId,
  };
}

/** In the pricing tier of the job's customer; without one, the retail price. */
function priceFor(business: Business, phase: JobPhase, item: PricebookItem): number {
  const customer = business.customers.get(business.jobs.get(phase.jobId)?.customerId ?? 0);
  const tier = business.pricingTiers.get(customer?.pricingTierId ?? 0);
  return tier === undefined ? item.retailPrice : priceInTier(item, tier);
}

function stockView(req: Request, item: StockOnHandItem) {
  const {
    priceBookLineItemId: _priceBookLineItemId,
    salesAccountId: _salesAccountId,
    isLabour: _isLabour,
    ...fields
  } = item;
  const { itemCost, itemPrice, itemQuantity } = item;
  return {
    ...fields,
    itemCostQuantity: itemQuantity,
    itemCostTotal: cents(itemCost * itemQuantity),
    itemTotal: cents(itemPrice * itemQuantity),
    links: [
      link(req, 'self', `/phases/${item.jobPhaseId}/stockOnHand/${item.id}`),
      link(req, 'phase', `/jobs/${item.jobId}/phases/${item.jobPhaseId}`),
    ],
  };
}
