import type { Business, Job } from '../../src/sandbox/fergus-api/business.ts';
import { occurrencesWithin } from '../../src/sandbox/fergus-api/calendar/recurrence.ts';
import { addDays, fromLocalTime } from '../../src/sandbox/fergus-api/local-time.ts';
import { jobFinancialSummary } from '../../src/sandbox/fergus-api/routes/financial-summary.ts';

/* What get-business-snapshot has to answer, worked out from the sandbox's own records. */

const ZONE = 'Pacific/Auckland';

/** How many bookings lie on these days, those for several people once for each. */
export function expectedBookings(business: Business, from: string, to: string): number {
  return occurrences(business, from, to).length;
}

/** The titles of a day's bookings by user id; 0 is nobody. */
export function expectedToday(business: Business, day: string): Map<number, string[]> {
  const titles = new Map<number, string[]>();
  for (const { event } of occurrences(business, day, day)) {
    titles.set(event.userId ?? 0, [...(titles.get(event.userId ?? 0) ?? []), event.title]);
  }
  for (const own of titles.values()) own.sort();
  return titles;
}

function occurrences(business: Business, from: string, to: string) {
  const start = fromLocalTime(`${from} 00:00`, ZONE).toISOString();
  const end = fromLocalTime(`${addDays(to, 1)} 00:00`, ZONE).toISOString();
  return [...business.calendarEvents.values()]
    .filter(({ isActive }) => isActive)
    .flatMap((event) =>
      occurrencesWithin(event, ZONE, start, end).map((occurrence) => ({ event, occurrence })),
    );
}

/** The jobs that changed last, as many as were read. */
export function lastChanged(business: Business, count: number): Job[] {
  return [...business.jobs.values()]
    .sort((a, b) => Date.parse(b.lastModified) - Date.parse(a.lastModified) || b.id - a.id)
    .slice(0, count);
}

export function expectedStatuses(jobs: readonly Job[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { status, archived } of jobs) {
    if (!archived) counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  return counts;
}

/** Jobs with work done but not invoiced, and what is left to bill for each, in cents. */
export function expectedToInvoice(business: Business, jobs: readonly Job[]): Map<number, number> {
  const done = jobs.filter(
    ({ status, archived }) => !archived && (status === 'Labour Complete' || status === 'To Invoice'),
  );
  return new Map(
    done.map((job) => {
      const { quoteSummary, chargeableAmount, totalBilled } = jobFinancialSummary(business, job);
      const isAccepted = quoteSummary?.quoteStatus === 'accepted';
      const whole = isAccepted ? quoteSummary.quotedAmount : chargeableAmount.total;
      return [job.id, Math.max(0, Math.round(whole * 100) - Math.round(totalBilled.total * 100))];
    }),
  );
}
