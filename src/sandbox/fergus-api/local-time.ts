/**
 * Days and wall-clock times in a company's own zone. A day is "YYYY-MM-DD", a local time "YYYY-MM-DD HH:MM",
 * as time entries carry it; a zone is an IANA name.
 */

const DAY_MS = 24 * 60 * 60 * 1000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format is slow, and a seed asks for thousands of times. */
function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
    formats.set(zone, format);
  }
  return format;
}

/** The wall-clock time at a point in time. */
export function localTime(at: Date, zone: string): string {
  const parts = formatOf(zone).formatToParts(at);
  const part = (type: string) => parts.find((candidate) => candidate.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}`;
}

/** The day at a point in time. */
export function localDay(at: Date, zone: string): string {
  return localTime(at, zone).slice(0, 10);
}

/** The point in time of a wall-clock time; one that a change to summer time skips counts as the hour after. */
export function fromLocalTime(local: string, zone: string): Date {
  const wanted = Date.parse(`${local.replace(' ', 'T')}:00Z`);
  const offsetAt = (time: number) =>
    Date.parse(`${localTime(new Date(time), zone).replace(' ', 'T')}:00Z`) - time;
  const guess = wanted - offsetAt(wanted);
  return new Date(wanted - offsetAt(guess));
}

/** Another day, `days` later (or earlier). */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** 1 (Monday) to 7 (Sunday). */
export function weekdayOf(day: string): number {
  return new Date(day).getUTCDay() || 7;
}
