import type { FergusApi, QuoteAmount } from '../../fergus/api.ts';
import type { CompanyProfile } from '../../fergus/company-profile.ts';
import { getJobFinancialSummary } from '../../fergus/endpoints/jobs.ts';
import type { CalendarEvent } from '../../fergus/types/calendar-events.ts';
import type { Invoice } from '../../fergus/types/invoices.ts';
import type { Job } from '../../fergus/types/jobs.ts';
import type { Quote } from '../../fergus/types/quotes.ts';
import { eventsWithin } from '../calendar/find-events.ts';
import { quoteState } from '../quotes/quote-state.ts';
import { ToolError } from '../tool-error.ts';
import { jobsToInvoice, unbilledOf } from './business-snapshot-figures.ts';
import { type Part, part } from './parts.ts';
import type { Days } from './period.ts';
import { amountsOf } from './quote-pipeline-amounts.ts';
import { readQuotes } from './quote-pipeline-reading.ts';
import { type Reading, readPages } from './read-pages.ts';
import { readInvoices } from './receivables-reading.ts';
import { recentJobs } from './recent-jobs.ts';
import { type EntriesRead, readEntries } from './timesheet-reading.ts';

/** Of one call, in all. */
export const MAX_REQUESTS = 20;
/** What is read side by side comes to 12 at most, with two windows of the calendar. */
const MAX_PAGES = { 'time entries': 3, quotes: 3, invoices: 4, jobs: 10 } as const;
/** Kept back from the jobs for amounts that have to be read one by one. */
const FOR_AMOUNTS = 4;
/** Jobs to be invoiced whose money is looked up. */
const MAX_TO_INVOICE = 6;

/** What the snapshot is about. */
export interface Scope {
  readonly bookings: Days;
  readonly hours: Days;
  /** Quotes created from this day on. */
  readonly quotesSince: string;
}

/** Every part fails alone: whoever may not see invoices still has a schedule. */
export interface SnapshotParts {
  readonly bookings: Part<readonly CalendarEvent[]>;
  readonly 'time entries': Part<EntriesRead | undefined>;
  readonly quotes: Part<Reading<Quote>>;
  readonly invoices: Part<Reading<Invoice>>;
  readonly jobs: Part<Reading<Job>>;
  /** By job id; nothing of a job that was not looked up. */
  readonly 'work to be invoiced': Part<ReadonlyMap<number, number>>;
  readonly 'amounts of quotes': Part<ReadonlyMap<number, QuoteAmount>>;
}

/**
 * Reads everything within {@link MAX_REQUESTS}: the lists first, then with what is left the money of jobs that are
 * to be invoiced, and the amounts of quotes that wait.
 */
export async function readSnapshot(
  fergus: FergusApi,
  company: CompanyProfile,
  scope: Scope,
  progress: (message: string) => void,
): Promise<SnapshotParts> {
  const [bookings, time, quotes, invoices] = await Promise.all([
    part(eventsWithin(fergus, company, { dateFrom: scope.bookings.from, dateTo: scope.bookings.to })),
    part(readHours(fergus, company, scope.hours, progress)),
    part(readQuotes(fergus, company, { since: scope.quotesSince, maxPages: MAX_PAGES.quotes, progress })),
    part(readInvoices(fergus, { maxPages: MAX_PAGES.invoices, progress })),
  ]);
  const left = () => MAX_REQUESTS - fergus.sent;
  const jobs = await part(readJobs(fergus, Math.min(MAX_PAGES.jobs, left() - FOR_AMOUNTS), progress));
  const done = jobsToInvoice(jobs.value?.records ?? []);
  const unbilled = await part(readUnbilled(fergus, done.slice(0, Math.min(MAX_TO_INVOICE, left()))));
  const waiting = (quotes.value?.records ?? []).filter((quote) => isWaiting(quote));
  const amounts = await part(amountsOf(fergus, waiting, left(), progress));
  return {
    bookings,
    'time entries': time,
    quotes,
    invoices,
    jobs,
    'work to be invoiced': unbilled,
    'amounts of quotes': amounts,
  };
}

/** Nothing where even the first day has more entries than are read here. */
async function readHours(
  fergus: FergusApi,
  company: CompanyProfile,
  period: Days,
  progress: (message: string) => void,
): Promise<EntriesRead | undefined> {
  const maxPages = MAX_PAGES['time entries'];
  try {
    return await readEntries(fergus, period, undefined, { company, progress, maxPages });
  } catch (error) {
    if (error instanceof ToolError) return undefined;
    throw error;
  }
}

/** The jobs that changed last. */
function readJobs(
  fergus: FergusApi,
  maxPages: number,
  progress: (message: string) => void,
): Promise<Reading<Job>> {
  return readPages({
    maxPages,
    fetchPage: ({ pageCursor }) => recentJobs(fergus, pageCursor),
    progress: (read) => progress(`${read} jobs read`),
  });
}

/** One that fails is left out, and the failure is told where all of them do. */
async function readUnbilled(fergus: FergusApi, jobs: readonly Job[]): Promise<ReadonlyMap<number, number>> {
  const unbilled = new Map<number, number>();
  const summaries = await Promise.all(jobs.map((job) => part(getJobFinancialSummary(fergus, job.id))));
  const failures = summaries.flatMap(({ failure }) => failure ?? []);
  if (failures[0] && failures.length === jobs.length) throw failures[0];
  for (const [index, job] of jobs.entries()) {
    const summary = summaries[index]?.value;
    const cents = summary && unbilledOf(job, summary);
    if (cents !== undefined) unbilled.set(job.id, cents);
  }
  return unbilled;
}

function isWaiting(quote: Quote): boolean {
  const state = quoteState(quote);
  return state === 'sent' || state === 'published';
}
