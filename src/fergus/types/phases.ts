import type { Identified, Lenient } from './shared.ts';

export type Phase = Identified &
  Lenient<{
    jobId: number;
    title: string;
    description: string;
    createdAt: string;
    status: string;
    assignedGroups: readonly string[];
  }>;

/** For create and update alike: both fields every time. */
export interface PhasePayload {
  readonly title: string;
  readonly description: string;
}
