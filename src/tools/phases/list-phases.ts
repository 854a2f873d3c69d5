import { z } from 'zod';
import { listPhases as fetchPhases } from '../../fergus/endpoints/phases.ts';
import { resolveJobId } from '../../fergus/job-reference.ts';
import { defineTool } from '../define-tool.ts';
import { jobNotFound } from '../jobs/get-job.ts';
import * as p from '../shared/params.ts';
import { phaseItem, toPhaseItem } from './phase-view.ts';

export const listPhases = defineTool({
  name: 'list-phases',
  title: 'List the phases of a job',
  description: 'All phases of a job, with their ids and statuses.',
  toolset: 'phases',
  everyday: false,
  access: 'read',
  input: z.object({ job: p.job }),
  output: z.object({ jobId: z.int(), items: z.array(phaseItem), timeZone: z.string() }),
  async handler({ job }, { fergus, company }) {
    const [jobId, profile] = await Promise.all([resolveJobId(fergus, job), company()]);
    const phases = await fetchPhases(fergus, jobId);
    const items = phases.map((phase) => toPhaseItem(phase, profile));
    return { structured: { jobId, items, timeZone: profile.timeZone } };
  },
  hints: ({ job }) => ({ 'not-found': jobNotFound(job) }),
});
