import { z } from 'zod';
import type { CompanyProfile } from '../../fergus/company-profile.ts';
import type { Phase } from '../../fergus/types/phases.ts';
import { known, list, moment, text } from '../shared/values.ts';

/** A phase among the others of its job. */
export const phaseItem = z.object({
  jobPhaseId: z.int(),
  title: z.string().optional(),
  status: z.string().optional(),
  description: z.string().optional(),
  createdAt: z.string().optional(),
});

/** A phase by itself. */
export const phaseRecord = phaseItem.extend({
  assignedGroups: z.array(z.string()).optional(),
  jobId: z.int(),
  timeZone: z.string(),
});

export function toPhaseItem(phase: Phase, company: CompanyProfile): z.output<typeof phaseItem> {
  return known({
    jobPhaseId: phase.id,
    title: text(phase.title),
    status: text(phase.status),
    description: text(phase.description),
    createdAt: moment(phase.createdAt, company),
  });
}

/** @param jobId the job that was asked for. */
export function toPhaseRecord(
  phase: Phase,
  jobId: number,
  company: CompanyProfile,
): z.output<typeof phaseRecord> {
  const groups = list(phase.assignedGroups).flatMap((group) => text(group) ?? []);
  return known({
    ...toPhaseItem(phase, company),
    assignedGroups: groups.length > 0 ? groups : undefined,
    jobId,
    timeZone: company.timeZone,
  });
}

/** The phase in a sentence: `phase “First fix”`. */
export function phaseLabel(phase: Phase): string {
  const title = text(phase.title);
  return title === undefined ? `phase ${phase.id}` : `phase “${title}”`;
}
