import { z } from 'zod';
import { getPhaseFinancialSummary } from '../../fergus/endpoints/phases.ts';
import { resolveJobId } from '../../fergus/job-reference.ts';
import { defineTool } from '../define-tool.ts';
import { financials, MARGIN_NOTE, toFinancials } from '../shared/financial-view.ts';
import * as p from '../shared/params.ts';
import { phaseNotFound } from './get-phase.ts';

export const getPhaseFinancials = defineTool({
  name: 'get-phase-financials',
  title: "Get a phase's financials",
  description: 'As get-job-financials, for one phase.',
  toolset: 'phases',
  everyday: false,
  access: 'read',
  input: z.object({ job: p.job, jobPhaseId: p.id('phase') }),
  output: financials.extend({ jobPhaseId: z.int() }),
  async handler({ job, jobPhaseId }, { fergus, company }) {
    const [jobId, profile] = await Promise.all([resolveJobId(fergus, job), company()]);
    const summary = await getPhaseFinancialSummary(fergus, jobId, jobPhaseId);
    return {
      structured: { jobPhaseId, ...toFinancials(summary, jobId, profile) },
      summary: MARGIN_NOTE,
    };
  },
  hints: (input) => ({ 'not-found': phaseNotFound(input) }),
});
