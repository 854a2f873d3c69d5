import type { JobOverview } from './job-overview-view.ts';
import { money as moneyText } from './note-text.ts';
import { dayLabel } from './period.ts';

/** The job as an office manager would brief somebody on it. */
export function jobOverviewNote(view: JobOverview): string {
  const { quote, phases, hours, bookings, bookedUntil, missing, unread = [] } = view;
  const lines = [
    head(view),
    view.description,
    quote && quoteLine(quote),
    moneyLine(view),
    invoicingLine(view),
    phases && `Phases: ${listed(phases.map(phaseText))}.`,
    hours &&
      `Hours: ${hours.paidHours} paid, ${hours.chargedHours} charged: ${listed(hours.people.map(personText))}.`,
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

function quoteLine({
  quoteId,
  versionNumber,
  title,
  state,
  dueDate,
}: NonNullable<JobOverview['quote']>): string {
  const name = `Quote v${versionNumber ?? '?'} (${quoteId}) “${title ?? 'no title'}”`;
  return `${name}: ${state}${dueDate === undefined ? '' : `, valid until ${dueDate}`}.`;
}

function phaseText({ jobPhaseId, title, status }: NonNullable<JobOverview['phases']>[number]): string {
  return [title ?? 'no title', `(${jobPhaseId})`, status].filter(Boolean).join(' ');
}

function personText(person: NonNullable<JobOverview['hours']>['people'][number]): string {
  const { user, userId, paidHours, chargedHours } = person;
  const charged = chargedHours === paidHours ? '' : ` (charged ${chargedHours})`;
  return `${user ?? `user ${userId}`} ${paidHours}${charged}`;
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
    amount === undefined ? [] : `${name} ${moneyText(amount)}`,
  );
  return `Money before tax${inCurrency(currency)}: ${listed(parts)}.`;
}

function invoicingLine({ invoicing, invoices = [], currency }: JobOverview): string | undefined {
  if (!invoicing) return undefined;
  const label = `Invoices with tax${inCurrency(currency)}`;
  if (invoices.length === 0) return `${label}: none.`;
  const { invoiced, paid, outstanding, overdue } = invoicing;
  const sums = `invoiced ${moneyText(invoiced)}, paid ${moneyText(paid)}, outstanding ${moneyText(outstanding)}, of it overdue ${moneyText(overdue)}`;
  return `${label}: ${sums}. ${invoices.map(invoiceText).join('; ')}.`;
}

function invoiceText(invoice: NonNullable<JobOverview['invoices']>[number]): string {
  const { invoiceId, invoiceNumber, status, total, outstanding, dueDate, daysOverdue } = invoice;
  const facts = [
    [`${invoiceNumber ?? 'no number'} (${invoiceId})`, status, total !== undefined && moneyText(total)]
      .filter(Boolean)
      .join(' '),
    outstanding !== undefined && `owed ${moneyText(outstanding)}`,
    dueDate !== undefined && `due ${dueDate}`,
    daysOverdue !== undefined && `${daysOverdue} days overdue`,
  ];
  return facts.filter(Boolean).join(', ');
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
