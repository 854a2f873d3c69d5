/**
 * The occurrences of calendar events. A series keeps its wall-clock time in the company's zone, so that a
 * meeting at eight stays at eight when summer time begins. A month or year without the series' day (31 June,
 * 29 February) has no occurrence, as in iCalendar. An event that does not repeat has exactly one.
 */

import type { CalendarEvent, Frequency, Iso, Recurrence } from '../business.ts';
import { addDays, fromLocalTime, localDay, localTime } from '../local-time.ts';

/** Series without an end stop here, a hundred years after their start. */
const MOST_DAYS = 36_525;

/** When one occurrence takes place; its event is known to the caller. */
export interface Occurrence {
  readonly startTime: Iso;
  readonly endTime: Iso;
}

/**
 * The occurrences in the order of time, without excluded ones. Of a series `from` skips those that are over by
 * then without working them out.
 */
export function* occurrencesOf(event: CalendarEvent, zone: string, from?: Iso): Generator<Occurrence> {
  const { startTime, endTime, recurrence } = event;
  if (recurrence === null) {
    yield { startTime, endTime };
    return;
  }
  const start = new Date(startTime);
  const duration = durationOf(event);
  const time = localTime(start, zone).slice(11);
  const firstDay = localDay(new Date(Date.parse(from ?? startTime) - duration), zone);
  for (const day of daysOf(recurrence, localDay(start, zone))) {
    if (day < firstDay) continue;
    const begin = fromLocalTime(`${day} ${time}`, zone);
    const occurrence = occurrenceAt(begin.toISOString(), duration);
    if (!recurrence.excludedStarts.includes(occurrence.startTime)) yield occurrence;
  }
}

/** The occurrences that have a part between `from` and `to`, the latter excluded. */
export function occurrencesWithin(event: CalendarEvent, zone: string, from: Iso, to: Iso): Occurrence[] {
  const found: Occurrence[] = [];
  for (const occurrence of occurrencesOf(event, zone, from)) {
    if (occurrence.startTime >= to) break;
    if (occurrence.endTime > from) found.push(occurrence);
  }
  return found;
}

/** The first occurrence that is left. */
export function firstOccurrence(event: CalendarEvent, zone: string): Occurrence {
  const [first = event] = occurrencesOf(event, zone);
  return { startTime: first.startTime, endTime: first.endTime };
}

/** The occurrence that begins exactly then, if there is one. */
export function occurrenceStarting(event: CalendarEvent, zone: string, start: Iso): Occurrence | undefined {
  for (const occurrence of occurrencesOf(event, zone, start)) {
    if (occurrence.startTime >= start) return occurrence.startTime === start ? occurrence : undefined;
  }
  return undefined;
}

/** A repetition as it is answered: `endDate` is the end of its last day or of its last occurrence, if it ends. */
export function recurringEventDetails(event: CalendarEvent, zone: string) {
  const { recurrence } = event;
  if (recurrence === null) return null;
  const endDate = endOf(event, recurrence, zone);
  const { frequency, interval, endType, count } = recurrence;
  const rule = [`FREQ=${frequency}`, `INTERVAL=${interval}`];
  if (endType === 'AFTER') rule.push(`COUNT=${count}`);
  if (endType === 'ON_DATE' && endDate !== null) {
    rule.push(`UNTIL=${endDate.replace(/[-:]|\.\d+/g, '')}`);
  }
  return { startDate: event.startTime, endDate, rRule: rule.join(';'), text: inWords(recurrence) };
}

/** In milliseconds. */
export function durationOf({ startTime, endTime }: Occurrence): number {
  return Date.parse(endTime) - Date.parse(startTime);
}

/** @param duration in milliseconds. */
export function occurrenceAt(startTime: Iso, duration: number): Occurrence {
  return { startTime, endTime: new Date(Date.parse(startTime) + duration).toISOString() };
}

/** The local days of a series that begins on `startDay`, excluded ones too: they count among `count`. */
function* daysOf(recurrence: Recurrence, startDay: string): Generator<string> {
  const { frequency, interval, endDate } = recurrence;
  const lastDay = endDate ?? addDays(startDay, MOST_DAYS);
  const most = recurrence.count ?? Number.POSITIVE_INFINITY;
  let found = 0;
  for (let steps = 0; found < most; steps += interval) {
    const day = dayAfter(startDay, frequency, steps);
    if (day === undefined) continue;
    if (day > lastDay) return;
    found += 1;
    yield day;
  }
}

/** The day so many days, weeks, months or years later; `undefined` where that month lacks it. */
function dayAfter(startDay: string, frequency: Frequency, steps: number): string | undefined {
  if (frequency === 'DAILY') return addDays(startDay, steps);
  if (frequency === 'WEEKLY') return addDays(startDay, steps * 7);
  const start = new Date(startDay);
  const months = frequency === 'MONTHLY' ? steps : steps * 12;
  const date = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + months, start.getUTCDate()));
  return date.getUTCDate() === start.getUTCDate() ? date.toISOString().slice(0, 10) : undefined;
}

function endOf(event: CalendarEvent, { endDate, count }: Recurrence, zone: string): Iso | null {
  if (endDate !== null) return fromLocalTime(`${endDate} 23:59`, zone).toISOString();
  if (count === null) return null;
  return [...occurrencesOf(event, zone)].at(-1)?.endTime ?? null;
}

const UNITS: Readonly<Record<Frequency, string>> = {
  DAILY: 'day',
  WEEKLY: 'week',
  MONTHLY: 'month',
  YEARLY: 'year',
};

function inWords({ frequency, interval, endDate, count }: Recurrence): string {
  const unit = UNITS[frequency];
  const often = interval === 1 ? `Every ${unit}` : `Every ${interval} ${unit}s`;
  if (endDate !== null) return `${often} until ${endDate}`;
  if (count !== null) return `${often}, ${count === 1 ? 'once' : `${count} times`}`;
  return often;
}
