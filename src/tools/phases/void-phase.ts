import { z } from 'zod';
import { getPhase, voidPhase as sendVoid } from '../../fergus/endpoints/phases.ts';
import { resolveJob } from '../../fergus/job-reference.ts';
import { defineTool } from '../define-tool.ts';
import { jobLabel } from '../jobs/job-view.ts';
import * as p from '../shared/params.ts';
import { known, text } from '../shared/values.ts';
import { ToolError } from '../tool-error.ts';
import { phaseNotFound } from './get-phase.ts';
import { phaseLabel } from './phase-view.ts';

export const voidPhase = defineTool({
  name: 'void-phase',
  title: 'Void a phase',
  description: 'Voids a phase of a job. Cannot be undone.',
  toolset: 'phases',
  everyday: false,
  access: 'destructive',
  input: z.object({ job: p.job, jobPhaseId: p.id('phase'), confirm: p.confirm }),
  output: z.object({
    jobPhaseId: z.int(),
    title: z.string().optional(),
    jobId: z.int(),
    jobNo: z.string().optional(),
    voided: z.literal(true),
  }),
  async handler({ job: reference, jobPhaseId, confirm: given }, { fergus, confirm }) {
    const job = await resolveJob(fergus, reference);
    const phase = await getPhase(fergus, job.id, jobPhaseId);
    const what = `${phaseLabel(phase)} of ${jobLabel(job)}`;
    const status = text(phase.status);
    if (status?.toLowerCase() === 'voided') {
      throw new ToolError(`Nothing was changed: ${what} is voided already.`);
    }
    await confirm(`Void ${what} (status ${status ?? 'unknown'}), which cannot be undone?`, given);
    await sendVoid(fergus, job.id, jobPhaseId);
    const structured = known({
      jobPhaseId,
      title: text(phase.title),
      jobId: job.id,
      jobNo: text(job.jobNo),
      voided: true as const,
    });
    return { structured, summary: `Voided ${what}.` };
  },
  hints: (input) => ({ 'not-found': phaseNotFound(input) }),
  verifyWith: 'get-phase',
});
