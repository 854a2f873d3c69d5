import { type FergusApi, type Page, path } from '../api.ts';
import type { TimeEntriesQuery, TimeEntry } from '../types/time-entries.ts';

/** `GET /timeEntries`: without dates about the last week only. No operation reads a single entry. */
export function listTimeEntries(api: FergusApi, query: TimeEntriesQuery = {}): Promise<Page<TimeEntry>> {
  return api.page({ method: 'GET', path: path`/timeEntries`, query: { ...query } });
}
