import { z } from 'zod';
import { createJob as sendJob } from '../../fergus/endpoints/jobs.ts';
import { JOB_TYPES } from '../../fergus/types/jobs.ts';
import { defineTool } from '../define-tool.ts';
import * as p from '../shared/params.ts';
import { ToolError } from '../tool-error.ts';
import { jobRecord, toJobRecord } from './job-view.ts';

export const createJob = defineTool({
  name: 'create-job',
  title: 'Create a job',
  description:
    'Creates a job. Needs title, description, customerId and siteId; with isDraft true, type and title are enough and finalize-job completes it later.',
  toolset: 'jobs',
  everyday: true,
  access: 'write',
  input: z.object({
    jobType: z.enum(JOB_TYPES),
    title: p.text('Short title of the work.', 255),
    description: p.text('What is to be done.', 10_000).optional(),
    customerId: p.id('customer').optional(),
    siteId: p.id('site').optional(),
    customerReference: p.text("The customer's own reference, such as an order number.", 255).optional(),
    isDraft: z.boolean().default(false),
    allowDuplicate: p.allowDuplicate,
  }),
  output: jobRecord.extend({ created: z.enum(['job', 'draft']) }),
  async handler({ allowDuplicate, isDraft, ...fields }, { fergus, company, duplicates }) {
    const { description, customerId, siteId } = fields;
    const complete =
      description !== undefined && customerId !== undefined && siteId !== undefined
        ? { ...fields, description, customerId, siteId }
        : undefined;
    const payload = isDraft ? { ...fields, isDraft } : complete;
    if (payload === undefined) throw new ToolError(missing({ description, customerId, siteId }));
    const profile = await company();
    const job = await duplicates.once('job', payload, allowDuplicate, async () => {
      const value = await sendJob(fergus, payload);
      return { value, made: `${value.jobNo ?? 'a job'} (id ${value.id})` };
    });
    return {
      structured: { ...toJobRecord(job, profile), created: isDraft ? ('draft' as const) : ('job' as const) },
      summary: isDraft
        ? 'Draft created as below. Keep its id: complete it with update-job, then finalize-job.'
        : 'Job created. Fergus shows it as Draft until it is read again.',
    };
  },
  hints: () => ({
    'not-found': 'Check customerId and siteId with get-customer and get-site.',
    'bad-request': 'Check the values it names; customer and site must exist (get-customer, get-site).',
  }),
  verifyWith: 'list-jobs',
});

function missing(fields: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(fields).filter((name) => fields[name] === undefined);
  return `Nothing was sent to Fergus: a job needs ${names.join(', ')} too. Find customers and sites with list-customers and list-sites, or set isDraft to true to keep what is known as a draft.`;
}
