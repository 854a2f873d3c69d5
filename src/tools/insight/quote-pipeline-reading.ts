import type { FergusApi } from '../../fergus/api.ts';
import type { CompanyProfile } from '../../fergus/company-profile.ts';
import { listQuotes } from '../../fergus/endpoints/quotes.ts';
import type { Quote } from '../../fergus/types/quotes.ts';
import { eventsWithin } from '../calendar/find-events.ts';
import { addDays } from '../shared/days.ts';
import { companyUsers } from '../shared/user-names.ts';
import { dayOf, integer, text } from '../shared/values.ts';
import { findPerson } from './person-argument.ts';
import { type Reading, readPages } from './read-pages.ts';

/** How far back quotes are read unless told otherwise: the longest that one may hold [spec]. */
export const DEFAULT_SINCE_DAYS = 180;
/** How long before its quote a visit may be. */
const VISIT_DAYS = 30;

/**
 * Quotes of all jobs created from `since` on, the newest first. Fergus's own filter by date would turn the order
 * round [spec], and the newest matter most where not all can be read.
 */
export function readQuotes(
  fergus: FergusApi,
  company: CompanyProfile,
  {
    since,
    progress,
    ...bounds
  }: {
    readonly since: string;
    readonly maxPages: number;
    readonly from?: string | undefined;
    readonly progress: (message: string) => void;
  },
): Promise<Reading<Quote>> {
  return readPages({
    ...bounds,
    fetchPage: (page) => listQuotes(fergus, { ...page, sortField: 'createdAt', sortOrder: 'desc' }),
    isPast: (quote) => (dayOf(quote.createdAt, company) ?? since) < since,
    progress: (read) => progress(`${read} quotes read`),
  });
}

/** The jobs whose quotes count as a person's. */
export interface Visits {
  /** The name, or the id where it is not known. */
  readonly user: string;
  /** Whether a quote is of one of them. */
  readonly covers: (quote: Quote) => boolean;
}

/**
 * The jobs that a person was booked to visit for a quote or an estimate. Fergus does not tell who wrote a quote;
 * this is what it knows.
 *
 * @throws {ToolError} for a name that fits nobody or several.
 */
export async function readVisits(
  fergus: FergusApi,
  company: CompanyProfile,
  reference: number | string,
  { since, today }: { readonly since: string; readonly today: string },
): Promise<Visits> {
  const user = findPerson(reference, await companyUsers(fergus));
  const period = { dateFrom: addDays(since, -VISIT_DAYS), dateTo: today };
  const events = await eventsWithin(fergus, company, period, { filterUserId: user.id });
  const visits = events.filter(({ eventType }) => /^(quote|estimate)$/i.test(text(eventType) ?? ''));
  const jobIds = new Set(visits.flatMap(({ jobId }) => integer(jobId) ?? []));
  return {
    user: user.name ?? `user ${user.id}`,
    covers: ({ jobId }) => jobIds.has(integer(jobId) ?? 0),
  };
}
