import { cents, moneyText } from '../shared/money.ts';
import type { JobOverview } from './job-overview-view.ts';
import { dayLabel } from './period.ts';

/** The job as an office manager would brief somebody on it. */
export function jobOverviewNote(view: JobOverview): string {
  const { quote, phases, hours, bookings, bookedUntil, missing, unread = [] } = view;
  const lines = [
    head(view),
    view.description,
    quote &&
      `Quote v${quote.versionNumber ?? '?'} (${quote.quoteId}) “${quote.title ?? 'no title'}”: ${quote.state}${quote.dueDate === undefined ? '' : `, valid until ${quote.dueDate}`}.`,
    moneyLine(view),
    invoicingLine(view),
    phases &&
      `Phases: ${listed(phases.map(({ jobPhaseId, title, status }) => `${title ?? 'no title'} (${jobPhaseId}) ${status ?? ''}`.trim()))}.`,
    hours &&
      `Hours: ${hours.paidHours} paid, ${hours.chargedHours} charged: ${listed(hours.people.map((one) => `${one.user ?? `user ${one.userId}`} ${one.paidHours}${one.chargedHours === one.paidHours ? '' : ` (charged ${one.chargedHours})`}`))}.`,
    bookings && `Next bookings (to ${dayLabel(bookedUntil ?? '')}): ${listed(bookings.map(bookingText))}.`,
    ...(view.notes ?? []).map(noteText),
    missing.length > 0 ? `Missing: ${missing.join(' ')}` : 'Nothing is missing that can be told from here.',
    ...unread,
    view.coverage,
  ];
  return lines.filter((line) => line !== undefined).join('\n');
}

function head(view: JobOverview): string {
  const { jobNo, jobId, title, jobType, status, customer, customerId, site, siteId } = view;
  const name = `${jobNo ?? 'Job without number'} (id ${jobId})${title === undefined ? '' : ` “${title}”`}`;
  const state = [
    jobType,
    status,
    view.onHold && 'on hold',
    view.archived && 'archived',
    view.createdAt && `since ${view.createdAt}`,
  ];
  const contact = [view.contact === customer ? undefined : view.contact, view.phone, view.email];
  const where = [
    customer && `customer ${customer} (${customerId})`,
    site && `site ${site} (${siteId})`,
    contact.some(Boolean) && `contact ${contact.filter(Boolean).join(', ')}`,
  ];
  return `${name}: ${[state.filter(Boolean).join(', '), ...where].filter(Boolean).join(' · ')}`;
}

function moneyLine({ money, currency }: JobOverview): string | undefined {
  if (!money) return undefined;
  const named: readonly (readonly [string, number | undefined])[] = [
    ['quoted', money.quoted],
    ['costs', money.costs],
    ['chargeable', money.chargeable],
    ['billed', money.billed],
    ['unbilled', money.unbilled],
    ['margin (chargeable less costs)', money.margin],
    ['margin on the quote', money.quoteMargin],
  ];
  const parts = named.flatMap(([name, amount]) =>
    amount === undefined ? [] : `${name} ${moneyText(cents(amount), undefined)}`,
  );
  return `Money before tax${inCurrency(currency)}: ${listed(parts)}.`;
}

function invoicingLine({ invoicing, invoices = [], currency }: JobOverview): string | undefined {
  if (!invoicing) return undefined;
  const { invoiced, paid, outstanding, overdue } = invoicing;
  const plain = (amount: number) => moneyText(cents(amount), undefined);
  const sums = `invoiced ${plain(invoiced)}, paid ${plain(paid)}, outstanding ${plain(outstanding)}, of it overdue ${plain(overdue)}`;
  const each = invoices.map((one) => {
    const owed = one.outstanding === undefined ? '' : `, owed ${plain(one.outstanding)}`;
    const late = one.daysOverdue === undefined ? '' : `, ${one.daysOverdue} days overdue`;
    const total = one.total === undefined ? '' : ` ${plain(one.total)}`;
    return `${one.invoiceNumber ?? 'no number'} (${one.invoiceId}) ${one.status ?? ''}${total}${owed}${one.dueDate === undefined ? '' : `, due ${one.dueDate}`}${late}`;
  });
  return `Invoices with tax${inCurrency(currency)}: ${invoices.length === 0 ? 'none' : `${sums}. ${each.join('; ')}`}.`;
}

function inCurrency(currency: string | undefined): string {
  return currency === undefined ? '' : ` in ${currency}`;
}

function bookingText({
  start = '?',
  end = '?',
  title,
  user,
}: NonNullable<JobOverview['bookings']>[number]): string {
  const to = end.slice(0, 10) === start.slice(0, 10) ? end.slice(11) : end;
  return `${start}–${to} ${title ?? ''} ${user === undefined ? '(nobody assigned)' : `(${user})`}`;
}

function noteText({
  createdAt,
  createdBy,
  text,
  pinned,
  replies,
}: NonNullable<JobOverview['notes']>[number]): string {
  const by = createdBy === undefined ? '' : ` by ${createdBy}`;
  const more = replies === undefined ? '' : ` [${replies} ${replies === 1 ? 'reply' : 'replies'}]`;
  return `Note ${createdAt ?? ''}${by}${pinned ? ', pinned' : ''}: ${text?.replace(/\s+/g, ' ') ?? ''}${more}`;
}

function listed(parts: readonly string[]): string {
  return parts.length > 0 ? parts.join('; ') : 'none';
}
