import { cents, linesOf, lineTotal, sum } from '../amounts.ts';
import {
  type Business,
  type CustomerInvoice,
  companySetting,
  type InvoiceLineItem,
  type Job,
  type JobPhase,
  type Quote,
  type StockOnHandItem,
  type TimeEntry,
} from '../business.ts';
import { activeQuoteOf, stateOf } from './quote-state.ts';
import { includedSections } from './quote-totals.ts';

/** What the figures are made from. */
interface Sources {
  readonly timeEntries: readonly TimeEntry[];
  readonly stock: readonly StockOnHandItem[];
  readonly invoices: readonly CustomerInvoice[];
  readonly quote: Quote | undefined;
}

/** The money of a whole job, before tax. */
export function jobFinancialSummary(business: Business, job: Job) {
  return summary(business, job, {
    timeEntries: [...business.timeEntries.values()].filter(({ jobId }) => jobId === job.id),
    stock: [...business.stockOnHand.values()].filter(({ jobId }) => jobId === job.id),
    invoices: [...business.invoices.values()].filter(
      (invoice) => invoice.jobId === job.id && isBilled(invoice),
    ),
    quote: activeQuoteOf(business, job.id),
  });
}

/** The time and material of one phase. Quotes and invoices belong to the job: here they count nothing. */
export function phaseFinancialSummary(business: Business, job: Job, phase: JobPhase) {
  return summary(business, job, {
    timeEntries: [...business.timeEntries.values()].filter(({ jobPhaseId }) => jobPhaseId === phase.id),
    stock: [...business.stockOnHand.values()].filter(({ jobPhaseId }) => jobPhaseId === phase.id),
    invoices: [],
    quote: undefined,
  });
}

function isBilled({ type, status }: CustomerInvoice): boolean {
  return type === 'approved' && status !== 'draft' && status !== 'voided';
}

function summary(business: Business, job: Job, sources: Sources) {
  const { timeEntries, stock } = sources;
  const billable = sum(timeEntries.map(billableHours));
  const total = sum(timeEntries.map(({ paidDuration }) => paidDuration));
  return {
    jobType: job.jobType,
    jobId: job.id,
    jobNo: job.jobNo,
    lastUpdated: lastUpdated(job, sources),
    currency: companySetting(business, 'currency'),
    costsIncurred: split(
      timeEntries.map((entry) => cents(entry.paidDuration * entry.payRate)),
      stock.map((item) => cents(item.itemQuantity * item.itemCost)),
    ),
    chargeableAmount: split(
      timeEntries.map((entry) => cents(billableHours(entry) * entry.chargeOutRate)),
      stock.map((item) => cents(item.itemQuantity * item.itemPrice)),
    ),
    totalBilled: billedAmounts(business, sources.invoices),
    labourHours: { billable, unbillable: cents(total - billable), total },
    ...(job.jobType === 'Charge Up' ? {} : { quoteSummary: quoteSummary(sources.quote) }),
  };
}

function split(labourAmounts: readonly number[], materialAmounts: readonly number[]) {
  const labour = sum(labourAmounts);
  const materials = sum(materialAmounts);
  return { labour, materials, total: cents(labour + materials) };
}

/** Sundries and progress claims are neither labour nor materials: they count in the total only. */
function billedAmounts(business: Business, invoices: readonly CustomerInvoice[]) {
  const lines = invoices.flatMap(({ sections }) => sections.flatMap(linesOf));
  const isMaterial = ({ salesAccountId }: InvoiceLineItem) =>
    salesAccountId !== null && business.salesAccounts.get(salesAccountId)?.isMaterials === true;
  return {
    labour: sum(lines.filter(({ isLabour }) => isLabour).map(lineTotal)),
    materials: sum(lines.filter(isMaterial).map(lineTotal)),
    total: sum(lines.map(lineTotal)),
  };
}

/** An unpaid break is out of the paid time already; a paid one is taken off here. */
function billableHours(entry: TimeEntry): number {
  return entry.isUnchargedTimeUnpaid
    ? entry.paidDuration
    : entry.paidDuration - (entry.unchargedTimeDuration ?? 0);
}

/** The active quote, with the optional sections that were accepted. */
function quoteSummary(quote: Quote | undefined) {
  const sections = quote === undefined ? [] : includedSections(quote, quote.selectedSectionIds);
  const lines = sections.flatMap(({ lineItems }) => lineItems);
  const labourLines = lines.filter(({ isLabour }) => isLabour);
  const amounts = split(labourLines.map(lineTotal), lines.filter(({ isLabour }) => !isLabour).map(lineTotal));
  return {
    quotedHours: sum(labourLines.map(({ itemQuantity }) => itemQuantity)),
    quotedAmount: amounts.total,
    labour: amounts.labour,
    materials: amounts.materials,
    quoteStatus: quote === undefined ? 'none' : stateOf(quote),
  };
}

function lastUpdated(job: Job, { timeEntries, stock, invoices, quote }: Sources): string {
  const times = [
    job.lastModified,
    ...timeEntries.map(({ dateEntered }) => dateEntered),
    ...stock.map((item) => item.lastModified ?? item.dateEntered),
    ...invoices.map(({ createdAt }) => createdAt),
    ...(quote === undefined ? [] : [quote.lastModified]),
  ];
  return times.toSorted().at(-1) ?? job.lastModified;
}
