import { z } from 'zod';
import { resumeJob as sendResume } from '../../fergus/endpoints/jobs.ts';
import { resolveJob } from '../../fergus/job-reference.ts';
import { defineTool } from '../define-tool.ts';
import * as p from '../shared/params.ts';
import { jobNotFound } from './get-job.ts';
import { jobHead, jobLabel, toJobHead } from './job-view.ts';

export const resumeJob = defineTool({
  name: 'resume-job',
  title: 'Resume a job',
  description: "Ends a job's hold.",
  toolset: 'jobs',
  everyday: false,
  access: 'write',
  idempotent: true,
  input: z.object({ job: p.job }),
  output: jobHead.extend({ onHold: z.literal(false) }),
  async handler({ job: reference }, { fergus }) {
    const job = await resolveJob(fergus, reference);
    const structured = { ...toJobHead(job), onHold: false as const };
    if (job.onHold === false) {
      return { structured, summary: `${jobLabel(job)} was not on hold: nothing was changed.` };
    }
    await sendResume(fergus, job.id);
    return { structured, summary: `${jobLabel(job)} is no longer on hold.` };
  },
  hints: ({ job }) => ({
    'not-found': jobNotFound(job),
    'bad-request': 'See the state of the job with get-job.',
  }),
  verifyWith: 'get-job',
});
