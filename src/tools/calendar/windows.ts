import { Temporal } from 'temporal-polyfill';
import type { CompanyProfile } from '../../fergus/company-profile.ts';
import type { CalendarEventsQuery, CalendarRange } from '../../fergus/types/calendar-events.ts';
import { midnight, offsetOfDay } from '../shared/local-time.ts';

/** What Fergus can be asked for at once, and the days that are sure to be in the answer whole. */
interface Window {
  readonly query: Required<Pick<CalendarEventsQuery, 'filterDateFrom' | 'filterCalendarRange'>>;
  readonly from: Temporal.PlainDate;
  /** The day after the last. */
  readonly to: Temporal.PlainDate;
  readonly days: number;
}

const LENGTHS: Readonly<Record<CalendarRange, Temporal.DurationLike>> = {
  DAY: { days: 1 },
  THREE_DAY: { days: 3 },
  WEEK: { weeks: 1 },
  FORTNIGHT: { weeks: 2 },
  MONTH: { months: 1 },
};
const RANGES: readonly CalendarRange[] = ['DAY', 'THREE_DAY', 'WEEK', 'FORTNIGHT', 'MONTH'];

/** How many days before the next day that is wanted a window may be asked for; see {@link windowAt}. */
const HEAD_STARTS = [0, 1, 7];

/**
 * The fewest windows that hold all of a period between them. Fergus takes no end, only a first day and a length,
 * and starts weeks and months with the week or month around that day [spec].
 *
 * @param dateFrom first day, @param dateTo last day, both YYYY-MM-DD in the company's zone.
 */
export function windowsFor(dateFrom: string, dateTo: string, company: CompanyProfile): Window['query'][] {
  const end = Temporal.PlainDate.from(dateTo).add({ days: 1 });
  const reach = ({ to }: Window) => (isBefore(end, to) ? end : to);
  const queries: Window['query'][] = [];
  let next = Temporal.PlainDate.from(dateFrom);
  while (isBefore(next, end)) {
    const [best] = RANGES.flatMap((range) =>
      HEAD_STARTS.map((days) => windowAt(next.subtract({ days }), range, company)),
    )
      .filter(({ from, to }) => !isBefore(next, from) && isBefore(next, to))
      .sort((a, b) => Temporal.PlainDate.compare(reach(b), reach(a)) || a.days - b.days);
    if (!best) throw new Error(`No calendar window holds ${next}.`);
    queries.push(best.query);
    next = best.to;
  }
  return queries;
}

/**
 * The window of a range around a day. Its days are those of the UTC offset that is sent with it. When the clocks
 * change within it, one offset cannot fit both ends; the smaller of the two leaves nothing out at the end, and
 * where the clocks go back the first hour of the first day is not sure to be in it.
 */
function windowAt(day: Temporal.PlainDate, range: CalendarRange, company: CompanyProfile): Window {
  const first = firstDay(day, range);
  const to = first.add(LENGTHS[range]);
  const [atStart, atEnd] = [offsetOfDay(String(first), company), offsetOfDay(String(to), company)];
  return {
    query: {
      filterDateFrom: midnight(String(first), Math.min(atStart, atEnd)),
      filterCalendarRange: range,
    },
    from: atEnd < atStart ? first.add({ days: 1 }) : first,
    to,
    days: first.until(to).days,
  };
}

function firstDay(day: Temporal.PlainDate, range: CalendarRange): Temporal.PlainDate {
  if (range === 'MONTH') return day.with({ day: 1 });
  if (range === 'WEEK' || range === 'FORTNIGHT') return day.subtract({ days: day.dayOfWeek - 1 });
  return day;
}

function isBefore(a: Temporal.PlainDate, b: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(a, b) < 0;
}
