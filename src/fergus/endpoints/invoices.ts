import { type FergusApi, type Page, path } from '../api.ts';
import type { Invoice, InvoicesQuery, InvoiceWithSections } from '../types/invoices.ts';

/** `GET /customerInvoices`: invoices to customers; their status cannot be filtered by. */
export function listInvoices(api: FergusApi, query: InvoicesQuery = {}): Promise<Page<Invoice>> {
  return api.page({ method: 'GET', path: path`/customerInvoices`, query: { ...query } });
}

/** `GET /customerInvoices/{invoiceId}`: with the customer and the sections. */
export function getInvoice(api: FergusApi, invoiceId: number): Promise<InvoiceWithSections> {
  return api.one({ method: 'GET', path: path`/customerInvoices/${invoiceId}` });
}
