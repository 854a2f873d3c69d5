import type { Identified, Lenient } from './shared.ts';

export const CALENDAR_EVENT_TYPES = ['JOB_PHASE', 'QUOTE', 'ESTIMATE', 'OTHER'] as const;
export type CalendarEventType = (typeof CALENDAR_EVENT_TYPES)[number];

export const CALENDAR_RANGES = ['DAY', 'THREE_DAY', 'WEEK', 'FORTNIGHT', 'MONTH'] as const;
export type CalendarRange = (typeof CALENDAR_RANGES)[number];

export const EVENT_FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY', 'NEVER'] as const;
export type EventFrequency = (typeof EVENT_FREQUENCIES)[number];

export const REPEAT_END_TYPES = ['NEVER', 'ON_DATE', 'AFTER'] as const;
export type RepeatEndType = (typeof REPEAT_END_TYPES)[number];

export type CalendarEvent = Identified &
  Lenient<{
    companyId: number;
    /** Null for an event that nobody is assigned to. */
    userId: number;
    userName: string;
    /** Null for an event that is not assigned to a group. */
    groupId: number;
    /** What the write model calls `eventTitle`. */
    title: string;
    description: string;
    eventType: string;
    jobPhaseId: number;
    jobId: number;
    /** UTC. */
    startTime: string;
    /** UTC. */
    endTime: string;
    isActive: boolean;
    isAllDay: boolean;
    isRecurring: boolean;
    recurringEventDetails: RecurringEventDetails;
    createdAt: string;
  }>;

export type RecurringEventDetails = Lenient<{
  startDate: string;
  endDate: string;
  /** An iCalendar recurrence rule. */
  rRule: string;
  /** The rule in words. */
  text: string;
}>;

/** A window of days, not pages: its start and its length. */
export interface CalendarEventsQuery {
  /**
   * ISO 8601 with the company's UTC offset (2026-03-24T00:00:00+13:00). Only the day counts, and without the
   * offset it is taken as UTC, which is another day for half of the world. Today unless given.
   */
  readonly filterDateFrom?: string | undefined;
  /**
   * DAY and THREE_DAY start on the day itself; WEEK (Monday to Sunday, the default), FORTNIGHT and MONTH with
   * the week or month around it.
   */
  readonly filterCalendarRange?: CalendarRange | undefined;
  readonly filterCalendarEventType?: CalendarEventType | undefined;
  readonly filterUserId?: number | undefined;
  readonly filterJobId?: number | undefined;
  readonly filterJobPhaseId?: number | undefined;
  readonly filterJobEventsOnly?: boolean | undefined;
  readonly filterNonJobEventsOnly?: boolean | undefined;
  readonly filterUnassignedEventsOnly?: boolean | undefined;
  readonly filterActiveOnly?: boolean | undefined;
}

interface CalendarEventWriteFields {
  /** ISO 8601 in UTC, on a quarter of an hour. */
  readonly startTime: string;
  /** ISO 8601 in UTC, on a quarter of an hour. */
  readonly endTime: string;
  readonly eventTitle: string;
  /** Not empty. */
  readonly description?: string | undefined;
  /** One person; without this and `linkedUserIds` nobody is assigned. */
  readonly userId?: number | undefined;
  /** Several people, as a group. */
  readonly linkedUserIds?: readonly number[] | undefined;
  /** NEVER unless given. */
  readonly frequency?: EventFrequency | undefined;
  /** Every how many days, weeks …; 1 unless given. */
  readonly interval?: number | undefined;
  /** NEVER unless given. */
  readonly repeatEndType?: RepeatEndType | undefined;
  /** YYYY-MM-DD; needed with ON_DATE. */
  readonly repeatEndDate?: string | null | undefined;
  /** Needed with AFTER. */
  readonly repeatCount?: number | undefined;
}

export interface CreateCalendarEventPayload extends CalendarEventWriteFields {
  readonly eventType: CalendarEventType;
  /** Needed with QUOTE and ESTIMATE. */
  readonly jobId?: number | undefined;
  /** Needed with JOB_PHASE. */
  readonly jobPhaseId?: number | undefined;
}

/** Replaces the event: whoever is not named again is no longer assigned. Its type and job stay. */
export interface UpdateCalendarEventPayload extends CalendarEventWriteFields {
  /** Needed for a recurring event: true also changes all later ones. */
  readonly updateAllRecurring?: boolean | undefined;
  /** ISO 8601 in UTC: which occurrence to change where `updateAllRecurring` is false; the event's own start unless given. */
  readonly repeatSplitOnDate?: string | null | undefined;
  /** Needed for an event of a group; must be true with `linkedUserIds`. */
  readonly updateAllGrouped?: boolean | undefined;
}

export interface DeleteCalendarEventPayload {
  /** Needed for a recurring event: true also deletes all later ones. */
  readonly deleteAllRecurring?: boolean | undefined;
  /** ISO 8601 in UTC: which occurrence to delete where `deleteAllRecurring` is false; the event's own start unless given. */
  readonly deleteOnDate?: string | null | undefined;
  /** Needed for an event of a group. */
  readonly deleteAllGrouped?: boolean | undefined;
}
