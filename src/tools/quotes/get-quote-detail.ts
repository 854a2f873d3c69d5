import { z } from 'zod';
import type { FergusApi } from '../../fergus/api.ts';
import { getJobQuote } from '../../fergus/endpoints/quotes.ts';
import { resolveJob, resolveJobId } from '../../fergus/job-reference.ts';
import type { Quote } from '../../fergus/types/quotes.ts';
import { defineTool } from '../define-tool.ts';
import * as p from '../shared/params.ts';
import { integer } from '../shared/values.ts';
import { ToolError } from '../tool-error.ts';
import { noQuotes, readJobQuotes, readQuoteVersion, versionsOf } from './find-quote.ts';
import { quoteDetail, quoteUnits, toQuoteDetail, toQuoteUnits } from './quote-view.ts';

export const getQuoteDetail = defineTool({
  name: 'get-quote-detail',
  title: "Get a job's quote with line items",
  description:
    "A job's quote with all sections, line items and their ids: by quoteId, by versionNumber, or else the active one. Read it before update-quote.",
  toolset: 'quotes',
  everyday: true,
  access: 'read',
  input: z.object({
    job: p.job,
    quoteId: p.id('quote').optional(),
    versionNumber: z.int().positive().optional(),
  }),
  output: quoteDetail.extend(quoteUnits),
  async handler({ job, quoteId, versionNumber }, { fergus, company }) {
    if (quoteId !== undefined && versionNumber !== undefined) {
      throw new ToolError('Nothing was sent to Fergus: give quoteId or versionNumber, not both.');
    }
    const [quote, profile] = await Promise.all([find(fergus, job, { quoteId, versionNumber }), company()]);
    return { structured: { ...toQuoteDetail(quote, profile), ...toQuoteUnits(profile) } };
  },
  hints: ({ job }) => ({ 'not-found': jobQuoteNotFound(job) }),
});

/** The next step after a job, or a quote of a job, that is not there. */
export function jobQuoteNotFound(job: string | number): string {
  return `Check job ${job} with get-job, and which quotes it has with list-quotes (job).`;
}

async function find(
  fergus: FergusApi,
  job: string | number,
  wanted: { readonly quoteId: number | undefined; readonly versionNumber: number | undefined },
): Promise<Quote> {
  if (wanted.versionNumber !== undefined) {
    return readQuoteVersion(fergus, await resolveJobId(fergus, job), wanted.versionNumber);
  }
  if (wanted.quoteId !== undefined) {
    return getJobQuote(fergus, await resolveJobId(fergus, job), wanted.quoteId);
  }
  const { id: jobId, activeQuote } = await resolveJob(fergus, job);
  const activeId = integer(activeQuote?.id);
  if (activeId !== undefined) return getJobQuote(fergus, jobId, activeId);
  const quotes = await readJobQuotes(fergus, jobId);
  throw new ToolError(
    quotes.length === 0
      ? noQuotes(jobId)
      : `Job ${jobId} has no active quote. ${versionsOf(quotes)} Choose one by quoteId or versionNumber.`,
  );
}
