import { z } from 'zod';
import { resolveJob } from '../../fergus/job-reference.ts';
import { defineTool } from '../define-tool.ts';
import { jobNotFound } from '../jobs/get-job.ts';
import * as p from '../shared/params.ts';
import { known, text } from '../shared/values.ts';
import { activeQuoteState, invoiceSums, jobMoney } from './job-overview-figures.ts';
import { missingOf } from './job-overview-missing.ts';
import { jobOverviewNote } from './job-overview-note.ts';
import { authorNames, type OverviewParts, readParts } from './job-overview-reading.ts';
import {
  jobOverview,
  toInvoicing,
  toOverviewBookings,
  toOverviewHead,
  toOverviewHours,
  toOverviewInvoices,
  toOverviewMoney,
  toOverviewNotes,
  toOverviewQuote,
} from './job-overview-view.ts';
import { failuresOf } from './parts.ts';

/**
 * Costs eight requests at most: company, the job and six parts, of which company and phases are kept for a while. Only a bare number that stands in the numbers of
 * more than a hundred jobs takes a request more for each further hundred.
 */
export const getJobOverview = defineTool({
  name: 'get-job-overview',
  title: 'Get the overview of a job',
  description:
    'All about one job: phases, quote, money (quoted, costs, billed, paid, margin), invoices, hours by person, next bookings, notes, and what is missing.',
  toolset: 'insight',
  everyday: true,
  access: 'read',
  input: z.object({ job: p.job }),
  output: jobOverview,
  async handler({ job: reference }, { fergus, company }) {
    const [job, profile] = await Promise.all([resolveJob(fergus, reference), company()]);
    const parts = await readParts(fergus, job, profile);
    const names = await authorNames(fergus, parts);
    const { financials, phases, invoices, notes, bookings, 'time entries': time } = parts;
    const state = activeQuoteState(job.activeQuote, financials.value);
    const money = financials.value && jobMoney(financials.value, state);
    const sums = invoices.value && invoiceSums(invoices.value.items, profile);
    const view = known({
      ...toOverviewHead(job, profile),
      quote: toOverviewQuote(job, state, profile),
      phases: phases.value?.map(({ id, title, status }) =>
        known({ jobPhaseId: id, title: text(title), status: text(status) }),
      ),
      money: money && toOverviewMoney(money),
      invoicing: sums && toInvoicing(sums),
      invoices: invoices.value && toOverviewInvoices(invoices.value.items, profile),
      hours: time?.value && toOverviewHours(time.value.items, profile),
      bookings: bookings.value && toOverviewBookings(bookings.value.events, profile),
      bookedUntil: bookings.value?.until,
      notes: notes.value && toOverviewNotes(notes.value.items, names, profile),
      currency: text(financials.value?.currency) ?? profile.currency,
    });
    const unread = failuresOf({ ...parts });
    return {
      structured: known({
        ...view,
        missing: missingOf({ view, money, invoices: sums }),
        unread: unread.length > 0 ? unread : undefined,
        coverage: coverageOf(parts),
        timeZone: profile.timeZone,
      }),
    };
  },
  text: jobOverviewNote,
  hints: ({ job }) => ({ 'not-found': jobNotFound(job) }),
});

/** How much of each list was read, and where the rest is. */
function coverageOf(parts: OverviewParts): string {
  const { phases, invoices, notes, bookings, 'time entries': time } = parts;
  const count = (name: string, read: { items: readonly unknown[]; nextCursor: unknown } | undefined) =>
    read && `${name} ${read.items.length}${read.nextCursor === undefined ? '' : ' of more'}`;
  const read = [
    phases.value && `phases ${phases.value.length}`,
    count('invoices', invoices.value),
    count('time entries', time?.value),
    bookings.value && `bookings ahead ${bookings.value.events.length}`,
    count('notes', notes.value),
  ].filter(Boolean);
  const rest = [
    invoices.value?.nextCursor !== undefined &&
      'sums of invoices are of the newest only: list-invoices has all',
    time?.value?.nextCursor !== undefined &&
      'hours are of the newest entries only: list-time-entries has all',
    notes.value?.nextCursor !== undefined && 'list-notes has all notes',
  ].filter(Boolean);
  return `Read: ${read.join(', ')}.${rest.length > 0 ? ` Of what is marked “of more”: ${rest.join('; ')}.` : ''}`;
}
