import { z } from 'zod';
import type { CompanyProfile } from '../../fergus/company-profile.ts';
import type { CalendarEvent } from '../../fergus/types/calendar-events.ts';
import type { Invoice } from '../../fergus/types/invoices.ts';
import type { Job } from '../../fergus/types/jobs.ts';
import type { Note } from '../../fergus/types/notes.ts';
import type { TimeEntry } from '../../fergus/types/time-entries.ts';
import { daysOverdue, invoiceAmounts } from '../invoices/invoice-money.ts';
import { jobHead, toJobHead } from '../jobs/job-view.ts';
import { QUOTE_STATES, type QuoteState } from '../quotes/quote-state.ts';
import { reach } from '../shared/contact-items.ts';
import { addressLine, dayOf, fullName, integer, known, list, moment, text } from '../shared/values.ts';
import type { InvoiceSums, JobMoney } from './job-overview-figures.ts';
import { byPerson, entryOf, sumOf } from './timesheet-figures.ts';

const MAX_INVOICES = 10;
const MAX_NOTES = 5;
const MAX_BOOKINGS = 10;
const NOTE_CHARS = 300;

const quote = z.object({
  quoteId: z.int().optional(),
  versionNumber: z.int().optional(),
  title: z.string().optional(),
  state: z.enum(QUOTE_STATES),
  dueDate: z.string().optional(),
});

const money = z.object({
  quoted: z.number().optional().describe('The active quote with the options that were accepted.'),
  costs: z.number().optional(),
  chargeable: z.number().optional().describe('Time and material at charge-out prices.'),
  billed: z.number().optional(),
  unbilled: z.number().optional().describe('The accepted quote, else chargeable, less billed.'),
  margin: z.number().optional().describe('chargeable less costs; worked out here, not by Fergus.'),
  quoteMargin: z.number().optional().describe('The accepted quote less costs; worked out here.'),
});

const invoicing = z.object({
  invoiced: z.number(),
  paid: z.number(),
  outstanding: z.number(),
  overdue: z.number(),
  drafts: z.int().describe('Not in the sums.'),
  voided: z.int().describe('Not in the sums.'),
});

const invoice = z.object({
  invoiceId: z.int(),
  invoiceNumber: z.string().optional(),
  status: z.string().optional(),
  dueDate: z.string().optional(),
  total: z.number().optional().describe('With tax.'),
  outstanding: z.number().optional(),
  daysOverdue: z.int().optional(),
});

const person = z.object({
  user: z.string().optional(),
  userId: z.int().optional(),
  paidHours: z.number(),
  chargedHours: z.number(),
});

const note = z.object({
  noteId: z.int(),
  createdAt: z.string().optional(),
  createdBy: z.string().optional(),
  text: z.string().optional(),
  pinned: z.literal(true).optional(),
  replies: z.int().optional(),
});

const booking = z.object({
  calendarEventId: z.int(),
  start: z.string().optional(),
  end: z.string().optional(),
  title: z.string().optional(),
  user: z.string().optional().describe('Missing where nobody is assigned.'),
});

/** Parts that could not be read are left out, and `unread` says so. */
export const jobOverview = jobHead.extend({
  status: z.string().optional(),
  jobType: z.string().optional(),
  onHold: z.literal(true).optional(),
  archived: z.literal(true).optional(),
  description: z.string().optional(),
  createdAt: z.string().optional(),
  customer: z.string().optional(),
  customerId: z.int().optional(),
  site: z.string().optional().describe('Name and address.'),
  siteId: z.int().optional(),
  contact: z.string().optional(),
  phone: z.string().optional(),
  email: z.string().optional(),
  quote: quote.optional(),
  phases: z
    .array(z.object({ jobPhaseId: z.int(), title: z.string().optional(), status: z.string().optional() }))
    .optional(),
  money: money.optional().describe('Before tax.'),
  invoicing: invoicing.optional().describe('With tax.'),
  invoices: z.array(invoice).optional().describe(`The newest ${MAX_INVOICES}.`),
  hours: z.object({ paidHours: z.number(), chargedHours: z.number(), people: z.array(person) }).optional(),
  bookings: z.array(booking).optional().describe(`The next ${MAX_BOOKINGS}.`),
  bookedUntil: z.string().optional().describe('The last day that bookings were looked up for.'),
  notes: z.array(note).optional().describe(`Pinned ones, then the newest; ${MAX_NOTES} at most.`),
  missing: z.array(z.string()).describe('What the job lacks or waits for.'),
  unread: z.array(z.string()).optional().describe('What could not be read, and why.'),
  coverage: z.string(),
  currency: z.string().optional(),
  timeZone: z.string(),
});
export type JobOverview = z.output<typeof jobOverview>;

