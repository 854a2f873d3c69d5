import { z } from 'zod';
import { linesOf } from '../amounts.ts';
import { type Business, companySetting, type InvoiceLineItem } from '../business.ts';
import { ApiError, businessOf, parseQuery, type Routes, sendPage } from '../http.ts';
import { addDays, localDay } from '../local-time.ts';

const DEFAULT_DAYS = 90;
const MOST_DAYS = 180;

export const stockUsedRoutes: Routes = (router) => {
  router.get('/stockUsed', (req, res) => {
    const business = businessOf(req);
    const today = localDay(business.now(), companySetting(business, 'timezone'));
    const { filterDateFrom } = parseQuery(req, z.object({ filterDateFrom: z.iso.date().optional() }));
    const from = filterDateFrom ?? addDays(today, -DEFAULT_DAYS);
    if (from < addDays(today, -MOST_DAYS)) {
      throw new ApiError(400, `querystring/filterDateFrom must be within the last ${MOST_DAYS} days`);
    }
    sendPage(req, res, stockUsedSince(business, from), {
      sortKeys: {},
      present: ({ id: _, ...used }) => used,
    });
  });
};

/** What was invoiced (sent or paid) as materials since a day, one item per product. */
function stockUsedSince(business: Business, from: string) {
  const zone = companySetting(business, 'timezone');
  const lines = [...business.invoices.values()]
    .filter(
      ({ status, isSent, invoiceDate }) =>
        (status === 'paid' || (status === 'unpaid' && isSent)) &&
        invoiceDate !== null &&
        localDay(new Date(invoiceDate), zone) >= from,
    )
    .flatMap(({ sections }) => sections.flatMap(linesOf))
    .filter(
      (line) => line.salesAccountId !== null && business.salesAccounts.get(line.salesAccountId)?.isMaterials,
    );

  const byProduct = new Map<number | string | null, InvoiceLineItem[]>();
  for (const line of lines) {
    const product = line.priceBookLineItemId ?? line.itemName;
    byProduct.set(product, [...(byProduct.get(product) ?? []), line]);
  }
  return [...byProduct.values()].map((ofProduct, index) => stockUsed(business, ofProduct, index));
}

function stockUsed(business: Business, lines: readonly InvoiceLineItem[], id: number) {
  const [line] = lines;
  const itemId = line?.priceBookLineItemId ?? null;
  const item = itemId === null ? undefined : business.pricebookItems.get(itemId);
  return {
    id,
    productCode: item?.productCode ?? null,
    productName: item?.name ?? line?.itemName ?? '',
    pricebookLineItemId: itemId,
    pricebookId: item?.priceBookId ?? null,
    totalQty: lines.reduce((total, { itemQuantity }) => total + itemQuantity, 0),
  };
}
