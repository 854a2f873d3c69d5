import type {
  Business,
  CustomerInvoice,
  Job,
  Quote,
  QuoteSection,
  TimeEntry,
} from '../../src/sandbox/fergus-api/business.ts';
import { expectedSums } from './timesheet-expected.ts';
import { ZONE } from './worked-business.ts';

/*
 * What get-job-overview has to answer, worked out from the sandbox's own records in another way than the tool and
 * the sandbox do: in whole hundredths and cents from the start.
 */

const of = <T extends { jobId: number | null }>(records: ReadonlyMap<number, T>, job: Job): T[] =>
  [...records.values()].filter(({ jobId }) => jobId === job.id);

export function entriesOfJob(business: Business, job: Job): TimeEntry[] {
  return of(business.timeEntries, job);
}

/** Two amounts of at most two decimals, multiplied, in cents. */
function product(a: number, b: number): number {
  return Math.round((Math.round(a * 100) * Math.round(b * 100)) / 100);
}

interface Line {
  readonly itemQuantity: number;
  readonly itemPrice: number;
  readonly discountRate: number | null;
}

function lineCents({ itemQuantity, itemPrice, discountRate }: Line): number {
  const hundredths = Math.round(itemQuantity * 100) * Math.round(itemPrice * 100);
  return Math.round(hundredths / 100) - Math.round((hundredths * (discountRate ?? 0)) / 10_000);
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** The quote that counts: the accepted one, else the latest that is neither voided nor superseded. */
export function activeQuote(business: Business, job: Job): Quote | undefined {
  const live = of(business.quotes, job)
    .filter(({ voidedAt, isSuperseded }) => voidedAt === null && !isSuperseded)
    .toSorted((a, b) => b.versionNumber - a.versionNumber);
  return live.find(({ isAccepted, declinedAt }) => isAccepted && declinedAt === null) ?? live[0];
}

export function stateOfQuote({ declinedAt, isAccepted, isSent, publishedAt }: Quote): string {
  if (declinedAt !== null) return 'declined';
  if (isAccepted) return 'accepted';
  if (publishedAt === null) return 'draft';
  return isSent ? 'sent' : 'published';
}

/** Fixed sections and those that were chosen; what lies inside one that is left out is left out too. */
function sectionCents(sections: readonly QuoteSection[], chosen: readonly number[]): number {
  return sum(
    sections
      .filter(({ selectionMode, sectionId }) => selectionMode === 'Fixed' || chosen.includes(sectionId))
      .map(({ lineItems, sections: inner }) => sum(lineItems.map(lineCents)) + sectionCents(inner, chosen)),
  );
}

export function isVoided({ status }: CustomerInvoice): boolean {
  return status === 'voided';
}

export function isDraft({ type, status }: CustomerInvoice): boolean {
  return type !== 'approved' || status === 'draft';
}

/** Before tax. */
export function expectedMoney(business: Business, job: Job) {
  const entries = entriesOfJob(business, job);
  const stock = of(business.stockOnHand, job);
  const { cost, chargeOutValue } = expectedSums(entries);
  const costs = Math.round(cost * 100) + sum(stock.map((item) => product(item.itemQuantity, item.itemCost)));
  const chargeable =
    Math.round(chargeOutValue * 100) + sum(stock.map((item) => product(item.itemQuantity, item.itemPrice)));
  const counted = of(business.invoices, job).filter((invoice) => !isVoided(invoice) && !isDraft(invoice));
  const billed = sum(
    counted.flatMap(({ sections }) => sections.flatMap(({ lineItems }) => lineItems.map(lineCents))),
  );
  const quote = job.jobType === 'Charge Up' ? undefined : activeQuote(business, job);
  const quoted = quote && sectionCents(quote.sections, quote.selectedSectionIds);
  const accepted = quote && stateOfQuote(quote) === 'accepted' ? quoted : undefined;
  const cents = {
    quoted,
    costs,
    chargeable,
    billed,
    unbilled: (accepted ?? chargeable) - billed,
    margin: chargeable - costs,
    quoteMargin: accepted === undefined ? undefined : accepted - costs,
  };
  return Object.fromEntries(
    Object.entries(cents).flatMap(([name, amount]) => (amount === undefined ? [] : [[name, amount / 100]])),
  );
}

/** With tax. */
export function expectedInvoicing(business: Business, job: Job) {
  const all = of(business.invoices, job);
  const counted = all.filter((invoice) => !isVoided(invoice) && !isDraft(invoice));
  const today = new Date().toLocaleDateString('sv-SE', { timeZone: ZONE });
  const totals = { invoiced: 0, paid: 0, outstanding: 0, overdue: 0 };
  for (const { subtotal, taxValue, totalPaid, status, dueDate } of counted) {
    const total = Math.round(subtotal * 100) + Math.round(taxValue * 100);
    const paid = Math.round((totalPaid ?? 0) * 100);
    const owed = status === 'paid' || status === 'paidDisputed' ? 0 : Math.max(0, total - paid);
    const due = dueDate && new Date(dueDate).toLocaleDateString('sv-SE', { timeZone: ZONE });
    totals.invoiced += total;
    totals.paid += paid;
    totals.outstanding += owed;
    if (due && due < today) totals.overdue += owed;
  }
  return {
    ...Object.fromEntries(Object.entries(totals).map(([name, amount]) => [name, amount / 100])),
    drafts: all.filter((invoice) => isDraft(invoice) && !isVoided(invoice)).length,
    voided: all.filter(isVoided).length,
  };
}
