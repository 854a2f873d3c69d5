import type { Tool } from '../define-tool.ts';
import { createPhase } from './create-phase.ts';
import { getPhase } from './get-phase.ts';
import { getPhaseFinancials } from './get-phase-financials.ts';
import { listPhases } from './list-phases.ts';
import { updatePhase } from './update-phase.ts';
import { voidPhase } from './void-phase.ts';

export const phaseTools: readonly Tool[] = [
  listPhases,
  getPhase,
  createPhase,
  updatePhase,
  voidPhase,
  getPhaseFinancials,
];
