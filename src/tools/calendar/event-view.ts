import { z } from 'zod';
import type { CompanyProfile } from '../../fergus/company-profile.ts';
import type { CalendarEvent } from '../../fergus/types/calendar-events.ts';
import { dayOf, integer, known, moment, text } from '../shared/values.ts';

/** What a list shows of an event, or of one occurrence of a series. */
const calendarEventItem = z.object({
  calendarEventId: z.int(),
  title: z.string().optional(),
  eventType: z.string().optional(),
  start: z.string().optional(),
  end: z.string().optional(),
  allDay: z.literal(true).optional(),
  user: z.string().optional().describe('Missing where nobody is assigned.'),
  userId: z.int().optional(),
  jobId: z.int().optional(),
  jobPhaseId: z.int().optional(),
  groupId: z.int().optional().describe('Shared by the copies of one event for several people.'),
  recurring: z.literal(true).optional().describe('Occurrences of a series share its calendarEventId.'),
  repeats: z.string().optional(),
  inactive: z.literal(true).optional(),
});

/** What a single event shows. `createdAt` is a day; `seriesStart` and `seriesEnd` bound the whole series. */
export const calendarEventRecord = calendarEventItem.extend({
  description: z.string().optional(),
  rRule: z.string().optional(),
  seriesStart: z.string().optional(),
  seriesEnd: z.string().optional(),
  createdAt: z.string().optional(),
});

/** What a write answers: all events that it made or changed. */
export const calendarEventChange = z.object({
  events: z.array(calendarEventRecord),
  timeZone: z.string(),
});

export function toCalendarEventItem(
  event: CalendarEvent,
  company: CompanyProfile,
): z.output<typeof calendarEventItem> {
  return known({
    calendarEventId: event.id,
    title: text(event.title),
    eventType: text(event.eventType),
    start: moment(event.startTime, company),
    end: moment(event.endTime, company),
    allDay: event.isAllDay === true ? (true as const) : undefined,
    user: text(event.userName),
    userId: integer(event.userId),
    jobId: integer(event.jobId),
    jobPhaseId: integer(event.jobPhaseId),
    groupId: integer(event.groupId),
    recurring: isRecurring(event) ? (true as const) : undefined,
    repeats: text(event.recurringEventDetails?.text),
    inactive: event.isActive === false ? (true as const) : undefined,
  });
}

export function toCalendarEventRecord(
  event: CalendarEvent,
  company: CompanyProfile,
): z.output<typeof calendarEventRecord> {
  const series = event.recurringEventDetails;
  return known({
    ...toCalendarEventItem(event, company),
    description: text(event.description),
    rRule: text(series?.rRule),
    seriesStart: moment(series?.startDate, company),
    seriesEnd: moment(series?.endDate, company),
    createdAt: dayOf(event.createdAt, company),
  });
}

/** Whether the event belongs to a series. */
export function isRecurring(event: CalendarEvent): boolean {
  return event.isRecurring === true || text(event.recurringEventDetails?.rRule) !== undefined;
}

/** `“Van check” (id 41000123), 2026-11-27 15:30 to 16:00`, for messages. */
export function eventLabel(event: CalendarEvent, company: CompanyProfile): string {
  return `“${text(event.title) ?? 'no title'}” (id ${event.id}), ${timesLabel(event, company)}`;
}

/** `2026-11-27 15:30 to 16:00`, with the day of the end where it is another. */
export function timesLabel(
  { startTime, endTime }: Pick<CalendarEvent, 'startTime' | 'endTime'>,
  company: CompanyProfile,
): string {
  const [start, end] = [moment(startTime, company) ?? '?', moment(endTime, company) ?? '?'];
  return `${start} to ${end.slice(0, 10) === start.slice(0, 10) ? end.slice(11) : end}`;
}
