import type { FergusApi, Page } from '../../fergus/api.ts';
import type { CompanyProfile } from '../../fergus/company-profile.ts';
import { listInvoices } from '../../fergus/endpoints/invoices.ts';
import { getJobFinancialSummary } from '../../fergus/endpoints/jobs.ts';
import { listNotes } from '../../fergus/endpoints/notes.ts';
import { listPhases } from '../../fergus/endpoints/phases.ts';
import { listTimeEntries } from '../../fergus/endpoints/time-entries.ts';
import { listUsers } from '../../fergus/endpoints/users.ts';
import type { CalendarEvent } from '../../fergus/types/calendar-events.ts';
import type { FinancialSummary } from '../../fergus/types/financial-summary.ts';
import type { Invoice } from '../../fergus/types/invoices.ts';
import type { Job } from '../../fergus/types/jobs.ts';
import type { Note } from '../../fergus/types/notes.ts';
import type { Phase } from '../../fergus/types/phases.ts';
import type { TimeEntry } from '../../fergus/types/time-entries.ts';
import { eventsWithin } from '../calendar/find-events.ts';
import { windowsFor } from '../calendar/windows.ts';
import { addDays, today } from '../shared/days.ts';
import { dayOf, fullName, integer, text } from '../shared/values.ts';
import { bareJobNumber } from '../time-entries/job-number.ts';
import { type Part, part } from './parts.ts';

/** Company, the job, and a request for each of the six parts. */
export const MAX_REQUESTS = 8;

/** What hangs on a job, each part read by one request and failing alone. */
export interface OverviewParts {
  readonly financials: Part<FinancialSummary>;
  readonly phases: Part<readonly Phase[]>;
  readonly invoices: Part<Page<Invoice>>;
  readonly notes: Part<Page<Note>>;
  /** Nothing for a job without a number, which nobody can have entered time for. */
  readonly 'time entries': Part<Page<TimeEntry>> | undefined;
  readonly bookings: Part<Bookings>;
}

export interface Bookings {
  /** Those that are not over yet, by time. */
  readonly events: readonly CalendarEvent[];
  /** The last day that was looked at. */
  readonly until: string;
}

export async function readParts(
  fergus: FergusApi,
  job: Job,
  company: CompanyProfile,
): Promise<OverviewParts> {
  const { id: jobId } = job;
  const number = bareJobNumber(job);
  const [financials, phases, invoices, notes, time, bookings] = await Promise.all([
    part(getJobFinancialSummary(fergus, jobId)),
    part(listPhases(fergus, jobId, { cacheFor: 'brief' })),
    part(readInvoices(fergus, jobId)),
    part(readNotes(fergus, jobId)),
    number === undefined ? undefined : part(readTime(fergus, job, number, company)),
    part(readBookings(fergus, jobId, company)),
  ]);
  return { financials, phases, invoices, notes, 'time entries': time, bookings };
}

/*
 * A filter that Fergus does not understand is ignored silently [client], so everything that came is checked to be
 * of this job: another's money or notes must not pass for its own.
 */

async function readInvoices(fergus: FergusApi, jobId: number): Promise<Page<Invoice>> {
  const query = { jobId, sortField: 'createdAt', sortOrder: 'desc', pageSize: 100 } as const;
  const { items, nextCursor } = await listInvoices(fergus, query);
  return { items: items.filter((invoice) => integer(invoice.jobId) === jobId), nextCursor };
}

async function readNotes(fergus: FergusApi, jobId: number): Promise<Page<Note>> {
  const { items, nextCursor } = await listNotes(fergus, {
    filterEntityName: 'job',
    filterEntityId: jobId,
    sortField: 'created_at',
    sortOrder: 'desc',
    pageSize: 20,
  });
  const own = items.filter(
    ({ entityName, entityId }) => text(entityName)?.toLowerCase() === 'job' && integer(entityId) === jobId,
  );
  return { items: own, nextCursor };
}

/** Without dates only the last week would come [client]; work is at times entered before its job was. */
async function readTime(
  fergus: FergusApi,
  job: Job,
  filterJobNo: number,
  company: CompanyProfile,
): Promise<Page<TimeEntry>> {
  const now = today(company);
  const { items, nextCursor } = await listTimeEntries(fergus, {
    filterJobNo,
    filterDateFrom: addDays(dayOf(job.createdAt, company) ?? now, -366),
    filterDateTo: addDays(now, 31),
    sortField: 'timeEntryDate',
    sortOrder: 'desc',
    pageSize: 100,
  });
  return { items: items.filter((entry) => integer(entry.jobId) === job.id), nextCursor };
}

/** The bookings as far ahead as one window of the calendar goes: a week at least, a month at most. */
async function readBookings(fergus: FergusApi, jobId: number, company: CompanyProfile): Promise<Bookings> {
  const dateFrom = today(company);
  let until = addDays(dateFrom, 31);
  while (windowsFor(dateFrom, until, company).length > 1) until = addDays(until, -1);
  const events = await eventsWithin(fergus, company, { dateFrom, dateTo: until }, { filterJobId: jobId });
  const now = Date.now();
  const ahead = events.filter(
    (event) =>
      integer(event.jobId) === jobId && event.isActive !== false && Date.parse(String(event.endTime)) > now,
  );
  return { events: ahead, until };
}

/**
 * Names of the people who wrote notes, by id: those who have worked or are booked on the job are known already,
 * and users are asked for only where a request is left for it.
 */
export async function authorNames(
  fergus: FergusApi,
  { notes, 'time entries': time, bookings }: OverviewParts,
): Promise<ReadonlyMap<number, string>> {
  const names = new Map<number, string>();
  const learn = (id: unknown, name: string | undefined) => {
    const known = integer(id);
    if (known !== undefined && name !== undefined) names.set(known, name);
  };
  for (const { userId, user } of time?.value?.items ?? []) learn(userId, text(user));
  for (const { userId, userName } of bookings.value?.events ?? []) learn(userId, text(userName));
  const authors = (notes.value?.items ?? []).map(({ createdById }) => integer(createdById));
  const isKnown = authors.every((id) => id === undefined || names.has(id));
  if (isKnown || fergus.sent >= MAX_REQUESTS) return names;
  const users = await part(listUsers(fergus, { pageSize: 100 }));
  for (const user of users.value?.items ?? []) learn(user.id, fullName(user));
  return names;
}
