import type { Job, JobPhase } from '../business.ts';
import { about, type Cast, type JobPlan, type SeededJob } from './job-plan.ts';
import { seedQuotes } from './quotes.ts';
import { byKey, type Seeding, store } from './seeding.ts';

/** Adds the jobs, the oldest first, with their phases and quotes; gives them by the keys of their plans. */
export function seedJobs(seeding: Seeding, cast: Cast, plans: readonly JobPlan[]): Map<string, SeededJob> {
  const jobs = new Map<string, SeededJob>();
  for (const plan of plans.toSorted((a, b) => b.since - a.since)) {
    const number =
      plan.variationOf === undefined
        ? seeding.business.nextJobNo()
        : `${byKey(jobs, plan.variationOf).job.jobNo}A`;
    const job = addJob(seeding, cast, plan, number);
    const phases = plan.draft === true ? [] : addPhases(seeding, plan, job);
    jobs.set(plan.key, { plan, job, phases, quotes: seedQuotes(seeding, cast, plan, job) });
  }
  return jobs;
}

function addJob(seeding: Seeding, cast: Cast, plan: JobPlan, jobNo: string): Job {
  const { business, moments } = seeding;
  const createdAt = moments.officeTime(-plan.since, about(seeding, 8));
  return store(business.jobs, {
    id: business.nextId(),
    jobNo,
    description: plan.title,
    longDescription: plan.detail,
    createdAt,
    lastModified: createdAt,
    jobType: plan.type,
    status: plan.status,
    assignedGroups: [plan.group],
    customerId: byKey(cast.customers, plan.customer).id,
    siteId: byKey(cast.sites, plan.site).id,
    onHold: plan.holdDays !== undefined,
    archived: plan.archived ?? false,
    isDraft: plan.draft ?? false,
    holdUntil: plan.holdDays === undefined ? null : moments.day(plan.holdDays),
    customerReference: plan.reference ?? null,
  });
}

function addPhases(seeding: Seeding, plan: JobPlan, job: Job): JobPhase[] {
  const { business, moments } = seeding;
  const titles = plan.phases ?? ['Main works'];
  const add = (title: string, status: string, voidedAt: string | null) =>
    store(business.phases, {
      id: business.nextId(),
      jobId: job.id,
      title,
      description: `${title}: ${plan.title}`,
      createdAt: job.createdAt,
      status,
      assignedGroups: [plan.group],
      voidedAt,
    });
  for (const title of plan.voidedPhases ?? []) {
    add(title, 'Voided', moments.officeTime(-Math.max(1, plan.since - 2), about(seeding, 17)));
  }
  return titles.map((title, index) => add(title, phaseStatus(plan.status, index, titles.length), null));
}

/** Phases follow their job; in a job that is under way the earlier ones are done and the next one runs. */
function phaseStatus(jobStatus: string, index: number, count: number): string {
  if (['Labour Complete', 'To Invoice', 'Invoiced', 'Invoice Paid', 'Completed'].includes(jobStatus)) {
    return 'Completed';
  }
  if (jobStatus === 'In Progress') {
    const running = Math.min(1, count - 1);
    if (index === running) return 'In Progress';
    return index < running ? 'Completed' : 'To Schedule';
  }
  return jobStatus === 'To Start' ? 'Scheduled' : 'To Schedule';
}
