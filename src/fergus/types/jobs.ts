import type { PageQuery } from '../api.ts';
import type { AddressFields, Identified, Lenient, Person } from './shared.ts';

export const JOB_TYPES = ['Quote', 'Estimate', 'Charge Up'] as const;
export type JobType = (typeof JOB_TYPES)[number];

/** The statuses that `GET /jobs` can filter by. Answers bear more of them (To Schedule, In Progress …) [live]. */
export const JOB_STATUS_FILTERS = [
  'Active',
  'Completed',
  'Estimate Rejected',
  'Estimate Sent',
  'Inactive',
  'Quote Sent',
  'Quote Rejected',
  'To Price',
] as const;
export type JobStatusFilter = (typeof JOB_STATUS_FILTERS)[number];

export type Job = Identified &
  Lenient<{
    /** The number that people use, such as "Job-500"; a company prefix or a phase suffix may stand in it. */
    jobNo: string;
    /** What the write model calls `title` [client]. */
    description: string;
    /** What the write model calls `description` [client]. */
    longDescription: string;
    createdAt: string;
    lastModified: string;
    jobType: string;
    status: string;
    assignedGroups: readonly string[];
    customer: JobCustomer;
    siteAddress: JobSite;
    mainContact: Person;
    activeQuote: JobQuote;
    onHold: boolean;
    archived: boolean;
  }>;

export type JobCustomer = Lenient<{ id: number; customerFullName: string }>;

export type JobSite = AddressFields &
  Lenient<{ id: number; name: string; firstName: string; lastName: string }>;

/** The head of the job's active quote; the sections come with the quote itself. */
export type JobQuote = Lenient<{
  id: number;
  versionNumber: number;
  guid: string;
  title: string;
  description: string;
  quoteDate: string;
  isSent: boolean;
  isAccepted: boolean;
  createdAt: string;
  lastModified: string;
  publishedAt: string;
  dueDate: string;
  dueDays: string | number;
}>;

export const JOB_SORT_FIELDS = ['jobNo', 'createdAt', 'lastModified'] as const;

export interface JobsQuery extends PageQuery {
  /** Matches any part of the number: "50" also finds 500. */
  readonly filterJobNo?: string | undefined;
  readonly filterJobStatus?: JobStatusFilter | undefined;
  readonly filterJobType?: JobType | undefined;
  readonly filterCustomerId?: number | undefined;
  readonly filterSiteId?: number | undefined;
  readonly sortField?: (typeof JOB_SORT_FIELDS)[number] | undefined;
  readonly filterShowOnHold?: boolean | undefined;
  readonly filterShowArchived?: boolean | undefined;
  /** Looks in both descriptions, the number, and the names of customer, site and main contact. */
  readonly filterSearchText?: string | undefined;
}

interface JobWriteFields {
  readonly jobType: JobType;
  /** Comes back as `description`. */
  readonly title: string;
  /** Comes back as `longDescription`. */
  readonly description?: string | undefined;
  readonly customerId?: number | undefined;
  readonly customerReference?: string | undefined;
  readonly siteId?: number | undefined;
}

export interface CreateDraftJobPayload extends JobWriteFields {
  readonly isDraft: true;
}

export interface CreateFullJobPayload extends JobWriteFields {
  readonly isDraft?: false | undefined;
  readonly description: string;
  readonly customerId: number;
  readonly siteId: number;
}

export type CreateJobPayload = CreateDraftJobPayload | CreateFullJobPayload;

/** The whole draft: title and type are wanted again even where they stay [live]. */
export type UpdateJobPayload = JobWriteFields;

export interface HoldJobPayload {
  /** YYYY-MM-DD. */
  readonly holdUntil: string;
  readonly notes: string;
}
