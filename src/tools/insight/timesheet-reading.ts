import type { FergusApi } from '../../fergus/api.ts';
import type { CompanyProfile } from '../../fergus/company-profile.ts';
import { listTimeEntries } from '../../fergus/endpoints/time-entries.ts';
import { addDays } from '../shared/days.ts';
import { ToolError } from '../tool-error.ts';
import type { Days } from './period.ts';
import { readPages } from './read-pages.ts';
import { type Entry, entryOf } from './timesheet-figures.ts';

/** A quarter of the company's requests a minute. */
export const MAX_PAGES = 25;

/** The entries of whole days from the first on. */
export interface EntriesRead {
  readonly entries: readonly Entry[];
  /** Up to where they are complete. */
  readonly period: Days;
  /** Whether days of the period are left, because the reading had to end. */
  readonly isCut: boolean;
}

/**
 * Reads the entries of a period by day. Where they are more than one call may read, or Fergus's limit of requests
 * ends it, the last day that was begun is left out: then the sums are exact for the days that they are said to be
 * of, and the rest is a period of its own.
 *
 * @throws {ToolError} where not even one day could be read whole.
 */
export async function readEntries(
  fergus: FergusApi,
  period: Days,
  userId: number | undefined,
  {
    company,
    progress,
    maxPages = MAX_PAGES,
  }: { company: CompanyProfile; progress: (message: string) => void; maxPages?: number },
): Promise<EntriesRead> {
  const { records, nextCursor } = await readPages({
    maxPages,
    fetchPage: async (page) => {
      const { items, ...rest } = await listTimeEntries(fergus, {
        ...page,
        filterDateFrom: period.from,
        filterDateTo: period.to,
        filterUserId: userId,
        sortField: 'timeEntryDate',
        sortOrder: 'asc',
      });
      return { ...rest, items: items.map((entry) => ({ id: entry.timeEntryId, entry })) };
    },
    progress: (read) => progress(`${read} time entries read`),
  });
  const entries = records.map(({ entry }) => entryOf(entry, company));
  if (nextCursor === undefined) return { entries, period, isCut: false };
  const begun = entries.findLast(({ day }) => day !== undefined)?.day ?? period.from;
  if (begun <= period.from) {
    throw new ToolError(
      `The time entries of ${period.from} alone could not all be read in one call: ${entries.length} were. Ask for one person with user, or again in a minute.`,
    );
  }
  return {
    entries: entries.filter(({ day }) => day === undefined || day < begun),
    period: { from: period.from, to: addDays(begun, -1) },
    isCut: true,
  };
}
