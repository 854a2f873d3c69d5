import type { FinancialSummary } from '../../fergus/types/financial-summary.ts';
import type { Job } from '../../fergus/types/jobs.ts';
import { text } from '../shared/values.ts';
import { activeQuoteState, jobMoney } from './job-overview-figures.ts';

/** Fergus's statuses in the order in which a job goes through them; others follow by name. */
const STATUS_ORDER = [
  'Draft',
  'To Price',
  'Estimate Sent',
  'Quote Sent',
  'To Schedule',
  'To Start',
  'In Progress',
  'Labour Complete',
  'To Invoice',
  'Invoiced',
  'Invoice Paid',
  'Completed',
  'Estimate Rejected',
  'Quote Rejected',
  'Inactive',
];

/** Work that is done and waits for its invoice. */
const DONE = ['labour complete', 'to invoice'];

export interface JobCounts {
  /** Archived jobs left out. */
  readonly statuses: readonly { readonly status: string; readonly count: number }[];
  readonly onHold: number;
  readonly archived: number;
}

export function jobCounts(jobs: readonly Job[]): JobCounts {
  const counts = new Map<string, number>();
  const open = jobs.filter(({ archived }) => archived !== true);
  for (const job of open) {
    const status = text(job.status) ?? 'without status';
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  const statuses = [...counts].map(([status, count]) => ({ status, count }));
  statuses.sort((a, b) => placeOf(a.status) - placeOf(b.status) || a.status.localeCompare(b.status));
  return {
    statuses,
    onHold: open.filter(({ onHold }) => onHold === true).length,
    archived: jobs.length - open.length,
  };
}

function placeOf(status: string): number {
  const place = STATUS_ORDER.indexOf(status);
  return place < 0 ? STATUS_ORDER.length : place;
}

/** The jobs whose work is done but not invoiced, those that nothing has happened on for longest first. */
export function jobsToInvoice(jobs: readonly Job[]): Job[] {
  const done = jobs.filter(
    ({ status, archived }) => archived !== true && DONE.includes(text(status)?.toLowerCase() ?? ''),
  );
  const changed = (job: Job) => Date.parse(job.lastModified ?? '') || 0;
  return done.sort((a, b) => changed(a) - changed(b) || a.id - b.id);
}

/**
 * What can still be billed for a job, in cents before tax: its accepted quote, or else its time and material, less
 * what is billed. 0 where more is billed; nothing where Fergus does not tell.
 */
export function unbilledOf(job: Job, summary: FinancialSummary): number | undefined {
  const { unbilled } = jobMoney(summary, activeQuoteState(job.activeQuote, summary));
  return unbilled === undefined ? undefined : Math.max(0, unbilled);
}
