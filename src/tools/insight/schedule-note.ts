import { plural } from './note-text.ts';
import { dayLabel } from './period.ts';
import type { ScheduleView } from './schedule-view.ts';

type Booking = ScheduleView['days'][number]['people'][number]['bookings'][number];

/** The schedule as an office manager would write it on one page. */
export function scheduleNote(view: ScheduleView): string {
  const { from, to, timeZone, bookings, bookedHours, overlapCount, overlaps, unassigned, jobs } = view;
  const [count, hours] = [plural(bookings, 'booking'), `${bookedHours} h`];
  return [
    `Schedule ${dayLabel(from)} to ${dayLabel(to)} ${to.slice(0, 4)} (${timeZone}): ${count}, ${hours} of people booked, ${plural(overlapCount, 'overlap')}, ${unassigned} unassigned.`,
    ...overlaps.map(
      ({ day, user, userId, start, end, titles }) =>
        `Overlap: ${dayLabel(day)} ${start}–${end} ${user ?? `user ${userId}`}: ${titles.join(' and ')}`,
    ),
    ...view.days.flatMap(dayLines),
    ...(jobs.length > 0 ? ['Jobs:'] : []),
    ...jobs.map(({ jobNo, jobId, customer, site, contact, phone }) =>
      [
        jobNo ?? `job ${jobId}`,
        customer,
        site,
        [contact === customer ? undefined : contact, phone].filter(Boolean).join(' '),
      ]
        .filter(Boolean)
        .join(' · '),
    ),
    ...(view.unread ?? []),
    view.coverage,
  ].join('\n');
}

/** A day's bookings by person, below the name of the day. */
export function dayLines({
  day,
  people,
  unassigned = [],
  free = [],
}: ScheduleView['days'][number]): string[] {
  const lines = [
    ...people.map(({ user, userId, bookedHours, bookings, gaps }) => {
      const gap = gaps ? ` [gap ${gaps.join(', ')}]` : '';
      return `${user ?? `user ${userId}`}, ${bookedHours} h: ${bookings.map(bookingText).join('; ')}${gap}`;
    }),
    ...unassigned.map((booking) => `UNASSIGNED: ${bookingText(booking)} (${booking.calendarEventId})`),
    ...(free.length > 0 ? [`free: ${free.join(', ')}`] : []),
  ];
  if (lines.length === 0) return [`${dayLabel(day)}: nothing booked`];
  return [dayLabel(day), ...lines.map((line) => `  ${line}`)];
}

function bookingText({ start, end, title, jobNo, jobId, runs }: Booking): string {
  const times = start === undefined ? 'all day' : `${start}–${end}`;
  const job = jobNo ?? (jobId === undefined ? undefined : `job ${jobId}`);
  const whole = runs === undefined ? '' : ` (${runs})`;
  return [times, title, job].filter(Boolean).join(' ') + whole;
}
