import { z } from 'zod';
import { listJobs as fetchJobs } from '../../fergus/endpoints/jobs.ts';
import {
  JOB_SORT_FIELDS,
  JOB_STATUS_FILTERS,
  JOB_TYPES,
  type Job,
  type JobStatusFilter,
} from '../../fergus/types/jobs.ts';
import { defineTool } from '../define-tool.ts';
import { collect, listOutput } from '../shared/listing.ts';
import * as p from '../shared/params.ts';
import { text } from '../shared/values.ts';
import { jobRecord, toJobItem, toJobRecord } from './job-view.ts';

export const listJobs = defineTool({
  name: 'list-jobs',
  title: 'List jobs',
  description: 'Jobs, newest first, by words, number, status, type, customer or site.',
  toolset: 'jobs',
  everyday: true,
  access: 'read',
  input: z.object({
    search: p.text('Words in title, description, number, customer, site or contact.', 200).optional(),
    jobNo: p.text('Part of the job number.', 32).optional(),
    status: p
      .text('Status as Fergus shows it: To Price, Quote Sent, In Progress, To Invoice …', 50)
      .optional(),
    jobType: z.enum(JOB_TYPES).optional(),
    customerId: p.id('customer').optional(),
    siteId: p.id('site').optional(),
    onHold: z.boolean().optional().describe('true: only those on hold; false: none of them.'),
    archived: z.boolean().optional(),
    sortField: z.enum(JOB_SORT_FIELDS).default('createdAt'),
    sortOrder: z.enum(['asc', 'desc']).default('desc'),
    limit: p.limit,
    cursor: p.cursor,
    format: p.format,
  }),
  output: listOutput(jobRecord),
  async handler(input, { fergus, company, progress }) {
    const profile = await company();
    const filterJobStatus = statusFilter(input.status);
    const listing = await collect({
      limit: input.limit,
      cursor: input.cursor,
      progress,
      fetchPage: (page) =>
        fetchJobs(fergus, {
          ...page,
          filterSearchText: input.search,
          filterJobNo: input.jobNo,
          filterJobStatus,
          filterJobType: input.jobType,
          filterCustomerId: input.customerId,
          filterSiteId: input.siteId,
          filterShowOnHold: input.onHold,
          filterShowArchived: input.archived,
          sortField: input.sortField,
          sortOrder: input.sortOrder,
        }),
      keep: keepOf(input, filterJobStatus !== undefined),
      present: (job) => (input.format === 'detailed' ? toJobRecord(job, profile) : toJobItem(job, profile)),
    });
    return { structured: { ...listing, timeZone: profile.timeZone } };
  },
});

type Filters = { status?: string | undefined; onHold?: boolean | undefined; archived?: boolean | undefined };

function statusFilter(status: string | undefined): JobStatusFilter | undefined {
  return JOB_STATUS_FILTERS.find((known) => known.toLowerCase() === status?.toLowerCase());
}

/**
 * What has to be picked out here: statuses that Fergus cannot filter by, and holds and archives, since nobody
 * has written down whether its `filterShow…` flags mean "also" or "only".
 */
function keepOf(
  { status, onHold, archived }: Filters,
  byFergus: boolean,
): ((job: Job) => boolean) | undefined {
  const wanted = byFergus ? undefined : status?.toLowerCase();
  if (wanted === undefined && onHold === undefined && archived === undefined) return undefined;
  return (job) =>
    (wanted === undefined || text(job.status)?.toLowerCase() === wanted) &&
    (onHold === undefined || (job.onHold === true) === onHold) &&
    (archived === undefined || (job.archived === true) === archived);
}
