import { z } from 'zod';
import type { CompanyProfile } from '../../fergus/company-profile.ts';
import type { CostSplit, FinancialSummary } from '../../fergus/types/financial-summary.ts';
import { cents } from './money.ts';
import { known, moment, number, text } from './values.ts';

const split = z.object({
  labour: z.number().optional(),
  materials: z.number().optional(),
  total: z.number().optional(),
});

/** The money and hours of a job, or of one of its phases. Hours are decimal. */
export const financials = z.object({
  jobId: z.int(),
  jobNo: z.string().optional(),
  jobType: z.string().optional(),
  costsIncurred: split.optional(),
  chargeableAmount: split.optional(),
  totalBilled: split.optional(),
  margin: z
    .number()
    .optional()
    .describe('chargeableAmount.total less costsIncurred.total; worked out here, not by Fergus.'),
  labourHours: z
    .object({
      billable: z.number().optional(),
      unbillable: z.number().optional(),
      total: z.number().optional(),
    })
    .optional(),
  quoteSummary: z
    .object({
      quotedHours: z.number().optional(),
      quotedAmount: z.number().optional(),
      labour: z.number().optional(),
      materials: z.number().optional(),
      quoteStatus: z.string().optional(),
    })
    .optional()
    .describe('Not on charge-up jobs.'),
  currency: z.string().optional().describe('The currency of all amounts here.'),
  lastUpdated: z.string().optional(),
  timeZone: z.string(),
});

/** Stands above the figures in the text form, where a field cannot say it. */
export const MARGIN_NOTE =
  'margin is the chargeable total less the costs incurred, worked out here rather than by Fergus.';

/** @param jobId the job that was asked for. */
export function toFinancials(
  summary: FinancialSummary,
  jobId: number,
  company: CompanyProfile,
): z.output<typeof financials> {
  const costsIncurred = toSplit(summary.costsIncurred);
  const chargeableAmount = toSplit(summary.chargeableAmount);
  const { labourHours: hours, quoteSummary: quote } = summary;
  return known({
    jobId,
    jobNo: text(summary.jobNo),
    jobType: text(summary.jobType),
    costsIncurred,
    chargeableAmount,
    totalBilled: toSplit(summary.totalBilled),
    margin: difference(chargeableAmount?.total, costsIncurred?.total),
    labourHours: hours
      ? known({
          billable: number(hours.billable),
          unbillable: number(hours.unbillable),
          total: number(hours.total),
        })
      : undefined,
    quoteSummary: quote
      ? known({
          quotedHours: number(quote.quotedHours),
          quotedAmount: number(quote.quotedAmount),
          labour: number(quote.labour),
          materials: number(quote.materials),
          quoteStatus: text(quote.quoteStatus),
        })
      : undefined,
    currency: text(summary.currency) ?? company.currency,
    lastUpdated: moment(summary.lastUpdated, company),
    timeZone: company.timeZone,
  });
}

function toSplit(amounts: CostSplit | null | undefined): z.output<typeof split> | undefined {
  if (!amounts) return undefined;
  return known({
    labour: number(amounts.labour),
    materials: number(amounts.materials),
    total: number(amounts.total),
  });
}

function difference(amount: number | undefined, less: number | undefined): number | undefined {
  if (amount === undefined || less === undefined) return undefined;
  return (cents(amount) - cents(less)) / 100;
}
