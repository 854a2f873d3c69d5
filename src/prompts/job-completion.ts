import { listJobs } from '../fergus/endpoints/jobs.ts';
import { JOB_REFERENCE } from '../fergus/job-reference.ts';
import type { Complete, PromptArgument } from './define-prompt.ts';

/** Job numbers that fit what is typed: by number where it holds digits, else by the words of the job. */
export const completeJobNumber: Complete = async (typed, fergus) => {
  const digits = /\d+/.exec(typed)?.[0];
  const filter = digits ? { filterJobNo: digits } : { filterSearchText: typed.trim() || undefined };
  const { items } = await listJobs(fergus, {
    ...filter,
    sortField: 'lastModified',
    sortOrder: 'desc',
    pageSize: 20,
  });
  return items.flatMap((job) => (job.jobNo ? [String(job.jobNo)] : []));
};

/** The `job` argument of prompts. */
export const jobArgument: PromptArgument = {
  name: 'job',
  description: 'Job number such as Job-500, or job id.',
  required: true,
  check: (value) =>
    JOB_REFERENCE.test(value) ? undefined : 'must be a job number such as "Job-500", or a job id',
  complete: completeJobNumber,
};
