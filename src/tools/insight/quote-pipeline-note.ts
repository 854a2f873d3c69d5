import { money, plural } from './note-text.ts';
import { dayLabel } from './period.ts';
import type { QuotePipelineView } from './quote-pipeline-view.ts';

type Sum = Pick<QuotePipelineView['waiting'], 'count' | 'value' | 'withoutValue'>;
type Chase = QuotePipelineView['chase'][number];

/** The pipeline as an office manager would write it on one page. */
export function pipelineNote(view: QuotePipelineView): string {
  const { since, user, waiting, expiring, expired, states, waitingDays, soFar, chase, chaseLeftOut } = view;
  const whose = user === undefined ? '' : `, of jobs that ${user} was booked to quote`;
  return [
    `Quotes since ${dayLabel(since)} ${since.slice(0, 4)}${whose}: ${waiting.count} waiting for an answer, ${amountOf(waiting, view.currency)} before tax.`,
    `Valid until ${dayLabel(expiring.by)} at most: ${counted(expiring)}. Expired without an answer: ${counted(expired)}.`,
    acceptanceText(view.acceptance),
    `By state: ${states.map((row) => `${row.state} ${counted(row)}`).join(', ')}`,
    `Waiting by days: ${waitingDays.map((row) => `${row.days}: ${counted(row)}`).join(', ')}`,
    ...(soFar
      ? [
          `With the parts before, ${soFar.quotesRead} quotes: ${soFar.states.map((row) => `${row.state} ${counted(row)}`).join(', ')}`,
        ]
      : []),
    ...(chase.length > 0 ? ['Whom to chase first:', ...chase.map(chaseLine)] : ['Nobody has to be chased.']),
    ...(chaseLeftOut === undefined ? [] : [`And ${chaseLeftOut} more; limit shows them.`]),
    ...(view.unread ?? []),
    view.coverage,
  ].join('\n');
}

function acceptanceText({ accepted, declined, rate, rateByValue }: QuotePipelineView['acceptance']): string {
  if (rate === undefined) return 'None was answered yet.';
  const byValue = rateByValue === undefined ? '' : `, by value ${rateByValue} %`;
  return `Accepted: ${accepted} of ${accepted + declined} answered, ${rate} %${byValue}.`;
}

export function chaseLine(row: Chase, index: number): string {
  const { quoteId, job, jobId, customer, title, value, options, daysWaiting, validUntil, why } = row;
  const what = [customer, job ?? (jobId === undefined ? undefined : `job ${jobId}`), title && `“${title}”`];
  return [
    `${index + 1}. ${what.filter(Boolean).join(', ')} (quote ${quoteId}): ${why}`,
    value === undefined ? 'amount not read' : money(value),
    options === undefined ? undefined : `${plural(options, 'option')} beside`,
    daysWaiting === undefined ? undefined : `out ${plural(daysWaiting, 'day')}`,
    validUntil === undefined ? undefined : `valid until ${validUntil}`,
  ]
    .filter(Boolean)
    .join(' · ');
}

/** "3 (4,530.00)", or with the number of those whose amount is not known. */
function counted(sum: Sum): string {
  return sum.count === 0 ? '0' : `${sum.count} (${amountOf(sum)})`;
}

function amountOf({ value, withoutValue }: Sum, currency?: string): string {
  return `${money(value, currency)}${withoutValue === undefined ? '' : ` without ${withoutValue} of them`}`;
}
