import type { Request } from 'express';
import { z } from 'zod';
import type { JobPhase } from '../business.ts';
import {
  ApiError,
  businessOf,
  existing,
  link,
  noContent,
  parseBody,
  pathId,
  type Routes,
  sendList,
  sendOne,
} from '../http.ts';
import { phaseFinancialSummary } from './financial-summary.ts';
import { jobAt } from './lookups.ts';

const phaseBody = z.object({ title: z.string(), description: z.string() });

export const phaseRoutes: Routes = (router) => {
  router.get('/jobs/:jobId/phases', (req, res) => {
    const job = jobAt(req);
    const phases = [...businessOf(req).phases.values()].filter(({ jobId }) => jobId === job.id);
    sendList(
      res,
      phases.map((phase) => phaseView(req, phase)),
    );
  });

  router.post('/jobs/:jobId/phases', (req, res) => {
    const business = businessOf(req);
    const job = jobAt(req);
    const phase: JobPhase = {
      id: business.nextId(),
      jobId: job.id,
      ...parseBody(req, phaseBody),
      createdAt: business.now().toISOString(),
      status: 'To Schedule',
      assignedGroups: [...job.assignedGroups],
      voidedAt: null,
    };
    business.phases.set(phase.id, phase);
    sendOne(res, phaseView(req, phase));
  });

  router.get('/jobs/:jobId/phases/:jobPhaseId', (req, res) => {
    sendOne(res, phaseView(req, phaseAt(req)));
  });

  router.put('/jobs/:jobId/phases/:jobPhaseId', (req, res) => {
    const phase = phaseAt(req);
    const { title, description } = parseBody(req, phaseBody);
    checkNotVoided(phase);
    phase.title = title;
    phase.description = description;
    sendOne(res, phaseView(req, phase));
  });

  router.post('/jobs/:jobId/phases/:jobPhaseId/void', (req, res) => {
    const phase = phaseAt(req);
    checkNotVoided(phase);
    phase.voidedAt = businessOf(req).now().toISOString();
    noContent(res);
  });

  router.get('/jobs/:jobId/phases/:jobPhaseId/financialSummary', (req, res) => {
    sendOne(res, phaseFinancialSummary(businessOf(req), jobAt(req), phaseAt(req)));
  });
};

/** @throws ApiError 400 for a phase that was voided: it never changes again. */
export function checkNotVoided(phase: JobPhase): void {
  if (phase.voidedAt !== null) throw new ApiError(400, `Job phase ${phase.id} is voided`);
}

/** @throws ApiError 404 also for a phase of another job. */
function phaseAt(req: Request): JobPhase {
  const job = jobAt(req);
  const ofJob = [...businessOf(req).phases.values()].filter(({ jobId }) => jobId === job.id);
  return existing(new Map(ofJob.map((phase) => [phase.id, phase])), pathId(req, 'jobPhaseId'), 'Job phase');
}

/** A voided phase is still answered; its status tells. */
function phaseView(req: Request, phase: JobPhase) {
  const { voidedAt, ...fields } = phase;
  const self = `/jobs/${phase.jobId}/phases/${phase.id}`;
  return {
    ...fields,
    status: voidedAt === null ? phase.status : 'Voided',
    links: [
      link(req, 'self', self),
      link(req, 'job', `/jobs/${phase.jobId}`),
      link(req, 'stockOnHand', `/phases/${phase.id}/stockOnHand`),
    ],
  };
}
