import { z } from 'zod';
import type { FergusApi } from '../../fergus/api.ts';
import { updateJob as sendJob } from '../../fergus/endpoints/jobs.ts';
import { FergusError } from '../../fergus/errors.ts';
import { resolveJob, resolveJobId } from '../../fergus/job-reference.ts';
import { JOB_TYPES, type Job, type JobType } from '../../fergus/types/jobs.ts';
import { defineTool } from '../define-tool.ts';
import { assertChange } from '../shared/changes.ts';
import * as p from '../shared/params.ts';
import { integer, text } from '../shared/values.ts';
import { ToolError } from '../tool-error.ts';
import { jobNotFound } from './get-job.ts';
import { jobRecord, toJobRecord } from './job-view.ts';

export const updateJob = defineTool({
  name: 'update-job',
  title: 'Change a draft job',
  description: 'Changes a draft job; what is not named stays. Jobs that are no draft cannot be changed.',
  toolset: 'jobs',
  everyday: true,
  access: 'write',
  idempotent: true,
  input: z.object({
    job: p.job,
    jobType: z.enum(JOB_TYPES).optional(),
    title: p.text('Short title of the work.', 255).optional(),
    description: p.text('What is to be done.', 10_000).optional(),
    customerId: p.id('customer').optional(),
    siteId: p.id('site').optional(),
    customerReference: p.text("The customer's own reference.", 255).optional(),
  }),
  output: jobRecord,
  async handler({ job: reference, ...changes }, { fergus, company }) {
    assertChange(changes, ['jobType', 'title', 'description', 'customerId', 'siteId', 'customerReference']);
    const current = await readDraft(fergus, reference);
    const title = changes.title ?? text(current?.description);
    const jobType = changes.jobType ?? typeOf(current);
    if (title === undefined || jobType === undefined) {
      throw new ToolError(
        `Nothing was sent to Fergus: it does not show draft ${reference}, so title and jobType are both needed to change it.`,
      );
    }
    const profile = await company();
    const id = current?.id ?? (await resolveJobId(fergus, reference));
    const job = await sendJob(fergus, id, {
      title,
      jobType,
      description: changes.description ?? text(current?.longDescription),
      customerId: changes.customerId ?? integer(current?.customer?.id),
      siteId: changes.siteId ?? integer(current?.siteAddress?.id),
      // Fergus does not send the reference back, so only a new one can be sent.
      customerReference: changes.customerReference,
    });
    return { structured: toJobRecord(job, profile), summary: 'Draft changed.' };
  },
  hints: ({ job }) => ({ 'not-found': jobNotFound(job) }),
  verifyWith: 'get-job',
});

/** The draft, or nothing where Fergus does not show drafts to this credential; sources disagree on that. */
async function readDraft(fergus: FergusApi, reference: string | number): Promise<Job | undefined> {
  let job: Job;
  try {
    job = await resolveJob(fergus, reference);
  } catch (error) {
    if (error instanceof FergusError && error.kind === 'not-found' && error.status === 404) return undefined;
    throw error;
  }
  const status = text(job.status);
  if (status !== undefined && status.toLowerCase() !== 'draft') {
    throw new ToolError(
      `Nothing was sent to Fergus: ${text(job.jobNo) ?? `job ${job.id}`} has the status ${status}, and Fergus lets only drafts be changed through its API. Change it in Fergus itself.`,
    );
  }
  return job;
}

function typeOf(job: Job | undefined): JobType | undefined {
  return JOB_TYPES.find((type) => type === job?.jobType);
}
