import type { CompanyProfile } from '../../fergus/company-profile.ts';
import type { CalendarEvent } from '../../fergus/types/calendar-events.ts';
import { timesOf } from '../calendar/find-events.ts';
import { addDays, startOfDay } from '../shared/days.ts';
import { integer, text } from '../shared/values.ts';

/*
 * The calendar by day and person, in the company's zone. Times are milliseconds since 1970 and differences between
 * them pass as clocks run, so that a day of 23 or 25 hours is one. What runs over midnight has a part on each day.
 */

/** A stretch of time, `to` excluded. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** The part of an event that lies on one day; of an all-day event, the whole day. */
export interface Booking extends Stretch {
  readonly event: CalendarEvent;
  readonly allDay: boolean;
}

/** Two bookings of one person at the same time. */
export interface Overlap extends Stretch {
  readonly first: Booking;
  readonly second: Booking;
}

export interface PersonDay {
  readonly userId: number;
  readonly user: string | undefined;
  /** By start. */
  readonly bookings: readonly Booking[];
  /** Booked time, overlaps counted once, all-day events not counted. */
  readonly bookedMs: number;
  /** Between the first and the last booking; none on a day with an all-day event. */
  readonly gaps: readonly Stretch[];
  readonly overlaps: readonly Overlap[];
}

export interface ScheduleDay extends Stretch {
  /** YYYY-MM-DD. */
  readonly day: string;
  /** By name. */
  readonly people: readonly PersonDay[];
  readonly unassigned: readonly Booking[];
}

/** What was left out of the days. */
export interface Schedule {
  readonly days: readonly ScheduleDay[];
  /** Fergus marks them as no longer active. */
  readonly inactive: number;
  /** Their times cannot be read. */
  readonly withoutTime: number;
}

/** @param period days in the company's zone, both included. */
export function scheduleOf(
  events: readonly CalendarEvent[],
  period: { readonly from: string; readonly to: string },
  company: CompanyProfile,
): Schedule {
  const active = events.filter(({ isActive }) => isActive !== false);
  const timed = active.filter((event) => {
    const { start, end } = timesOf(event);
    return start <= end;
  });
  const days: ScheduleDay[] = [];
  for (let day = period.from; day <= period.to; day = addDays(day, 1)) {
    const from = Date.parse(startOfDay(day, company));
    const to = Date.parse(startOfDay(addDays(day, 1), company));
    days.push(onDay(timed, day, { from, to }));
  }
  return { days, inactive: events.length - active.length, withoutTime: active.length - timed.length };
}

function onDay(events: readonly CalendarEvent[], day: string, span: Stretch): ScheduleDay {
  const bookings = events.flatMap((event) => bookingOn(event, span) ?? []).sort(byStart);
  const byPerson = new Map<number, Booking[]>();
  const unassigned: Booking[] = [];
  for (const booking of bookings) {
    const userId = integer(booking.event.userId);
    if (userId === undefined) unassigned.push(booking);
    else byPerson.set(userId, [...(byPerson.get(userId) ?? []), booking]);
  }
  const people = [...byPerson].map(([userId, own]) => personDay(userId, own));
  people.sort((a, b) => (a.user ?? '').localeCompare(b.user ?? '') || a.userId - b.userId);
  return { day, ...span, people, unassigned };
}

/** An event without length counts on the day of its moment. */
function bookingOn(event: CalendarEvent, span: Stretch): Booking | undefined {
  const { start, end } = timesOf(event);
  const touches = start < span.to && (end > span.from || (start === end && start === span.from));
  if (!touches) return undefined;
  const allDay = event.isAllDay === true;
  if (allDay) return { event, allDay, ...span };
  return { event, allDay, from: Math.max(start, span.from), to: Math.min(end, span.to) };
}

function byStart(a: Booking, b: Booking): number {
  return a.from - b.from || a.to - b.to || a.event.id - b.event.id;
}

function personDay(userId: number, bookings: readonly Booking[]): PersonDay {
  const busy = merged(bookings.filter(({ allDay }) => !allDay));
  const isWholeDay = bookings.some(({ allDay }) => allDay);
  const user = bookings.map(({ event }) => text(event.userName)).find((name) => name !== undefined);
  return {
    userId,
    user,
    bookings,
    bookedMs: busy.reduce((sum, { from, to }) => sum + to - from, 0),
    gaps: isWholeDay ? [] : between(busy),
    overlaps: overlapsOf(bookings),
  };
}

/** The stretches without the times that they share. @param stretches by start. */
function merged(stretches: readonly Stretch[]): Stretch[] {
  const whole: { from: number; to: number }[] = [];
  for (const { from, to } of stretches) {
    const last = whole.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else whole.push({ from, to });
  }
  return whole;
}

/** @param busy by start, apart from each other. */
function between(busy: readonly Stretch[]): Stretch[] {
  return busy.flatMap(({ to: from }, index) => {
    const next = busy[index + 1];
    return next ? [{ from, to: next.from }] : [];
  });
}

function overlapsOf(bookings: readonly Booking[]): Overlap[] {
  return bookings.flatMap((first, index) =>
    bookings.slice(index + 1).flatMap((second) => {
      const [from, to] = [Math.max(first.from, second.from), Math.min(first.to, second.to)];
      return from < to ? [{ first, second, from, to }] : [];
    }),
  );
}
