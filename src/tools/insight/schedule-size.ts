import { MAX_RESULT_CHARS } from '../shared/result-size.ts';
import type { ScheduleView } from './schedule-view.ts';

/** Enough to see what kind they are; each day has its own bookings anyway. */
const MAX_OVERLAPS = 20;
/** What is left for overlaps and sums. */
const MAX_DAYS_CHARS = MAX_RESULT_CHARS - 8_000;

type Shown = Pick<ScheduleView, 'days' | 'overlaps' | 'jobs'>;

/**
 * The schedule in a size that an answer may have: as many whole days from the first as fit, with their jobs. The
 * days that are left out come with the next call.
 */
export function fitSchedule({ days, overlaps, jobs }: Shown): Shown & Pick<ScheduleView, 'nextFrom'> {
  const byNumber = new Map(jobs.map((job) => [job.jobNo ?? job.jobId, job]));
  const named = new Set<Shown['jobs'][number]>();
  let chars = 0;
  let fitting = 0;
  for (const day of days) {
    const bookings = [...day.people.flatMap((person) => person.bookings), ...(day.unassigned ?? [])];
    const added = bookings.flatMap(({ jobNo }) => (jobNo === undefined ? [] : (byNumber.get(jobNo) ?? [])));
    // A result holds everything twice: as JSON, and as text that is at most as long.
    chars += 2 * JSON.stringify([day, added.filter((job) => !named.has(job))]).length;
    if (chars > MAX_DAYS_CHARS && fitting > 0) break;
    fitting += 1;
    for (const job of added) named.add(job);
  }
  const nextFrom = days[fitting]?.day;
  return {
    days: days.slice(0, fitting),
    overlaps: overlaps.slice(0, MAX_OVERLAPS),
    jobs: jobs.filter((job) => named.has(job)),
    ...(nextFrom !== undefined && { nextFrom }),
  };
}
