import { Temporal } from 'temporal-polyfill';
import type { CompanyProfile } from '../../fergus/company-profile.ts';
import { ToolError } from '../tool-error.ts';

/*
 * Arithmetic with the company's time zone: from the times on its clocks to points in time, which Fergus keeps in
 * UTC. The way back, for showing, is `moment` and `dayOf` in values.ts.
 */

type Zone = Pick<CompanyProfile, 'timeZone'>;

/** A time as a caller wrote it: on the company's clocks, or with a UTC offset of its own. */
export type WrittenTime = Temporal.PlainDateTime | Temporal.Instant;

const WRITTEN =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?) ?(Z|[+-]\d{2}(?::?\d{2})?)?$/i;

/**
 * Reads "2026-11-27 08:00" or "2026-11-27T08:00", with a UTC offset ("+13:00", "Z") or without.
 *
 * @returns nothing for other text and for days and times that no calendar or clock has.
 */
export function readTime(text: string): WrittenTime | undefined {
  const [, day, time, offset] = WRITTEN.exec(text.trim()) ?? [];
  if (day === undefined || time === undefined) return undefined;
  try {
    const local = Temporal.PlainDateTime.from(`${day}T${time}`, { overflow: 'reject' });
    return offset === undefined ? local : Temporal.Instant.from(`${day}T${time}${offset}`);
  } catch {
    return undefined;
  }
}

/** Whether the time is a multiple of so many minutes. Every zone of today is off UTC by whole quarters of an hour. */
export function isOnGrid(time: WrittenTime, minutes: number): boolean {
  const { epochMilliseconds } = time instanceof Temporal.Instant ? time : time.toZonedDateTime('UTC');
  return epochMilliseconds % (minutes * 60_000) === 0;
}

/** A point in time, ISO 8601 in UTC, and what has to be said about how it was found. */
export interface FoundTime {
  readonly at: string;
  readonly notice?: string;
}

/**
 * The point in time that a caller means. Of a local time that comes twice, in the night when the clocks go back,
 * it is the earlier, and `notice` says so.
 *
 * @param argument its name, for the messages.
 * @throws {ToolError} for a local time that the clocks skip when they go forward, and for any local time where
 *   Fergus does not tell the zone (then the profile has UTC).
 */
export function timeInZone(time: WrittenTime, argument: string, { timeZone }: Zone): FoundTime {
  if (time instanceof Temporal.Instant) return { at: utc(time) };
  if (timeZone === 'UTC') {
    throw new ToolError(
      `Nothing was changed: Fergus does not tell the company's time zone, so ${argument} could be any of several times. Give it with its UTC offset, such as ${shown(time).replace(' ', 'T')}+13:00.`,
    );
  }
  const earlier = time.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  const later = time.toZonedDateTime(timeZone, { disambiguation: 'later' });
  if (earlier.equals(later)) return { at: utc(earlier) };
  if (!earlier.toPlainDateTime().equals(time)) {
    throw new ToolError(skipped(time, argument, earlier, later));
  }
  return {
    at: utc(earlier),
    notice: `${argument}: ${shown(time)} comes twice in ${timeZone}, because the clocks go back then; the earlier was taken (UTC${earlier.offset}). For the later give ${shown(time).replace(' ', 'T')}${later.offset}.`,
  };
}

function skipped(
  time: Temporal.PlainDateTime,
  argument: string,
  earlier: Temporal.ZonedDateTime,
  later: Temporal.ZonedDateTime,
): string {
  const before = `Nothing was changed: ${argument}: ${shown(time)} does not exist in ${earlier.timeZoneId}.`;
  const gap = { nanoseconds: later.offsetNanoseconds - earlier.offsetNanoseconds };
  const to = earlier.getTimeZoneTransition('next')?.toPlainDateTime() ?? later.toPlainDateTime();
  const from = to.subtract(gap);
  return `${before} The clocks go forward then, from ${shown(from)} to ${shown(to)}. Give a time before the one or from the other on.`;
}

function shown(time: Temporal.PlainDateTime): string {
  return time.toString({ smallestUnit: 'minute' }).replace('T', ' ');
}

function utc({ epochMilliseconds }: { readonly epochMilliseconds: number }): string {
  return new Date(epochMilliseconds).toISOString();
}

/** The company's UTC offset when `day` begins there, in minutes. */
export function offsetOfDay(day: string, { timeZone }: Zone): number {
  return Temporal.PlainDate.from(day).toZonedDateTime(timeZone).offsetNanoseconds / 60e9;
}

/** Midnight of a day with a UTC offset in minutes: "2026-11-27T00:00:00+13:00". */
export function midnight(day: string, offset: number): string {
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  const digits = [hours, minutes].map((part) => String(part).padStart(2, '0')).join(':');
  return `${day}T00:00:00${offset < 0 ? '-' : '+'}${digits}`;
}

/**
 * `at`, moved by as much as the clocks show between `from` and `to`: what is moved from one Monday at seven to
 * the next at eight keeps its hour on either side of a clock change.
 */
export function moveAlong(at: string, from: string, to: string, { timeZone }: Zone): string {
  const local = (time: string) => Temporal.Instant.from(time).toZonedDateTimeISO(timeZone).toPlainDateTime();
  const by = local(from).until(local(to));
  return utc(local(at).add(by).toZonedDateTime(timeZone));
}

/**
 * Minutes from one time on the company's clocks to another, as they pass: a night in which the clocks go forward
 * is an hour shorter. Nothing where either cannot be read.
 */
export function clockMinutes(from: string, to: string, { timeZone }: Zone): number | undefined {
  const [start, end] = [readTime(from), readTime(to)].map((time) =>
    time instanceof Temporal.PlainDateTime ? time.toZonedDateTime(timeZone).toInstant() : time,
  );
  if (start === undefined || end === undefined) return undefined;
  return (end.epochMilliseconds - start.epochMilliseconds) / 60_000;
}
