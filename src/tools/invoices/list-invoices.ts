import { z } from 'zod';
import type { CompanyProfile } from '../../fergus/company-profile.ts';
import { listInvoices as fetchInvoices } from '../../fergus/endpoints/invoices.ts';
import { resolveJobId } from '../../fergus/job-reference.ts';
import { INVOICE_SORT_FIELDS, type Invoice } from '../../fergus/types/invoices.ts';
import { defineTool } from '../define-tool.ts';
import { jobNotFound } from '../jobs/get-job.ts';
import { addDays, startOfDay, today } from '../shared/days.ts';
import { collect, listOutput } from '../shared/listing.ts';
import * as p from '../shared/params.ts';
import { dayOf, known } from '../shared/values.ts';
import { ToolError } from '../tool-error.ts';
import { daysOverdue, standingOf } from './invoice-money.ts';
import { listedInvoice, toInvoiceFields, toInvoiceItem } from './invoice-view.ts';

const STATUSES = ['unpaid', 'overdue', 'paid', 'draft', 'voided'] as const;
type Status = (typeof STATUSES)[number];

export const listInvoices = defineTool({
  name: 'list-invoices',
  title: 'List invoices',
  description: 'Invoices to customers, newest first, with what is paid, still owed and overdue.',
  toolset: 'invoices',
  everyday: true,
  access: 'read',
  input: z.object({
    status: z.enum(STATUSES).optional(),
    customerId: p.id('customer').optional(),
    job: p.job.optional(),
    invoiceNumber: p.text('Invoice number.', 50).optional(),
    dueAfter: p.day('Due from this day on.').optional(),
    dueBefore: p.day('Due before this day.').optional(),
    sortField: z.enum(INVOICE_SORT_FIELDS).default('createdAt'),
    sortOrder: z.enum(['asc', 'desc']).default('desc'),
    limit: p.limit,
    cursor: p.cursor,
    format: p.format,
  }),
  output: listOutput(listedInvoice),
  async handler(input, { fergus, company, progress }) {
    const { status, dueAfter, dueBefore } = input;
    if (dueAfter !== undefined && dueBefore !== undefined && dueAfter >= dueBefore) {
      throw new ToolError(
        `Nothing was sent to Fergus: no day lies from dueAfter (${dueAfter}) on and before dueBefore (${dueBefore}). Name an earlier dueAfter, or a later dueBefore.`,
      );
    }
    const [profile, jobId] = await Promise.all([
      company(),
      input.job === undefined ? undefined : resolveJobId(fergus, input.job),
    ]);
    const due = {
      from: dueAfter,
      before: status === 'overdue' ? earlier(dueBefore, today(profile)) : dueBefore,
    };
    const listing = await collect({
      limit: input.limit,
      cursor: input.cursor,
      progress,
      fetchPage: (page) =>
        fetchInvoices(fergus, {
          ...page,
          customerId: input.customerId,
          jobId,
          invoiceNumber: input.invoiceNumber,
          // A day more on both sides: whether Fergus counts the very moment as after or before is not known.
          dueAfter: due.from && startOfDay(addDays(due.from, -1), profile),
          dueBefore: due.before && startOfDay(addDays(due.before, 1), profile),
          sortField: input.sortField,
          sortOrder: input.sortOrder,
        }),
      keep: keepOf(status, due, profile),
      present: (invoice) =>
        input.format === 'detailed' ? toInvoiceFields(invoice, profile) : toInvoiceItem(invoice, profile),
    });
    return { structured: known({ ...listing, currency: profile.currency }) };
  },
  hints: ({ job }) => (job === undefined ? {} : { 'not-found': jobNotFound(job) }),
});

interface DueDays {
  /** From this day on. */
  readonly from: string | undefined;
  readonly before: string | undefined;
}

/** Fergus cannot filter by status, and the days of its filter are wider than those asked for. */
function keepOf(
  status: Status | undefined,
  { from, before }: DueDays,
  company: CompanyProfile,
): ((invoice: Invoice) => boolean) | undefined {
  if (status === undefined && from === undefined && before === undefined) return undefined;
  return (invoice) => hasStatus(invoice, status, company) && isDue(invoice, { from, before }, company);
}

function hasStatus(invoice: Invoice, status: Status | undefined, company: CompanyProfile): boolean {
  if (status === undefined) return true;
  return status === 'overdue' ? daysOverdue(invoice, company) !== undefined : standingOf(invoice) === status;
}

function isDue(invoice: Invoice, { from, before }: DueDays, company: CompanyProfile): boolean {
  const day = dayOf(invoice.dueDate, company);
  if (day === undefined) return from === undefined && before === undefined;
  return (from === undefined || day >= from) && (before === undefined || day < before);
}

function earlier(day: string | undefined, other: string): string {
  return day !== undefined && day < other ? day : other;
}
