import { z } from 'zod';
import { finaliseJob } from '../../fergus/endpoints/jobs.ts';
import { resolveJobId } from '../../fergus/job-reference.ts';
import { defineTool } from '../define-tool.ts';
import * as p from '../shared/params.ts';
import { jobNotFound } from './get-job.ts';
import { jobRecord, toJobRecord } from './job-view.ts';

export const finalizeJob = defineTool({
  name: 'finalize-job',
  title: 'Finalise a draft job',
  description: 'Turns a draft into a job. It must have title, description, customer and site.',
  toolset: 'jobs',
  everyday: true,
  access: 'write',
  input: z.object({ job: p.job }),
  output: jobRecord,
  async handler({ job: reference }, { fergus, company }) {
    const [id, profile] = await Promise.all([resolveJobId(fergus, reference), company()]);
    const job = await finaliseJob(fergus, id);
    return { structured: toJobRecord(job, profile), summary: 'The draft is now a job.' };
  },
  hints: ({ job }) => ({
    'not-found': jobNotFound(job),
    'bad-request':
      'Only a draft with title, description, customer and site can be finalised: see it with get-job, complete it with update-job.',
  }),
  verifyWith: 'get-job',
});