export function toOverviewHead(job: Job, company: CompanyProfile) {
  const { siteAddress: site, mainContact } = job;
  const place = [...new Set([text(site?.name), addressLine(site)])].filter(Boolean).join(', ');
  return known({
    ...toJobHead(job),
    status: text(job.status),
    jobType: text(job.jobType),
    onHold: job.onHold === true ? (true as const) : undefined,
    archived: job.archived === true ? (true as const) : undefined,
    description: shortened(text(job.longDescription)),
    createdAt: dayOf(job.createdAt, company),
    customer: text(job.customer?.customerFullName),
    customerId: integer(job.customer?.id),
    site: place || undefined,
    siteId: integer(site?.id),
    contact: fullName(mainContact),
    ...reach(mainContact?.contactItems),
  });
}

export function toOverviewQuote(
  { activeQuote }: Job,
  state: QuoteState | undefined,
  company: CompanyProfile,
): JobOverview['quote'] {
  if (!activeQuote || state === undefined) return undefined;
  return known({
    quoteId: integer(activeQuote.id),
    versionNumber: integer(activeQuote.versionNumber),
    title: text(activeQuote.title),
    state,
    dueDate: dayOf(activeQuote.dueDate, company),
  });
}

export function toOverviewMoney(figures: JobMoney): JobOverview['money'] {
  const amounts = Object.entries(figures).map(([name, cents]) => [name, cents && cents / 100]);
  return known(Object.fromEntries(amounts) as { [Name in keyof JobMoney]: number | undefined });
}

export function toInvoicing(sums: InvoiceSums): JobOverview['invoicing'] {
  const { invoiced, paid, outstanding, overdue, drafts, voided } = sums;
  return {
    invoiced: invoiced / 100,
    paid: paid / 100,
    outstanding: outstanding / 100,
    overdue: overdue / 100,
    drafts,
    voided,
  };
}

export function toOverviewInvoices(
  invoices: readonly Invoice[],
  company: CompanyProfile,
): JobOverview['invoices'] {
  return invoices.slice(0, MAX_INVOICES).map((one) => {
    const { total, outstanding } = invoiceAmounts(one);
    return known({
      invoiceId: one.id,
      invoiceNumber: text(one.invoiceNumber),
      status: text(one.status),
      dueDate: dayOf(one.dueDate, company),
      total,
      outstanding: outstanding || undefined,
      daysOverdue: daysOverdue(one, company),
    });
  });
}

export function toOverviewHours(items: readonly TimeEntry[], company: CompanyProfile): JobOverview['hours'] {
  const entries = items.map((item) => entryOf(item, company));
  const total = sumOf(entries);
  const people = [...byPerson(entries).values()].map(({ entries: own, worked }) =>
    known({
      user: own.find(({ user }) => user !== undefined)?.user,
      userId: own[0]?.userId,
      paidHours: worked.paid / 100,
      chargedHours: worked.charged / 100,
    }),
  );
  people.sort((a, b) => b.paidHours - a.paidHours || (a.user ?? '').localeCompare(b.user ?? ''));
  return { paidHours: total.paid / 100, chargedHours: total.charged / 100, people };
}

export function toOverviewNotes(
  notes: readonly Note[],
  names: ReadonlyMap<number, string>,
  company: CompanyProfile,
): JobOverview['notes'] {
  const pinnedFirst = notes.toSorted((a, b) => Number(b.isPinned === true) - Number(a.isPinned === true));
  return pinnedFirst.slice(0, MAX_NOTES).map((one) =>
    known({
      noteId: one.id,
      createdAt: moment(one.createdAt, company),
      createdBy: names.get(integer(one.createdById) ?? 0),
      text: shortened(text(one.text)),
      pinned: one.isPinned === true ? (true as const) : undefined,
      replies: list(one.replies).length || undefined,
    }),
  );
}

export function toOverviewBookings(
  events: readonly CalendarEvent[],
  company: CompanyProfile,
): JobOverview['bookings'] {
  return events.slice(0, MAX_BOOKINGS).map((event) =>
    known({
      calendarEventId: event.id,
      start: moment(event.startTime, company),
      end: moment(event.endTime, company),
      title: text(event.title),
      user: text(event.userName),
    }),
  );
}

function shortened(value: string | undefined): string | undefined {
  return value !== undefined && value.length > NOTE_CHARS ? `${value.slice(0, NOTE_CHARS)}…` : value;
}
