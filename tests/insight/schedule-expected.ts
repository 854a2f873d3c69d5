import type { Business, CalendarEvent } from '../../src/sandbox/fergus-api/business.ts';
import { occurrencesWithin } from '../../src/sandbox/fergus-api/calendar/recurrence.ts';
import { localTime } from '../../src/sandbox/fergus-api/local-time.ts';
import { ZONE } from './worked-business.ts';

/*
 * What get-schedule has to answer, worked out from the sandbox's own records in another way than the tool's: time
 * is walked through in quarters of an hour, and each is looked at by itself. The day of a quarter is what the clocks
 * in Auckland show, so that days of 23 and 25 hours come out by themselves.
 */

const QUARTER_MS = 900_000;

/** One event at one of its times. */
export interface Occurrence {
  readonly event: CalendarEvent;
  readonly start: number;
  readonly end: number;
}

/** The quarters of an hour of every day of a period, by day. */
export function quartersOf(from: string, to: string): Map<string, number[]> {
  const days = new Map<string, number[]>();
  const last = Date.parse(to) + 2 * 86_400_000;
  for (let time = Date.parse(from) - 86_400_000; time < last; time += QUARTER_MS) {
    const day = localTime(new Date(time), ZONE).slice(0, 10);
    if (day >= from && day <= to) days.set(day, [...(days.get(day) ?? []), time]);
  }
  return days;
}

/** The active events that have a part on one of the days. */
export function occurrencesOn(
  business: Business,
  quarters: ReadonlyMap<string, readonly number[]>,
): Occurrence[] {
  const times = [...quarters.values()].flat();
  const [from, to] = [Math.min(...times), Math.max(...times) + QUARTER_MS].map((time) =>
    new Date(time).toISOString(),
  );
  return [...business.calendarEvents.values()]
    .filter(({ isActive }) => isActive)
    .flatMap((event) =>
      occurrencesWithin(event, ZONE, String(from), String(to)).map(({ startTime, endTime }) => ({
        event,
        start: Date.parse(startTime),
        end: Date.parse(endTime),
      })),
    );
}

/** What one person has on one day. */
export interface ExpectedDay {
  readonly bookings: readonly Occurrence[];
  readonly bookedHours: number;
  readonly gaps: readonly string[];
  /** Pairs of event ids, the smaller first. */
  readonly overlaps: readonly string[];
}

export function expectedDay(own: readonly Occurrence[], quarters: readonly number[]): ExpectedDay {
  const on = (time: number) => own.filter(({ start, end }) => start <= time && time < end);
  const isWholeDay = (one: Occurrence) => one.event.isAllDay;
  const bookings = own.filter(({ start, end }) => quarters.some((time) => start <= time && time < end));
  const timed = quarters.map((time) => on(time).some((one) => !isWholeDay(one)));
  const overlaps = new Set<string>();
  for (const time of quarters) {
    const busy = bookings.filter((one) => isWholeDay(one) || on(time).includes(one));
    for (const first of busy) {
      for (const second of busy) {
        const [a, b] = [bookings.indexOf(first), bookings.indexOf(second)];
        if (a < b)
          overlaps.add(
            [first, second]
              .map((one) => `${one.event.id} ${one.start}`)
              .sort()
              .join(' / '),
          );
      }
    }
  }
  return {
    bookings,
    bookedHours: timed.filter(Boolean).length / 4,
    gaps: bookings.some(isWholeDay) ? [] : gapsOf(timed, quarters),
    overlaps: [...overlaps].sort(),
  };
}

/** The runs of free quarters that have busy ones before and behind them, as the clocks show them. */
function gapsOf(busy: readonly boolean[], quarters: readonly number[]): string[] {
  const [first, last] = [busy.indexOf(true), busy.lastIndexOf(true)];
  const gaps: string[] = [];
  let from: number | undefined;
  for (let index = Math.max(0, first); index <= last; index += 1) {
    if (busy[index] === false) from ??= quarters[index];
    else if (from !== undefined) {
      gaps.push(`${clock(from)}–${clock(quarters[index] ?? 0)}`);
      from = undefined;
    }
  }
  return gaps;
}

export function clock(time: number): string {
  return localTime(new Date(time), ZONE).slice(11);
}
