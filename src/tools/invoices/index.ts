import type { Tool } from '../define-tool.ts';
import { getInvoice } from './get-invoice.ts';
import { listInvoices } from './list-invoices.ts';

export const invoiceTools: readonly Tool[] = [listInvoices, getInvoice];
