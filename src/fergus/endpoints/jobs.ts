import { type CacheClass, type FergusApi, type Page, path } from '../api.ts';
import type { FinancialSummary } from '../types/financial-summary.ts';
import type { CreateJobPayload, HoldJobPayload, Job, JobsQuery, UpdateJobPayload } from '../types/jobs.ts';

/** `GET /jobs`: `filterJobNo` matches any part of the number, so look for the exact one in the answer. */
export function listJobs(
  api: FergusApi,
  query: JobsQuery = {},
  cache: { readonly cacheFor?: CacheClass } = {},
): Promise<Page<Job>> {
  return api.page({ method: 'GET', path: path`/jobs`, query: { ...query }, ...cache });
}

/** `GET /jobs/{jobId}`: by the API's id, not by the job number that people use. */
export function getJob(
  api: FergusApi,
  jobId: number,
  cache: { readonly cacheFor?: CacheClass } = {},
): Promise<Job> {
  return api.one({ method: 'GET', path: path`/jobs/${jobId}`, ...cache });
}

/**
 * `POST /jobs`: creates a job, or a draft with `isDraft`. The title comes back as `description`, and the
 * description as `longDescription`. The status reads Draft here even where the next read says To Price [live].
 */
export function createJob(api: FergusApi, payload: CreateJobPayload): Promise<Job> {
  return api.one({ method: 'POST', path: path`/jobs`, body: payload });
}

/** `PUT /jobs/{jobId}`: works on drafts only; send the whole draft, title and type included. */
export function updateJob(api: FergusApi, jobId: number, payload: UpdateJobPayload): Promise<Job> {
  return api.one({ method: 'PUT', path: path`/jobs/${jobId}`, body: payload });
}

/** `PUT /jobs/{jobId}/finalise`: makes a draft a job. PUT, although the job's own links say POST [live]. */
export function finaliseJob(api: FergusApi, jobId: number): Promise<Job> {
  return api.one({ method: 'PUT', path: path`/jobs/${jobId}/finalise`, body: {} });
}

/** `POST /jobs/{jobId}/hold`: puts a job on hold until a day. */
export function holdJob(api: FergusApi, jobId: number, payload: HoldJobPayload): Promise<void> {
  return api.done({ method: 'POST', path: path`/jobs/${jobId}/hold`, body: payload });
}

/** `POST /jobs/{jobId}/resume`: ends the hold. */
export function resumeJob(api: FergusApi, jobId: number): Promise<void> {
  return api.done({ method: 'POST', path: path`/jobs/${jobId}/resume` });
}

/** `GET /jobs/{jobId}/financialSummary`: costs, chargeable and billed amounts, hours. */
export function getJobFinancialSummary(api: FergusApi, jobId: number): Promise<FinancialSummary> {
  return api.one({ method: 'GET', path: path`/jobs/${jobId}/financialSummary` });
}
