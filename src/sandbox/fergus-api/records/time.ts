import type { Iso } from './people.ts';

/** Answered with `timeEntryId` for `id`, and the user's name, `jobNo` and phase texts joined in. */
export interface TimeEntry {
  id: number;
  userId: number;
  dateEntered: Iso;
  /** Local, "YYYY-MM-DD HH:MM", on a 15-minute grid. */
  startTime: string;
  /** Local, as `startTime`. */
  endTime: string;
  isLocked: boolean;
  payRate: number;
  chargeOutRate: number;
  /** Hours. */
  paidDuration: number;
  /** Hours; a break or travel inside the entry that the customer is not charged for. */
  unchargedTimeDuration: number | null;
  /** Local, as `startTime`. */
  unchargedTimeStart: string | null;
  unchargedTimeType: string | null;
  isUnchargedTimeUnpaid: boolean;
  workDescription: string;
  jobId: number | null;
  jobPhaseId: number | null;
}

export type CalendarEventType = 'JOB_PHASE' | 'QUOTE' | 'ESTIMATE' | 'OTHER';
export type Frequency = 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';

/** How an event repeats. Answered as `recurringEventDetails`. */
export interface Recurrence {
  frequency: Frequency;
  /** Every n-th day, week, month or year; at least 1. */
  interval: number;
  endType: 'NEVER' | 'ON_DATE' | 'AFTER';
  /** YYYY-MM-DD with ON_DATE. */
  endDate: string | null;
  /** Occurrences with AFTER. */
  count: number | null;
  /** Start times of occurrences that were deleted or split off. */
  excludedStarts: Iso[];
}

/** A single event, or the whole series where `recurrence` is set: occurrences are worked out when asked for. */
export interface CalendarEvent {
  id: number;
  /** `null`: nobody is assigned yet. */
  userId: number | null;
  /** Shared by the copies of one event for several people. */
  groupId: number | null;
  title: string;
  description: string | null;
  eventType: CalendarEventType;
  jobPhaseId: number | null;
  jobId: number | null;
  /** Of the first occurrence. */
  startTime: Iso;
  endTime: Iso;
  isActive: boolean;
  isAllDay: boolean;
  recurrence: Recurrence | null;
  createdAt: Iso;
}
