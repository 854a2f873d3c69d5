import { z } from 'zod';
import type { CompanyProfile } from '../../fergus/company-profile.ts';
import type { CalendarEvent } from '../../fergus/types/calendar-events.ts';
import type { Job } from '../../fergus/types/jobs.ts';
import type { User } from '../../fergus/types/users.ts';
import { reach } from '../shared/contact-items.ts';
import { addressLine, fullName, integer, known, moment, text } from '../shared/values.ts';
import { isFieldPerson } from './field-people.ts';
import { isWorkday } from './period.ts';
import type { Booking, Overlap, Schedule, ScheduleDay, Stretch } from './schedule-figures.ts';

const booking = z.object({
  start: z.string().optional().describe('HH:MM; missing where it takes the whole day.'),
  end: z.string().optional(),
  title: z.string().optional(),
  jobNo: z.string().optional(),
  jobId: z.int().optional().describe('Only where the job number is not known.'),
  calendarEventId: z.int(),
  runs: z.string().optional().describe('The whole of it, where it runs over midnight.'),
});

const overlap = z.object({
  day: z.string(),
  user: z.string().optional(),
  userId: z.int(),
  start: z.string(),
  end: z.string(),
  titles: z.array(z.string()),
});

const job = z.object({
  jobNo: z.string().optional(),
  jobId: z.int(),
  title: z.string().optional(),
  customer: z.string().optional(),
  site: z.string().optional().describe('Name and address.'),
  contact: z.string().optional(),
  phone: z.string().optional(),
});

/** Hours are decimal, overlaps counted once, whole days not counted. */
export const scheduleView = z.object({
  from: z.string(),
  to: z.string(),
  timeZone: z.string(),
  bookings: z.int().describe('Events, those for several people once for each.'),
  bookedHours: z.number(),
  overlapCount: z.int().describe('In all; overlaps holds the first of them.'),
  overlaps: z.array(overlap),
  unassigned: z.int(),
  days: z.array(
    z.object({
      day: z.string(),
      people: z.array(
        z.object({
          user: z.string().optional(),
          userId: z.int(),
          bookedHours: z.number(),
          bookings: z.array(booking),
          gaps: z.array(z.string()).optional().describe('Between bookings.'),
        }),
      ),
      unassigned: z.array(booking).optional(),
      free: z
        .array(z.string())
        .optional()
        .describe('Field staff without a booking, on workdays on which somebody has one.'),
    }),
  ),
  jobs: z.array(job).describe('What the days name by jobNo.'),
  unread: z.array(z.string()).optional().describe('What could not be read, and why.'),
  coverage: z.string(),
  nextFrom: z.string().optional().describe('Where days did not fit in the answer: from of the next call.'),
});
export type ScheduleView = z.output<typeof scheduleView>;

/** What the days are shown with. */
export interface ScheduleContext {
  readonly company: CompanyProfile;
  readonly jobs: ReadonlyMap<number, Job>;
  /** Nothing where free people are not asked for, or not known. */
  readonly users: readonly User[] | undefined;
}

export function toScheduleDays(
  schedule: Schedule,
  context: ScheduleContext,
): Pick<ScheduleView, 'days' | 'overlaps' | 'bookedHours'> {
  const people = schedule.days.flatMap((day) => day.people.map((person) => ({ day, person })));
  return {
    days: schedule.days.map((day) => toDay(day, context)),
    overlaps: people.flatMap(({ day, person }) =>
      person.overlaps.map((found) => toOverlap(found, day, person, context.company)),
    ),
    bookedHours: hours(people.reduce((sum, { person }) => sum + person.bookedMs, 0)),
  };
}

/** To the hundredth, which holds every quarter. */
function hours(milliseconds: number): number {
  return Math.round(milliseconds / 36_000) / 100;
}

