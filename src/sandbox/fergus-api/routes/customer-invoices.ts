import type { Request } from 'express';
import { z } from 'zod';
import type { CustomerInvoice } from '../business.ts';
import {
  businessOf,
  existing,
  link,
  matchesText,
  parseQuery,
  pathId,
  queryDateTime,
  queryNumber,
  type Routes,
  sendOne,
  sendPage,
} from '../http.ts';

const listQuery = z.object({
  customerId: queryNumber.optional(),
  jobId: queryNumber.optional(),
  invoiceNumber: z.string().optional(),
  dueBefore: queryDateTime.optional(),
  dueAfter: queryDateTime.optional(),
});

export const customerInvoiceRoutes: Routes = (router) => {
  router.get('/customerInvoices', (req, res) => {
    const query = parseQuery(req, listQuery);
    const invoices = [...businessOf(req).invoices.values()].filter((invoice) => {
      const due = invoice.dueDate === null ? undefined : new Date(invoice.dueDate);
      return (
        (query.customerId === undefined || invoice.customerId === query.customerId) &&
        (query.jobId === undefined || invoice.jobId === query.jobId) &&
        matchesText(query.invoiceNumber, invoice.invoiceNumber) &&
        (query.dueBefore === undefined || (due !== undefined && due < query.dueBefore)) &&
        (query.dueAfter === undefined || (due !== undefined && due > query.dueAfter))
      );
    });
    sendPage(req, res, invoices, {
      sortKeys: {
        createdAt: (invoice) => invoice.createdAt,
        id: (invoice) => invoice.id,
        dueDate: (invoice) => invoice.dueDate,
      },
      present: (invoice) => {
        const { sections: _, ...listed } = invoiceView(req, invoice);
        return listed;
      },
    });
  });

  router.get('/customerInvoices/:invoiceId', (req, res) => {
    const { invoices, customers } = businessOf(req);
    const invoice = existing(invoices, pathId(req, 'invoiceId'), 'Customer invoice');
    const customer = existing(customers, invoice.customerId, 'Customer');
    sendOne(res, {
      ...invoiceView(req, invoice),
      customer: {
        id: customer.id,
        customerFullName: customer.customerFullName,
        links: [link(req, 'self', `/customers/${customer.id}`)],
      },
    });
  });
};

function invoiceView(req: Request, invoice: CustomerInvoice) {
  return {
    ...invoice,
    links: [link(req, 'self', `/customerInvoices/${invoice.id}`), link(req, 'job', `/jobs/${invoice.jobId}`)],
  };
}
