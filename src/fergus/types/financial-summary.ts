import type { Lenient } from './shared.ts';

/** Money of a job or of one phase, in `currency`. */
export type FinancialSummary = Lenient<{
  jobType: string;
  jobId: number;
  jobNo: string;
  lastUpdated: string;
  currency: string;
  costsIncurred: CostSplit;
  chargeableAmount: CostSplit;
  totalBilled: CostSplit;
  labourHours: Lenient<{ billable: number; unbillable: number; total: number }>;
  /** Not on charge-up jobs. */
  quoteSummary: QuoteSummary;
}>;

export type CostSplit = Lenient<{ labour: number; materials: number; total: number }>;

export type QuoteSummary = Lenient<{
  quotedHours: number;
  quotedAmount: number;
  labour: number;
  materials: number;
  quoteStatus: string;
}>;
