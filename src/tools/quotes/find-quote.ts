import type { FergusApi } from '../../fergus/api.ts';
import { getJobQuote, listJobQuotes } from '../../fergus/endpoints/quotes.ts';
import type { Quote } from '../../fergus/types/quotes.ts';
import { ToolError } from '../tool-error.ts';
import { quoteState } from './quote-state.ts';

/** Bounds the reading of one job's quotes: 500 versions. */
const MAX_PAGES = 5;

/** All quotes of a job, the latest version first. */
export async function readJobQuotes(fergus: FergusApi, jobId: number): Promise<Quote[]> {
  const quotes: Quote[] = [];
  let pageCursor: string | undefined;
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const { items, nextCursor } = await listJobQuotes(fergus, jobId, {
      sortField: 'versionNumber',
      sortOrder: 'desc',
      pageSize: 100,
      pageCursor,
    });
    quotes.push(...items);
    if (nextCursor === undefined) break;
    pageCursor = nextCursor;
  }
  return quotes;
}

/**
 * A version of a job's quote, read whole. No operation reads by version, and a list may leave contents out.
 *
 * @throws {ToolError} with the versions that exist where it is none of them.
 */
export async function readQuoteVersion(
  fergus: FergusApi,
  jobId: number,
  versionNumber: number,
): Promise<Quote> {
  const quotes = await readJobQuotes(fergus, jobId);
  const found = quotes.find((quote) => quote.versionNumber === versionNumber);
  if (found) return getJobQuote(fergus, jobId, found.id);
  throw new ToolError(
    quotes.length === 0
      ? noQuotes(jobId)
      : `Job ${jobId} has no quote with version ${versionNumber}. ${versionsOf(quotes)}`,
  );
}

/** The refusal for a job without any quote. */
export function noQuotes(jobId: number): string {
  return `Job ${jobId} has no quote yet. Make one with create-quote.`;
}

const MAX_VERSIONS_SHOWN = 20;

/** "It has version 2 (draft, quoteId 5), version 1 (superseded, quoteId 4)." */
export function versionsOf(quotes: readonly Quote[]): string {
  const shown = quotes
    .slice(0, MAX_VERSIONS_SHOWN)
    .map((quote) => `version ${quote.versionNumber} (${quoteState(quote)}, quoteId ${quote.id})`);
  const more = quotes.length > MAX_VERSIONS_SHOWN ? ' and older ones' : '';
  return `It has ${shown.join(', ')}${more}.`;
}
