import type { BusinessSnapshot } from './business-snapshot-view.ts';
import { money, plural } from './note-text.ts';
import { dayLabel } from './period.ts';
import { chaseLine } from './quote-pipeline-note.ts';
import { ageingText, customerLine } from './receivables-note.ts';
import { dayLines } from './schedule-note.ts';

/** The morning view as an office manager would put it on the owner's desk. */
export function snapshotNote(view: BusinessSnapshot): string {
  const { company, today, timeZone, currency } = view;
  const units = [timeZone, currency].filter(Boolean).join(', ');
  return [
    `${company ?? 'The business'} on ${dayLabel(today)} ${today.slice(0, 4)} (${units})`,
    ...scheduleLines(view),
    ...jobLines(view),
    ...toInvoiceLines(view),
    ...quoteLines(view),
    ...receivablesLines(view),
    ...hoursLines(view),
    ...(view.unread ?? []),
    view.coverage.join(' '),
  ].join('\n');
}

function scheduleLines({ schedule }: BusinessSnapshot): string[] {
  if (!schedule) return [];
  const { today, overlaps, from, to, bookings } = schedule;
  const period =
    from === to ? '' : ` (${plural(bookings, 'booking')} from ${dayLabel(from)} to ${dayLabel(to)})`;
  return [
    `Booked today${period}: ${dayLines(today).join('\n')}`,
    ...overlaps.map(
      ({ user, userId, start, end, titles }) =>
        `  Overlap ${start}–${end} ${user ?? `user ${userId}`}: ${titles.join(' and ')}`,
    ),
  ];
}

function jobLines({ jobs }: BusinessSnapshot): string[] {
  if (!jobs) return [];
  const statuses = jobs.statuses.map(({ status, count }) => `${status} ${count}`).join(', ');
  return [`Jobs: ${statuses || 'none'}. On hold ${jobs.onHold}, archived ${jobs.archived}.`];
}

function toInvoiceLines({ toInvoice, currency }: BusinessSnapshot): string[] {
  if (!toInvoice) return [];
  if (toInvoice.count === 0) return ['Work done but not invoiced: none.'];
  const left = toInvoice.withoutValue === undefined ? '' : ` without ${toInvoice.withoutValue} of them`;
  return [
    `Work done but not invoiced: ${plural(toInvoice.count, 'job')}, ${money(toInvoice.value, currency)} before tax${left}`,
    ...toInvoice.jobs.map(({ jobId, job, title, customer, status, lastModified, value }) =>
      [
        `  ${job ?? `job ${jobId}`} ${[title && `“${title}”`, customer].filter(Boolean).join(', ')}: ${value === undefined ? 'amount not read' : money(value)}`,
        status,
        lastModified && `untouched since ${lastModified}`,
      ]
        .filter(Boolean)
        .join(' · '),
    ),
  ];
}

function quoteLines({ quotes, currency }: BusinessSnapshot): string[] {
  if (!quotes) return [];
  const { waiting, expiring, expired, chase } = quotes;
  const left = waiting.withoutValue === undefined ? '' : ` without ${waiting.withoutValue} of them`;
  return [
    `Quotes waiting for an answer: ${waiting.count}, ${money(waiting.value, currency)} before tax${left}; ${expiring.count} valid until ${dayLabel(expiring.by)} at most, ${expired.count} expired`,
    ...chase.map((row, index) => `  ${chaseLine(row, index)}`),
  ];
}

function receivablesLines({ receivables, currency }: BusinessSnapshot): string[] {
  if (!receivables) return [];
  const { owed, overdue, ageing, worst } = receivables;
  return [
    `Receivables: ${money(owed, currency)} owed with tax, ${money(overdue, currency)} overdue. ${ageingText(ageing)}`,
    ...worst.map(customerLine),
  ];
}

function hoursLines({ hours }: BusinessSnapshot): string[] {
  if (!hours) return [];
  const { from, to, paidHours, chargedHours, unchargedHours, noJobHours, people } = hours;
  const period = from === to ? dayLabel(from) : `${dayLabel(from)} to ${dayLabel(to)}`;
  const names = people.map(({ user, paidHours }) => `${user} ${paidHours}`).join(', ');
  return [
    `Hours ${period}: ${paidHours} paid (${chargedHours} charged, ${unchargedHours} uncharged, ${noJobHours} for no job)${names && `: ${names}`}`,
  ];
}
