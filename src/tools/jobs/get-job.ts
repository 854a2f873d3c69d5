import { z } from 'zod';
import { resolveJob } from '../../fergus/job-reference.ts';
import { defineTool } from '../define-tool.ts';
import * as p from '../shared/params.ts';
import { jobRecord, toJobRecord } from './job-view.ts';

export const getJob = defineTool({
  name: 'get-job',
  title: 'Get a job',
  description: 'One job with description, customer, site, main contact and active quote.',
  toolset: 'jobs',
  everyday: true,
  access: 'read',
  input: z.object({ job: p.job }),
  output: jobRecord,
  async handler({ job }, { fergus, company }) {
    const [found, profile] = await Promise.all([resolveJob(fergus, job), company()]);
    return { structured: toJobRecord(found, profile) };
  },
  hints: ({ job }) => ({ 'not-found': jobNotFound(job) }),
});

/** The next step after a job reference that leads nowhere. */
export function jobNotFound(job: string | number): string {
  return `There is no job ${job}. Look for it with list-jobs (search or jobNo).`;
}
