import { z } from 'zod';
import { eventsWithin } from '../calendar/find-events.ts';
import { defineTool } from '../define-tool.ts';
import { addDays, today } from '../shared/days.ts';
import { companyUsers } from '../shared/user-names.ts';
import { integer, known } from '../shared/values.ts';
import { jobsById } from './jobs-by-id.ts';
import { failuresOf, part } from './parts.ts';
import { assertDays, periodInput } from './period.ts';
import { findPerson, person } from './person-argument.ts';
import { scheduleOf } from './schedule-figures.ts';
import { scheduleNote } from './schedule-note.ts';
import { fitSchedule } from './schedule-size.ts';
import { scheduleView, toScheduleDays, toScheduleJobs } from './schedule-view.ts';

/** Four windows of the calendar at most, and an answer that can be read. */
const MAX_DAYS = 31;

/**
 * Costs 16 requests at most, whatever is booked: company, users, four windows of the calendar, and ten for the jobs
 * (see `jobsById`). Company and users are kept for minutes, jobs for one.
 */
export const getSchedule = defineTool({
  name: 'get-schedule',
  title: 'Get the schedule',
  description: `Who is where: bookings by day and person with job, customer, address and phone; gaps, overlaps, unassigned. Default: seven days from today; at most ${MAX_DAYS}.`,
  toolset: 'insight',
  everyday: true,
  access: 'read',
  input: z.object({ ...periodInput, user: person.optional() }),
  output: scheduleView,
  async handler(input, { fergus, company, progress }) {
    if (input.from && input.to) assertDays({ from: input.from, to: input.to }, MAX_DAYS);
    const [profile, people] = await Promise.all([company(), part(companyUsers(fergus))]);
    const from = input.from ?? (input.to ? addDays(input.to, -6) : today(profile));
    const period = { from, to: input.to ?? addDays(from, 6) };
    if (typeof input.user === 'string' && people.failure) throw people.failure;
    const who = input.user === undefined ? undefined : findPerson(input.user, people.value);
    const events = await eventsWithin(
      fergus,
      profile,
      { dateFrom: period.from, dateTo: period.to },
      { filterUserId: who?.id },
    );
    const schedule = scheduleOf(events, period, profile);
    const active = events.filter(({ isActive }) => isActive !== false);
    const jobIds = new Set(active.flatMap(({ jobId }) => integer(jobId) ?? []));
    if (jobIds.size > 0) progress(`${events.length} bookings read; looking up ${jobIds.size} jobs`);
    const found = await part(jobsById(fergus, jobIds));
    const jobs = found.value ?? new Map();
    const { days, overlaps, bookedHours } = toScheduleDays(schedule, {
      company: profile,
      jobs,
      users: who === undefined ? people.value : undefined,
    });
    const shown = fitSchedule({ days, overlaps, jobs: toScheduleJobs(jobs) });
    const unread = failuresOf({ people, jobs: found });
    return {
      structured: known({
        ...period,
        timeZone: profile.timeZone,
        bookings: active.length - schedule.withoutTime,
        bookedHours,
        overlapCount: overlaps.length,
        unassigned: new Set(schedule.days.flatMap(({ unassigned }) => unassigned.map(({ event }) => event)))
          .size,
        ...shown,
        unread: unread.length > 0 ? unread : undefined,
        coverage: coverageOf({
          ...schedule,
          events: events.length,
          jobs: jobs.size,
          of: jobIds.size,
          nextFrom: shown.nextFrom,
        }),
      }),
    };
  },
  text: scheduleNote,
});

function coverageOf(counts: {
  readonly events: number;
  readonly inactive: number;
  readonly withoutTime: number;
  readonly jobs: number;
  readonly of: number;
  readonly nextFrom: string | undefined;
}): string {
  const { events, inactive, withoutTime, jobs, of, nextFrom } = counts;
  const left = [
    inactive > 0 && `${inactive} marked inactive`,
    withoutTime > 0 && `${withoutTime} without a time that can be read`,
  ].filter(Boolean);
  const out = left.length > 0 ? `, without ${left.join(' and ')}` : '';
  const joined = jobs < of ? ` The others are shown by id; get-job opens them.` : '';
  const rest =
    nextFrom === undefined
      ? ''
      : ` The days from ${nextFrom} on did not fit in the answer, though the sums contain them: ask again with from ${nextFrom}, or with user.`;
  return `All ${events} bookings of the calendar read${out}; ${jobs} of ${of} jobs looked up.${joined}${rest}`;
}
