import { z } from 'zod';
import { getInvoice as fetchInvoice } from '../../fergus/endpoints/invoices.ts';
import { defineTool } from '../define-tool.ts';
import * as p from '../shared/params.ts';
import { invoiceRecord, toInvoiceRecord } from './invoice-view.ts';

export const getInvoice = defineTool({
  name: 'get-invoice',
  title: 'Get an invoice',
  description: 'One invoice with sections, line items and totals. By number: list-invoices (invoiceNumber).',
  toolset: 'invoices',
  everyday: false,
  access: 'read',
  input: z.object({ invoiceId: p.id('invoice') }),
  output: invoiceRecord,
  async handler({ invoiceId }, { fergus, company }) {
    const [invoice, profile] = await Promise.all([fetchInvoice(fergus, invoiceId), company()]);
    return { structured: toInvoiceRecord(invoice, profile) };
  },
  hints: ({ invoiceId }) => ({
    'not-found': `There is no invoice ${invoiceId}. Find its id with list-invoices, by invoiceNumber if it is known.`,
  }),
});
