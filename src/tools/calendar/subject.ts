import type { FergusApi } from '../../fergus/api.ts';
import { listPhases } from '../../fergus/endpoints/phases.ts';
import { resolveJobId } from '../../fergus/job-reference.ts';
import type { CalendarEventType } from '../../fergus/types/calendar-events.ts';
import type { Phase } from '../../fergus/types/phases.ts';
import { text } from '../shared/values.ts';
import { ToolError } from '../tool-error.ts';

/** What a new event is about, as the caller names it. */
export interface Subject {
  readonly eventType: CalendarEventType;
  readonly job?: string | number | undefined;
  readonly jobPhaseId?: number | undefined;
}

/**
 * Fergus wants a phase for JOB_PHASE and a job for QUOTE and ESTIMATE [spec].
 *
 * @throws {ToolError} where what is named does not go with the type.
 */
export function assertSubject({ eventType, job, jobPhaseId }: Subject): void {
  const problem = {
    JOB_PHASE: job === undefined && jobPhaseId === undefined && 'needs jobPhaseId, or a job with one phase',
    QUOTE: needsJobOnly(job, jobPhaseId),
    ESTIMATE: needsJobOnly(job, jobPhaseId),
    OTHER:
      (job !== undefined || jobPhaseId !== undefined) &&
      'belongs to no job. Use JOB_PHASE for work on one, QUOTE or ESTIMATE for pricing it, or leave job and jobPhaseId out',
  }[eventType];
  if (problem) throw new ToolError(`Nothing was sent to Fergus: an event of type ${eventType} ${problem}.`);
}

function needsJobOnly(job: Subject['job'], jobPhaseId: number | undefined): string | undefined {
  if (job === undefined) return 'needs job';
  return jobPhaseId === undefined ? undefined : 'belongs to the whole job: leave jobPhaseId out';
}

/**
 * The subject in Fergus's fields. A job that stands for a phase must have that phase, or exactly one.
 *
 * @throws {ToolError} with the phases to choose from.
 */
export async function resolveSubject(
  fergus: FergusApi,
  { eventType, job, jobPhaseId }: Subject,
): Promise<{ jobId?: number; jobPhaseId?: number }> {
  if (job === undefined) return jobPhaseId === undefined ? {} : { jobPhaseId };
  const jobId = await resolveJobId(fergus, job);
  if (eventType !== 'JOB_PHASE') return { jobId };
  const phases = (await listPhases(fergus, jobId)).filter(
    ({ status }) => text(status)?.toLowerCase() !== 'voided',
  );
  const fitting = jobPhaseId === undefined ? phases : phases.filter(({ id }) => id === jobPhaseId);
  const [only] = fitting;
  if (only && fitting.length === 1) return { jobPhaseId: only.id };
  throw new ToolError(`Nothing was created: ${choosePhase(job, jobPhaseId, phases)}`);
}

function choosePhase(job: string | number, jobPhaseId: number | undefined, phases: readonly Phase[]): string {
  if (phases.length === 0) {
    return `job ${job} has no phase to book. Make one with create-phase, or book it as OTHER.`;
  }
  const problem =
    jobPhaseId === undefined
      ? `job ${job} has ${phases.length} phases`
      : `${jobPhaseId} is not a phase of job ${job}`;
  const choices = phases.map(({ id, title, status }) => {
    const details = [text(title) && `“${text(title)}”`, text(status) && `(${text(status)})`];
    return [id, ...details].filter(Boolean).join(' ');
  });
  return `${problem}. Choose one as jobPhaseId: ${choices.join('; ')}.`;
}
