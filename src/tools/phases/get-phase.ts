import { z } from 'zod';
import { getPhase as fetchPhase } from '../../fergus/endpoints/phases.ts';
import { resolveJobId } from '../../fergus/job-reference.ts';
import { defineTool } from '../define-tool.ts';
import * as p from '../shared/params.ts';
import { phaseRecord, toPhaseRecord } from './phase-view.ts';

export const getPhase = defineTool({
  name: 'get-phase',
  title: 'Get a phase',
  description: 'One phase of a job, with its groups.',
  toolset: 'phases',
  everyday: false,
  access: 'read',
  input: z.object({ job: p.job, jobPhaseId: p.id('phase') }),
  output: phaseRecord,
  async handler({ job, jobPhaseId }, { fergus, company }) {
    const [jobId, profile] = await Promise.all([resolveJobId(fergus, job), company()]);
    const phase = await fetchPhase(fergus, jobId, jobPhaseId);
    return { structured: toPhaseRecord(phase, jobId, profile) };
  },
  hints: (input) => ({ 'not-found': phaseNotFound(input) }),
});

/** The next step after a phase, or its job, that is not there: Fergus answers the same for both. */
export function phaseNotFound({ job, jobPhaseId }: { job: string | number; jobPhaseId: number }): string {
  return `Job ${job} has no phase ${jobPhaseId}, or does not exist. See the job's phases with list-phases.`;
}
