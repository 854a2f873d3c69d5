import { z } from 'zod';
import { type Business, companySetting, type Iso } from '../business.ts';
import { addDays, fromLocalTime, localDay, weekdayOf } from '../local-time.ts';

export const CALENDAR_RANGES = ['DAY', 'THREE_DAY', 'WEEK', 'FORTNIGHT', 'MONTH'] as const;
type CalendarRange = (typeof CALENDAR_RANGES)[number];

/** A day as a list asks for it, and the UTC offset ("+13:00") in which it is meant. */
export interface OffsetDay {
  readonly day: string;
  readonly offset: string;
}

const ISO_DAY = /^(\d{4}-\d\d-\d\d)(?:T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|([+-]\d\d):?(\d\d))?)?$/;

/** `filterDateFrom`: the time of day is dropped, and without an offset the day is one of UTC. */
export const offsetDay = z.string().transform((text, context): OffsetDay => {
  const [, day, hours, minutes] = ISO_DAY.exec(text) ?? [];
  const offset = hours === undefined ? '+00:00' : `${hours}:${minutes}`;
  if (!z.iso.date().safeParse(day).success || Number.isNaN(Date.parse(`${day}T00:00:00${offset}`))) {
    context.addIssue({ code: 'custom', message: 'must be an ISO 8601 date-time' });
    return z.NEVER;
  }
  return { day: String(day), offset };
});

const DAYS = { DAY: 1, THREE_DAY: 3, WEEK: 7, FORTNIGHT: 14 } as const;

/**
 * The window of a list, from its first midnight to the one after its last day. DAY and THREE_DAY begin on the
 * day, WEEK and FORTNIGHT on the Monday before or on it, MONTH on the first. Without a day it is today, and the
 * midnights are those of the company's zone.
 */
export function windowOf(
  business: Business,
  asked: OffsetDay | undefined,
  range: CalendarRange,
): { readonly from: Iso; readonly to: Iso } {
  const zone = companySetting(business, 'timezone');
  const midnight = (day: string) =>
    asked === undefined ? fromLocalTime(`${day} 00:00`, zone) : new Date(`${day}T00:00:00${asked.offset}`);
  const day = asked?.day ?? localDay(business.now(), zone);
  const first = firstDay(day, range);
  const next = range === 'MONTH' ? firstDay(addDays(first, 31), range) : addDays(first, DAYS[range]);
  return { from: midnight(first).toISOString(), to: midnight(next).toISOString() };
}

function firstDay(day: string, range: CalendarRange): string {
  if (range === 'MONTH') return `${day.slice(0, 8)}01`;
  if (range === 'WEEK' || range === 'FORTNIGHT') return addDays(day, 1 - weekdayOf(day));
  return day;
}
