import type { CompanyProfile } from '../../fergus/company-profile.ts';
import {
  type CalendarEvent,
  type CreateCalendarEventPayload,
  EVENT_FREQUENCIES,
} from '../../fergus/types/calendar-events.ts';
import { dayOf, text } from '../shared/values.ts';
import { ToolError } from '../tool-error.ts';
import type { Repeat } from './event-input.ts';

type RepeatFields = Pick<
  CreateCalendarEventPayload,
  'frequency' | 'interval' | 'repeatEndType' | 'repeatEndDate' | 'repeatCount'
>;

/**
 * The repetition in Fergus's fields; none for an event that happens once.
 *
 * @throws {ToolError} where it is over before the event begins.
 */
export function repeatFields(
  repeat: Repeat | undefined,
  startTime: string,
  company: CompanyProfile,
): RepeatFields {
  if (!repeat) return {};
  const { frequency, interval, until, count } = repeat;
  if (frequency === 'NEVER') return { frequency };
  const startDay = dayOf(startTime, company) ?? '';
  if (until !== undefined && until < startDay) {
    throw new ToolError(
      `Nothing was changed: repeat.until (${until}) is before the event begins (${startDay}). Give a later day, or count.`,
    );
  }
  const end =
    until !== undefined
      ? { repeatEndType: 'ON_DATE' as const, repeatEndDate: until }
      : count !== undefined
        ? { repeatEndType: 'AFTER' as const, repeatCount: count }
        : { repeatEndType: 'NEVER' as const };
  return { frequency, interval: interval ?? 1, ...end };
}

/**
 * How a series repeats now, so that a change of something else keeps it: Fergus takes the repetition anew with
 * every update, but shows it only as an iCalendar rule [spec].
 *
 * @throws {ToolError} where its rule says more than Fergus takes back, such as two weekdays.
 */
export function presentRepeat(event: CalendarEvent, company: CompanyProfile): Repeat {
  const rule = text(event.recurringEventDetails?.rRule) ?? '';
  const [line = ''] = rule.split(/\s+/).filter((part) => part.includes('FREQ='));
  const parts = new Map(
    line
      .replace(/^.*RRULE:/, '')
      .split(';')
      .map((part) => part.split('=', 2) as [string, string]),
  );
  const frequency = EVENT_FREQUENCIES.find((known) => known !== 'NEVER' && known === parts.get('FREQ'));
  if (frequency === undefined || [...parts].some(isMoreThanStart)) {
    throw new ToolError(
      `Nothing was changed: the series repeats by a rule that Fergus's API does not take back (${rule || 'it is not shown'}). Name repeat to replace it, use scope this, or change it in Fergus itself.`,
    );
  }
  const until = untilDay(parts.get('UNTIL'), company);
  const count = parts.get('COUNT');
  return {
    frequency,
    interval: Number(parts.get('INTERVAL') ?? 1),
    ...(until !== undefined && { until }),
    ...(count !== undefined && { count: Number(count) }),
  };
}

/**
 * Rules often repeat what the start says anyway: its weekday, day of the month, hour. Several of those, or the
 * second Tuesday, go beyond it.
 */
function isMoreThanStart([name, value]: readonly [string, string]): boolean {
  if (!name.startsWith('BY')) return false;
  return name === 'BYDAY' ? !/^[A-Z]{2}$/.test(value) : name === 'BYSETPOS' || !/^\d+$/.test(value);
}

/** "20261130" or "20261130T105900Z" as a day of the company. */
function untilDay(until: string | undefined, company: CompanyProfile): string | undefined {
  const iso = until?.replace(
    /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2}))?.*$/,
    (_, year, month, day, hours, minutes, seconds) =>
      hours === undefined
        ? `${year}-${month}-${day}`
        : `${year}-${month}-${day}T${hours}:${minutes}:${seconds}Z`,
  );
  return dayOf(iso, company);
}
