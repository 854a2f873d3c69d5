import { z } from 'zod';
import { createPhase as sendPhase } from '../../fergus/endpoints/phases.ts';
import { resolveJobId } from '../../fergus/job-reference.ts';
import { defineTool } from '../define-tool.ts';
import { jobNotFound } from '../jobs/get-job.ts';
import * as p from '../shared/params.ts';
import { phaseLabel, phaseRecord, toPhaseRecord } from './phase-view.ts';

export const createPhase = defineTool({
  name: 'create-phase',
  title: 'Create a phase',
  description: 'Adds a phase to a job.',
  toolset: 'phases',
  everyday: false,
  access: 'write',
  input: z.object({
    job: p.job,
    title: p.text('Short title.', 255),
    description: p.text('What is to be done.', 10_000),
    allowDuplicate: p.allowDuplicate,
  }),
  output: phaseRecord,
  async handler({ job, allowDuplicate, ...payload }, { fergus, company, duplicates }) {
    const [jobId, profile] = await Promise.all([resolveJobId(fergus, job), company()]);
    const phase = await duplicates.once('phase', { jobId, ...payload }, allowDuplicate, async () => {
      const value = await sendPhase(fergus, jobId, payload);
      return { value, made: `${phaseLabel(value)} (id ${value.id})` };
    });
    return { structured: toPhaseRecord(phase, jobId, profile), summary: 'The phase was created.' };
  },
  hints: ({ job }) => ({ 'not-found': jobNotFound(job) }),
  verifyWith: 'list-phases',
});