function toDay(day: ScheduleDay, context: ScheduleContext): ScheduleView['days'][number] {
  const busy = new Set(day.people.map(({ userId }) => userId));
  // Where nobody is booked, everybody is free, and no list of all people need say so.
  const free =
    isWorkday(day.day) && busy.size > 0
      ? (context.users ?? []).filter((user) => isFieldPerson(user) && !busy.has(user.id))
      : [];
  const show = (part: Booking) => toBooking(part, day, context);
  return known({
    day: day.day,
    people: day.people.map(({ userId, user, bookedMs, bookings, gaps }) =>
      known({
        user,
        userId,
        bookedHours: hours(bookedMs),
        bookings: bookings.map(show),
        gaps:
          gaps.length > 0 ? gaps.map((gap) => clockTimes(gap, day, context.company).join('–')) : undefined,
      }),
    ),
    unassigned: day.unassigned.length > 0 ? day.unassigned.map(show) : undefined,
    free: free.length > 0 ? free.map((user) => fullName(user) ?? `user ${user.id}`) : undefined,
  });
}

function toBooking(
  part: Booking,
  day: ScheduleDay,
  { company, jobs }: ScheduleContext,
): z.output<typeof booking> {
  const { event, allDay } = part;
  const jobId = integer(event.jobId);
  const jobNo = jobId === undefined ? undefined : text(jobs.get(jobId)?.jobNo);
  const [start, end] = clockTimes(part, day, company);
  const isPart = !allDay && (part.from !== Date.parse(String(event.startTime)) || end === '24:00');
  return known({
    start: allDay ? undefined : start,
    end: allDay ? undefined : end,
    title: text(event.title),
    jobNo,
    jobId: jobNo === undefined ? jobId : undefined,
    calendarEventId: event.id,
    runs: isPart ? wholeOf(event, company) : undefined,
  });
}

/** Nothing where it ends at midnight and so lies on one day after all. */
function wholeOf({ startTime, endTime }: CalendarEvent, company: CompanyProfile): string | undefined {
  const [start = '', end = ''] = [moment(startTime, company), moment(endTime, company)];
  const lastMoment = new Date(Date.parse(String(endTime)) - 1).toISOString();
  if (moment(lastMoment, company)?.slice(0, 10) === start.slice(0, 10)) return undefined;
  return `${start} to ${end}`;
}

function toOverlap(
  { first, second, ...stretch }: Overlap,
  day: ScheduleDay,
  person: { readonly userId: number; readonly user: string | undefined },
  company: CompanyProfile,
): z.output<typeof overlap> {
  const [start, end] = clockTimes(stretch, day, company);
  const titles = [first, second].map(({ event }) => `${text(event.title) ?? 'no title'} (${event.id})`);
  return known({ day: day.day, user: person.user, userId: person.userId, start, end, titles });
}

/** Times on the company's clocks; the end of the day is 24:00. */
function clockTimes({ from, to }: Stretch, day: ScheduleDay, company: CompanyProfile): [string, string] {
  const clock = (time: number) => moment(new Date(time).toISOString(), company)?.slice(11) ?? '';
  return [clock(from), to === day.to ? '24:00' : clock(to)];
}

/** The jobs of bookings, in the order of their numbers. */
export function toScheduleJobs(jobs: ReadonlyMap<number, Job>): ScheduleView['jobs'] {
  const key = ({ jobNo, jobId }: z.output<typeof job>) => jobNo ?? String(jobId);
  return [...jobs.values()]
    .map(toScheduleJob)
    .sort((a, b) => key(a).localeCompare(key(b), 'en', { numeric: true }));
}

function toScheduleJob(record: Job): z.output<typeof job> {
  const { siteAddress: site, mainContact } = record;
  const place = [...new Set([text(site?.name), addressLine(site)])].filter(Boolean).join(', ');
  return known({
    jobNo: text(record.jobNo),
    jobId: record.id,
    title: text(record.description),
    customer: text(record.customer?.customerFullName),
    site: place || undefined,
    contact: fullName(mainContact),
    phone: reach(mainContact?.contactItems).phone,
  });
}
