import { money } from './note-text.ts';
import { dayLabel } from './period.ts';
import type { TimesheetView } from './timesheet-view.ts';

/** The timesheets as an office manager would sum them up. */
export function timesheetNote(view: TimesheetView): string {
  const { from, to, total, people, days, jobs, otherJobs, withoutEntries = [], currency } = view;
  const reasons = Object.entries(view.unchargedReasons ?? {}).map(([reason, hours]) => `${reason} ${hours}`);
  const why = reasons.length > 0 ? ` (${reasons.join(', ')})` : '';
  return [
    `Time ${dayLabel(from)} to ${dayLabel(to)} ${to.slice(0, 4)}: ${total.paidHours} h paid, of them ${total.chargedHours} h charged to jobs, ${total.unchargedHours} h on jobs but uncharged${why}, ${total.noJobHours} h for no job. Unpaid breaks beside that: ${total.unpaidBreakHours} h.`,
    `Cost ${money(total.cost, currency)}, charge-out value ${money(total.chargeOutValue, currency)} before tax.`,
    ...(people.length > 0 ? ['By person:'] : []),
    ...people.map(
      (one) =>
        `  ${one.user ?? `user ${one.userId}`}: ${one.paidHours} h (charged ${one.chargedHours}, uncharged ${one.unchargedHours}, no job ${one.noJobHours}), cost ${money(one.cost)}, charge-out ${money(one.chargeOutValue)}${one.days ? `; ${byDay(one.days)}` : ''}`,
    ),
    ...(people.length > 1 ? [`By day: ${byDay(days)}`] : []),
    ...(jobs.length > 0 ? ['By job:'] : []),
    ...jobs.map(
      ({ jobNo, jobId, paidHours, chargedHours, cost, chargeOutValue, people }) =>
        `  ${jobNo === undefined ? 'job' : `Job ${jobNo}`} (id ${jobId}): ${paidHours} h${chargedHours === paidHours ? '' : `, ${chargedHours} charged`}, cost ${money(cost)}, charge-out ${money(chargeOutValue)}; ${hoursList(people)}`,
    ),
    ...(otherJobs
      ? [
          `  ${otherJobs.jobs} more jobs: ${otherJobs.paidHours} h, ${otherJobs.chargedHours} charged, cost ${money(otherJobs.cost)}, charge-out ${money(otherJobs.chargeOutValue)}; a shorter period or one user lists them`,
        ]
      : []),
    ...(withoutEntries.length > 0 ? ['Workdays without entries:'] : []),
    ...withoutEntries.map(
      ({ user, userId, count, days }) =>
        `  ${user ?? `user ${userId}`}: ${days.length < count ? `${count}, the last ` : ''}${days.map(dayLabel).join(', ')}`,
    ),
    ...(view.remarks ?? []),
    view.coverage,
  ].join('\n');
}

function byDay(days: Readonly<Record<string, number>>): string {
  return Object.entries(days)
    .map(([day, hours]) => `${dayLabel(day)} ${hours}`)
    .join(', ');
}

function hoursList(hours: Readonly<Record<string, number>>): string {
  return Object.entries(hours)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}
