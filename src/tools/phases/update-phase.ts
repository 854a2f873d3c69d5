import { z } from 'zod';
import { getPhase, updatePhase as sendPhase } from '../../fergus/endpoints/phases.ts';
import { resolveJobId } from '../../fergus/job-reference.ts';
import { defineTool } from '../define-tool.ts';
import { assertChange } from '../shared/changes.ts';
import * as p from '../shared/params.ts';
import { ToolError } from '../tool-error.ts';
import { phaseNotFound } from './get-phase.ts';
import { phaseRecord, toPhaseRecord } from './phase-view.ts';

export const updatePhase = defineTool({
  name: 'update-phase',
  title: 'Change a phase',
  description: "Changes a phase's title or description; what is not named stays.",
  toolset: 'phases',
  everyday: false,
  access: 'write',
  idempotent: true,
  input: z.object({
    job: p.job,
    jobPhaseId: p.id('phase'),
    title: p.text('Short title.', 255).optional(),
    description: p.text('What is to be done.', 10_000).optional(),
  }),
  output: phaseRecord,
  async handler({ job, jobPhaseId, ...changes }, { fergus, company }) {
    assertChange(changes, ['title', 'description']);
    const [jobId, profile] = await Promise.all([resolveJobId(fergus, job), company()]);
    // Fergus replaces both together, so the one that stays goes back as it came.
    const current = await getPhase(fergus, jobId, jobPhaseId);
    const title = changes.title ?? current.title;
    if (!title) {
      throw new ToolError(
        'Nothing was changed: Fergus takes no phase without a title, and this one has none yet. Name title too.',
      );
    }
    const description = changes.description ?? current.description ?? '';
    const phase = await sendPhase(fergus, jobId, jobPhaseId, { title, description });
    return { structured: toPhaseRecord(phase, jobId, profile), summary: 'Phase changed.' };
  },
  hints: (input) => ({ 'not-found': phaseNotFound(input) }),
  verifyWith: 'get-phase',
});
