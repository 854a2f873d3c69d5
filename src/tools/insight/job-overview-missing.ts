import { moneyText } from '../shared/money.ts';
import type { InvoiceSums, JobMoney } from './job-overview-figures.ts';
import type { JobOverview } from './job-overview-view.ts';
import { dayLabel } from './period.ts';

/** What the sentences are made from; what could not be read is missing, and then nothing is said about it. */
interface Findings {
  readonly view: Omit<JobOverview, 'missing' | 'coverage' | 'timeZone'>;
  readonly money: JobMoney | undefined;
  readonly invoices: InvoiceSums | undefined;
}

/** Statuses of jobs that somebody is to work on. */
const AT_WORK = ['to schedule', 'to start', 'scheduled', 'in progress'];
/** Statuses of jobs that nothing more is expected of. */
const CLOSED = ['completed', 'invoiced', 'invoice paid', 'inactive', 'quote rejected', 'estimate rejected'];

/** What a job lacks or waits for, in sentences, what comes first in its life first. */
export function missingOf({ view, money, invoices }: Findings): string[] {
  const amount = (cents: number) => moneyText(cents, view.currency);
  const status = view.status?.toLowerCase() ?? '';
  const isOpen = view.archived !== true && !CLOSED.includes(status);
  const isAtWork = isOpen && AT_WORK.includes(status);
  const { quote, phases, hours, bookings, bookedUntil } = view;
  const isPriced = view.jobType === 'Quote' || view.jobType === 'Estimate';
  const findings = [
    view.jobNo === undefined && 'It has no job number yet.',
    view.onHold === true && 'It is on hold.',
    view.customer === undefined && 'No customer.',
    view.site === undefined && 'No site.',
    view.phone === undefined && view.email === undefined && 'No phone or email of the main contact.',
    isOpen && isPriced && quote === undefined && 'No quote yet.',
    isOpen && quote?.state === 'draft' && 'The quote is still a draft.',
    isOpen && quote?.state === 'published' && 'The quote is published, but not marked as sent.',
    isOpen && quote?.state === 'sent' && `The quote waits for an answer${validity(quote.dueDate)}.`,
    isOpen && phases?.length === 0 && 'No phases.',
    isAtWork && bookings?.length === 0 && `Nothing booked up to ${dayLabel(bookedUntil ?? '')}.`,
    isAtWork && (bookings ?? []).some(({ user }) => user === undefined) && 'A booking has nobody assigned.',
    status === 'in progress' && hours?.people.length === 0 && 'No hours entered.',
    isWorkedOn(view) &&
      money?.unbilled !== undefined &&
      money.unbilled > 0 &&
      `${amount(money.unbilled)} before tax are not billed yet.`,
    (invoices?.drafts ?? 0) > 0 && `Invoices not approved yet: ${invoices?.drafts}.`,
    (invoices?.overdue ?? 0) > 0 && `${amount(invoices?.overdue ?? 0)} with tax are overdue.`,
  ];
  return findings.filter((finding) => typeof finding === 'string');
}

function validity(dueDate: string | undefined): string {
  return dueDate === undefined ? '' : `; it is valid until ${dueDate}`;
}

/** Whether there is something to bill: work was done, or a part was billed before. */
function isWorkedOn({ hours, money }: Findings['view']): boolean {
  return (hours?.paidHours ?? 0) > 0 || (money?.costs ?? 0) > 0 || (money?.billed ?? 0) > 0;
}
