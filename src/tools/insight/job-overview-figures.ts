import type { CompanyProfile } from '../../fergus/company-profile.ts';
import type { FinancialSummary } from '../../fergus/types/financial-summary.ts';
import type { Invoice } from '../../fergus/types/invoices.ts';
import type { JobQuote } from '../../fergus/types/jobs.ts';
import { daysOverdue, invoiceAmounts, standingOf } from '../invoices/invoice-money.ts';
import { QUOTE_STATES, type QuoteState, quoteState } from '../quotes/quote-state.ts';
import { cents } from '../shared/money.ts';
import { number, text } from '../shared/values.ts';

/** The money of a job in cents, before tax, as Fergus sums it up; what Fergus does not tell is missing. */
export interface JobMoney {
  readonly quoted: number | undefined;
  readonly costs: number | undefined;
  /** Time and material at what the customer pays for it. */
  readonly chargeable: number | undefined;
  readonly billed: number | undefined;
  /** `chargeable` less `costs`, as in get-job-financials. */
  readonly margin: number | undefined;
  /** `quoted` less `costs`, of an accepted quote. */
  readonly quoteMargin: number | undefined;
  /** What can still be billed: the accepted quote, else what is chargeable, less what is billed. */
  readonly unbilled: number | undefined;
}

export function jobMoney(summary: FinancialSummary, state: QuoteState | undefined): JobMoney {
  const amount = (value: unknown) => {
    const known = number(value);
    return known === undefined ? undefined : cents(known);
  };
  const quoted = state === undefined ? undefined : amount(summary.quoteSummary?.quotedAmount);
  const costs = amount(summary.costsIncurred?.total);
  const chargeable = amount(summary.chargeableAmount?.total);
  const billed = amount(summary.totalBilled?.total);
  const accepted = state === 'accepted' ? quoted : undefined;
  return {
    quoted,
    costs,
    chargeable,
    billed,
    margin: less(chargeable, costs),
    quoteMargin: less(accepted, costs),
    unbilled: less(accepted ?? chargeable, billed),
  };
}

function less(amount: number | undefined, other: number | undefined): number | undefined {
  return amount === undefined || other === undefined ? undefined : amount - other;
}

/** The state of a job's active quote. Its own flags do not tell a refusal; the financial summary does. */
export function activeQuoteState(
  quote: JobQuote | null | undefined,
  summary: FinancialSummary | undefined,
): QuoteState | undefined {
  if (!quote) return undefined;
  const told = text(summary?.quoteSummary?.quoteStatus)?.toLowerCase();
  const { id: _, ...flags } = quote;
  return QUOTE_STATES.find((state) => state === told) ?? quoteState(flags);
}

/**
 * Sums over the invoices of a job that count, drafts and voided ones left out; cents, with tax. What was paid too
 * much on one invoice is not set off against another, as in get-receivables.
 */
export interface InvoiceSums {
  readonly invoiced: number;
  readonly paid: number;
  readonly outstanding: number;
  readonly overdue: number;
  readonly drafts: number;
  readonly voided: number;
  /** Fergus gave no amounts for so many. */
  readonly withoutAmount: number;
}

export function invoiceSums(invoices: readonly Invoice[], company: CompanyProfile): InvoiceSums {
  const sums = { invoiced: 0, paid: 0, outstanding: 0, overdue: 0, drafts: 0, voided: 0, withoutAmount: 0 };
  for (const invoice of invoices) {
    const standing = standingOf(invoice);
    if (standing === 'draft') sums.drafts += 1;
    if (standing === 'voided') sums.voided += 1;
    if (standing === 'draft' || standing === 'voided') continue;
    const { total, paid, outstanding } = invoiceAmounts(invoice);
    if (total === undefined) sums.withoutAmount += 1;
    sums.invoiced += cents(total ?? 0);
    sums.paid += cents(paid ?? 0);
    const owed = Math.max(0, cents(outstanding ?? 0));
    sums.outstanding += owed;
    if (daysOverdue(invoice, company) !== undefined) sums.overdue += owed;
  }
  return sums;
}
