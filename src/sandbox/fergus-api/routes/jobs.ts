import { z } from 'zod';
import { type Business, type Job, type JobType, numberOfJob } from '../business.ts';
import {
  ApiError,
  businessOf,
  noContent,
  parseBody,
  parseQuery,
  queryBoolean,
  queryNumber,
  type Routes,
  sendOne,
  sendPage,
} from '../http.ts';
import { jobFinancialSummary } from './financial-summary.ts';
import { jobView, matchesSearch } from './job-view.ts';
import { jobAt, referencedCustomer, referencedSite } from './lookups.ts';

const JOB_TYPES = ['Quote', 'Estimate', 'Charge Up'] as const satisfies readonly JobType[];

const STATUS_FILTERS = [
  'Active',
  'Completed',
  'Estimate Rejected',
  'Estimate Sent',
  'Inactive',
  'Quote Sent',
  'Quote Rejected',
  'To Price',
] as const;

const listQuery = z.object({
  filterJobNo: z.string().optional(),
  filterJobStatus: z.enum(STATUS_FILTERS).optional(),
  filterJobType: z.enum(JOB_TYPES).optional(),
  filterCustomerId: queryNumber.optional(),
  filterSiteId: queryNumber.optional(),
  filterShowOnHold: queryBoolean.optional(),
  filterShowArchived: queryBoolean.optional(),
  filterSearchText: z.string().optional(),
});

const draftFields = z.object({
  jobType: z.enum(JOB_TYPES),
  title: z.string(),
  description: z.string().optional(),
  customerId: z.number().optional(),
  customerReference: z.string().optional(),
  siteId: z.number().optional(),
});
type JobFields = z.output<typeof draftFields>;

const completeFields = draftFields.required({ description: true, customerId: true, siteId: true });

const holdBody = z.object({ holdUntil: z.iso.date(), notes: z.string() });

export const jobRoutes: Routes = (router) => {
  router.get('/jobs', (req, res) => {
    const business = businessOf(req);
    const query = parseQuery(req, listQuery);
    const jobs = [...business.jobs.values()].filter((job) => isWanted(business, job, query));
    sendPage(req, res, jobs, {
      sortKeys: {
        createdAt: (job) => job.createdAt,
        lastModified: (job) => job.lastModified,
        jobNo: numberOfJob,
      },
      compoundFor: ['createdAt', 'lastModified'],
      present: (job) => jobView(req, job),
    });
  });

  router.post('/jobs', (req, res) => {
    const business = businessOf(req);
    const { isDraft } = parseBody(req, z.object({ isDraft: z.boolean().default(false) }));
    const fields = parseBody(req, isDraft ? draftFields : completeFields);
    checkReferences(business, fields);
    const now = business.now().toISOString();
    const job: Job = {
      id: business.nextId(),
      jobNo: business.nextJobNo(),
      description: fields.title,
      longDescription: fields.description ?? null,
      createdAt: now,
      lastModified: now,
      jobType: fields.jobType,
      status: isDraft ? 'Draft' : 'To Price',
      assignedGroups: [],
      customerId: fields.customerId ?? null,
      siteId: fields.siteId ?? null,
      onHold: false,
      archived: false,
      isDraft,
      holdUntil: null,
      customerReference: fields.customerReference ?? null,
    };
    business.jobs.set(job.id, job);
    // The answer to POST says "Draft" whatever the job is; the next GET tells the truth.
    sendOne(res, { ...jobView(req, job), status: 'Draft' }, 201);
  });

  router.get('/jobs/:jobId', (req, res) => {
    sendOne(res, jobView(req, jobAt(req)));
  });

  router.put('/jobs/:jobId', (req, res) => {
    const business = businessOf(req);
    const job = jobAt(req);
    if (!job.isDraft) throw new ApiError(400, `Job ${job.jobNo} is not a draft and cannot be updated`);
    const fields = parseBody(req, draftFields);
    checkReferences(business, fields);
    job.jobType = fields.jobType;
    job.description = fields.title;
    job.longDescription = fields.description ?? job.longDescription;
    job.customerId = fields.customerId ?? job.customerId;
    job.siteId = fields.siteId ?? job.siteId;
    job.customerReference = fields.customerReference ?? job.customerReference;
    touch(business, job);
    sendOne(res, jobView(req, job), 201);
  });

  router.put('/jobs/:jobId/finalise', (req, res) => {
    const job = jobAt(req);
    if (!job.isDraft) throw new ApiError(400, `Job ${job.jobNo} is not a draft: it is finalised already`);
    const missing = missingFields(job);
    if (missing.length > 0) {
      throw new ApiError(400, `Job ${job.jobNo} cannot be finalised without ${missing.join(', ')}`);
    }
    job.isDraft = false;
    job.status = 'To Price';
    touch(businessOf(req), job);
    sendOne(res, jobView(req, job));
  });

  router.post('/jobs/:jobId/hold', (req, res) => {
    const job = jobAt(req);
    const { holdUntil } = parseBody(req, holdBody);
    job.onHold = true;
    job.holdUntil = holdUntil;
    touch(businessOf(req), job);
    noContent(res);
  });

  router.post('/jobs/:jobId/resume', (req, res) => {
    const job = jobAt(req);
    job.onHold = false;
    job.holdUntil = null;
    touch(businessOf(req), job);
    noContent(res);
  });

  router.get('/jobs/:jobId/financialSummary', (req, res) => {
    sendOne(res, jobFinancialSummary(businessOf(req), jobAt(req)));
  });
};

function isWanted(business: Business, job: Job, query: z.output<typeof listQuery>): boolean {
  return (
    (query.filterJobNo === undefined || job.jobNo.toLowerCase().includes(query.filterJobNo.toLowerCase())) &&
    (query.filterJobStatus === undefined || statusGroupOf(job) === query.filterJobStatus) &&
    (query.filterJobType === undefined || job.jobType === query.filterJobType) &&
    (query.filterCustomerId === undefined || job.customerId === query.filterCustomerId) &&
    (query.filterSiteId === undefined || job.siteId === query.filterSiteId) &&
    (query.filterShowOnHold === undefined || job.onHold === query.filterShowOnHold) &&
    (query.filterShowArchived === undefined || job.archived === query.filterShowArchived) &&
    matchesSearch(business, job, query.filterSearchText)
  );
}

/**
 * What the status filter sees: answers are finer than the filter, so the steps between acceptance and the
 * invoice count as Active, and invoiced jobs as Completed.
 */
function statusGroupOf({ status }: Job): string {
  if (status === 'Invoiced' || status === 'Invoice Paid') return 'Completed';
  const isOwnGroup = status === 'Draft' || STATUS_FILTERS.some((filter) => filter === status);
  return isOwnGroup ? status : 'Active';
}

/** @throws ApiError 400 for a customer or site that does not exist. */
function checkReferences(business: Business, { customerId, siteId }: JobFields): void {
  if (customerId !== undefined) referencedCustomer(business, customerId);
  if (siteId !== undefined) referencedSite(business, siteId);
}

/** What a draft lacks, in the names of the write model. */
function missingFields(job: Job): string[] {
  const wanted = {
    title: job.description,
    description: job.longDescription,
    customerId: job.customerId,
    siteId: job.siteId,
  };
  return Object.entries(wanted).flatMap(([name, value]) => (value === null || value === '' ? [name] : []));
}

function touch(business: Business, job: Job): void {
  job.lastModified = business.now().toISOString();
}
