import { z } from 'zod';
import { holdJob as sendHold } from '../../fergus/endpoints/jobs.ts';
import { resolveJob } from '../../fergus/job-reference.ts';
import { defineTool } from '../define-tool.ts';
import { today } from '../shared/days.ts';
import * as p from '../shared/params.ts';
import { ToolError } from '../tool-error.ts';
import { jobNotFound } from './get-job.ts';
import { jobHead, jobLabel, toJobHead } from './job-view.ts';

export const holdJob = defineTool({
  name: 'hold-job',
  title: 'Put a job on hold',
  description: 'Puts a job on hold until a day, or moves the day of one on hold. resume-job ends it.',
  toolset: 'jobs',
  everyday: false,
  access: 'write',
  input: z.object({
    job: p.job,
    holdUntil: p.day('Today or later.'),
    notes: p.text('Why it waits.'),
  }),
  output: jobHead.extend({ onHold: z.literal(true), holdUntil: z.string() }),
  async handler({ job: reference, holdUntil, notes }, { fergus, company }) {
    const now = today(await company());
    if (holdUntil < now) {
      throw new ToolError(
        `Nothing was sent to Fergus: holdUntil (${holdUntil}) is past; today is ${now} where the company is. Name today or a later day.`,
      );
    }
    const job = await resolveJob(fergus, reference);
    await sendHold(fergus, job.id, { holdUntil, notes });
    return {
      structured: { ...toJobHead(job), onHold: true as const, holdUntil },
      summary: `${jobLabel(job)} is on hold until ${holdUntil}.`,
    };
  },
  hints: ({ job }) => ({
    'not-found': jobNotFound(job),
    'bad-request': 'See the state of the job with get-job.',
  }),
  verifyWith: 'get-job',
});
