import type { PageQuery } from '../api.ts';
import type { Lenient } from './shared.ts';

/** Times are the company's local ones, "YYYY-MM-DD HH:MM" on a quarter of an hour; durations are hours. */
export type TimeEntry = { readonly timeEntryId: number } & Lenient<{
  companyId: number;
  userId: number;
  /** The user's name. */
  user: string;
  /** ISO 8601, unlike the other times. */
  dateEntered: string;
  startTime: string;
  endTime: string;
  isLocked: boolean;
  /** An hour. */
  payRate: number;
  /** An hour. */
  chargeOutRate: number;
  paidDuration: number;
  unchargedTimeDuration: number;
  unchargedTimeStart: string;
  unchargedTimeType: string;
  isUnchargedTimeUnpaid: boolean;
  workDescription: string;
  /** Null, like the other job fields, for time that belongs to no job. */
  jobId: number;
  /** Digits only, without the "Job-". */
  jobNo: number;
  jobPhaseId: number;
  jobPhaseTitle: string;
  jobPhaseDetails: string;
}>;

export const TIME_ENTRY_SORT_FIELDS = ['timeEntryDate', 'jobNo', 'user'] as const;

export interface TimeEntriesQuery extends PageQuery {
  readonly sortField?: (typeof TIME_ENTRY_SORT_FIELDS)[number] | undefined;
  /** Looks in the user's names and in the phase's title and details. */
  readonly filterSearchText?: string | undefined;
  readonly filterLockedOnly?: boolean | undefined;
  readonly filterUserId?: number | undefined;
  /** Exactly this number, unlike the filter of jobs. */
  readonly filterJobNo?: number | undefined;
  readonly filterJobPhaseId?: number | undefined;
  /** YYYY-MM-DD. Without dates only about the last week comes [client]. */
  readonly filterDateFrom?: string | undefined;
  /** YYYY-MM-DD. */
  readonly filterDateTo?: string | undefined;
}
