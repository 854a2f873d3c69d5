import { z } from 'zod';
import { getJobFinancialSummary } from '../../fergus/endpoints/jobs.ts';
import { resolveJobId } from '../../fergus/job-reference.ts';
import { defineTool } from '../define-tool.ts';
import { financials, MARGIN_NOTE, toFinancials } from '../shared/financial-view.ts';
import * as p from '../shared/params.ts';
import { jobNotFound } from './get-job.ts';

export const getJobFinancials = defineTool({
  name: 'get-job-financials',
  title: "Get a job's financials",
  description: 'Costs, chargeable and billed amounts, margin, labour hours and quoted amounts of a job.',
  toolset: 'jobs',
  everyday: false,
  access: 'read',
  input: z.object({ job: p.job }),
  output: financials,
  async handler({ job }, { fergus, company }) {
    const [jobId, profile] = await Promise.all([resolveJobId(fergus, job), company()]);
    const summary = await getJobFinancialSummary(fergus, jobId);
    return { structured: toFinancials(summary, jobId, profile), summary: MARGIN_NOTE };
  },
  hints: ({ job }) => ({ 'not-found': jobNotFound(job) }),
});
