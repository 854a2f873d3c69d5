import { type CacheClass, type FergusApi, path } from '../api.ts';
import type { FinancialSummary } from '../types/financial-summary.ts';
import type { Phase, PhasePayload } from '../types/phases.ts';

/** `GET /jobs/{jobId}/phases`: all phases of a job; the list has no pages. */
export async function listPhases(
  api: FergusApi,
  jobId: number,
  cache: { readonly cacheFor?: CacheClass } = {},
): Promise<readonly Phase[]> {
  const { items } = await api.page<Phase>({ method: 'GET', path: path`/jobs/${jobId}/phases`, ...cache });
  return items;
}

/** `GET /jobs/{jobId}/phases/{jobPhaseId}`. */
export function getPhase(api: FergusApi, jobId: number, jobPhaseId: number): Promise<Phase> {
  return api.one({ method: 'GET', path: path`/jobs/${jobId}/phases/${jobPhaseId}` });
}

/** `POST /jobs/{jobId}/phases`. */
export function createPhase(api: FergusApi, jobId: number, payload: PhasePayload): Promise<Phase> {
  return api.one({ method: 'POST', path: path`/jobs/${jobId}/phases`, body: payload });
}

/** `PUT /jobs/{jobId}/phases/{jobPhaseId}`: replaces title and description together. */
export function updatePhase(
  api: FergusApi,
  jobId: number,
  jobPhaseId: number,
  payload: PhasePayload,
): Promise<Phase> {
  return api.one({ method: 'PUT', path: path`/jobs/${jobId}/phases/${jobPhaseId}`, body: payload });
}

/** `POST /jobs/{jobId}/phases/{jobPhaseId}/void`: cannot be undone [live]. */
export function voidPhase(api: FergusApi, jobId: number, jobPhaseId: number): Promise<void> {
  return api.done({ method: 'POST', path: path`/jobs/${jobId}/phases/${jobPhaseId}/void` });
}

/** `GET /jobs/{jobId}/phases/{jobPhaseId}/financialSummary`: the money of one phase. */
export function getPhaseFinancialSummary(
  api: FergusApi,
  jobId: number,
  jobPhaseId: number,
): Promise<FinancialSummary> {
  return api.one({ method: 'GET', path: path`/jobs/${jobId}/phases/${jobPhaseId}/financialSummary` });
}
