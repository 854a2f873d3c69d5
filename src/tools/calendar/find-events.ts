import type { FergusApi } from '../../fergus/api.ts';
import type { CompanyProfile } from '../../fergus/company-profile.ts';
import { listCalendarEvents } from '../../fergus/endpoints/calendar-events.ts';
import type { CalendarEvent, CalendarEventsQuery } from '../../fergus/types/calendar-events.ts';
import { addDays, startOfDay } from '../shared/days.ts';
import { windowsFor } from './windows.ts';

/** The filters that Fergus has besides the window. */
export type EventFilters = Omit<CalendarEventsQuery, 'filterDateFrom' | 'filterCalendarRange'>;

/** Days in the company's zone, both included. */
export interface Period {
  readonly dateFrom: string;
  readonly dateTo: string;
}

/**
 * Every event that has a part in the period, each once, in the order of time. Occurrences of a series share its
 * id and differ by their start.
 */
export async function eventsWithin(
  fergus: FergusApi,
  company: CompanyProfile,
  { dateFrom, dateTo }: Period,
  filters: EventFilters = {},
): Promise<CalendarEvent[]> {
  const windows = windowsFor(dateFrom, dateTo, company);
  const answers = await Promise.all(
    windows.map((window) => listCalendarEvents(fergus, { ...filters, ...window })),
  );
  const from = Date.parse(startOfDay(dateFrom, company));
  const to = Date.parse(startOfDay(addDays(dateTo, 1), company));
  const events = new Map(answers.flat().map((event) => [`${event.id} ${event.startTime}`, event]));
  return [...events.values()]
    .filter((event) => {
      const { start, end } = timesOf(event);
      // What has no time that can be read is shown rather than lost.
      return !(start >= to) && !(end <= from && start < from);
    })
    .sort(byTime);
}

/** Start and end in milliseconds; NaN where Fergus sends none that can be read. */
export function timesOf({ startTime, endTime }: CalendarEvent): {
  readonly start: number;
  readonly end: number;
} {
  return { start: Date.parse(String(startTime)), end: Date.parse(String(endTime)) };
}

/** Events without a time come last. */
function byTime(a: CalendarEvent, b: CalendarEvent): number {
  const [first, second] = [a, b].map((event) => timesOf(event).start || Number.MAX_SAFE_INTEGER);
  return (first ?? 0) - (second ?? 0) || a.id - b.id;
}
