import type { Tool } from '../define-tool.ts';
import { createJob } from './create-job.ts';
import { finalizeJob } from './finalize-job.ts';
import { getJob } from './get-job.ts';
import { getJobFinancials } from './get-job-financials.ts';
import { holdJob } from './hold-job.ts';
import { listJobs } from './list-jobs.ts';
import { resumeJob } from './resume-job.ts';
import { updateJob } from './update-job.ts';

export const jobTools: readonly Tool[] = [
  listJobs,
  getJob,
  createJob,
  updateJob,
  finalizeJob,
  holdJob,
  resumeJob,
  getJobFinancials,
];
