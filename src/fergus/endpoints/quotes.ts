import { type FergusApi, type Page, path } from '../api.ts';
import type {
  AcceptedQuote,
  AcceptQuotePayload,
  CreateQuotePayload,
  DeclineQuotePayload,
  JobQuotesQuery,
  MarkQuoteAsSentPayload,
  PublishQuotePayload,
  Quote,
  QuoteByGuidQuery,
  QuotesQuery,
  QuoteTotals,
  QuoteTotalsPayload,
  UpdateQuotePayload,
  VoidQuotePayload,
} from '../types/quotes.ts';

/** `GET /jobs/quotes`: quotes of all jobs. `createdAfter` and `modifiedAfter` must not come together. */
export function listQuotes(api: FergusApi, query: QuotesQuery = {}): Promise<Page<Quote>> {
  return api.page({ method: 'GET', path: path`/jobs/quotes`, query: { ...query } });
}

/** `GET /jobs/{jobId}/quotes`: quotes of one job. A version is found here: no operation reads by version. */
export function listJobQuotes(
  api: FergusApi,
  jobId: number,
  query: JobQuotesQuery = {},
): Promise<Page<Quote>> {
  return api.page({ method: 'GET', path: path`/jobs/${jobId}/quotes`, query: { ...query } });
}

/** `GET /jobs/quotes/{quoteId}`: a quote by id, whatever its job. */
export function getQuote(api: FergusApi, quoteId: number): Promise<Quote> {
  return api.one({ method: 'GET', path: path`/jobs/quotes/${quoteId}` });
}

/** `GET /jobs/quotes/guid/{guid}`: a quote by its guid. */
export function getQuoteByGuid(api: FergusApi, guid: string, query: QuoteByGuidQuery = {}): Promise<Quote> {
  return api.one({ method: 'GET', path: path`/jobs/quotes/guid/${guid}`, query: { ...query } });
}

/** `GET /jobs/{jobId}/quotes/{quoteId}`: a quote that has to belong to this job. */
export function getJobQuote(api: FergusApi, jobId: number, quoteId: number): Promise<Quote> {
  return api.one({ method: 'GET', path: path`/jobs/${jobId}/quotes/${quoteId}` });
}

/** `POST /jobs/{jobId}/quotes`: creates a draft. */
export function createQuote(api: FergusApi, jobId: number, payload: CreateQuotePayload): Promise<Quote> {
  return api.one({ method: 'POST', path: path`/jobs/${jobId}/quotes`, body: payload });
}

/** `PUT /jobs/{jobId}/quotes/{quoteId}`: replaces a draft with all its sections, so read it first. */
export function updateQuote(
  api: FergusApi,
  jobId: number,
  quoteId: number,
  payload: UpdateQuotePayload,
): Promise<Quote> {
  return api.one({ method: 'PUT', path: path`/jobs/${jobId}/quotes/${quoteId}`, body: payload });
}

/** `PUT /jobs/{jobId}/quotes/version/{versionNumber}`: {@link updateQuote} by version number. */
export function updateQuoteVersion(
  api: FergusApi,
  jobId: number,
  versionNumber: number,
  payload: UpdateQuotePayload,
): Promise<Quote> {
  return api.one({
    method: 'PUT',
    path: path`/jobs/${jobId}/quotes/version/${versionNumber}`,
    body: payload,
  });
}

/** `POST /jobs/quotes/{quoteId}/publish`: a published quote can no longer be changed. */
export function publishQuote(
  api: FergusApi,
  quoteId: number,
  payload: PublishQuotePayload = {},
): Promise<void> {
  return api.done({ method: 'POST', path: path`/jobs/quotes/${quoteId}/publish`, body: payload });
}

/** `POST /jobs/quotes/{quoteId}/markAsSent`: notes that the quote was sent. */
export function markQuoteAsSent(
  api: FergusApi,
  quoteId: number,
  payload: MarkQuoteAsSentPayload = {},
): Promise<void> {
  return api.done({ method: 'POST', path: path`/jobs/quotes/${quoteId}/markAsSent`, body: payload });
}

/**
 * `POST /jobs/quotes/{quoteId}/accept`.
 *
 * @returns what was accepted, with the address for the deposit where one is due; `undefined` where Fergus
 *   accepts without a word (204).
 */
export async function acceptQuote(
  api: FergusApi,
  quoteId: number,
  payload: AcceptQuotePayload,
): Promise<AcceptedQuote | undefined> {
  const body = await api.raw({ method: 'POST', path: path`/jobs/quotes/${quoteId}/accept`, body: payload });
  const { data } = (body ?? {}) as { data?: AcceptedQuote | null };
  return data ?? undefined;
}

/** `POST /jobs/quotes/{quoteId}/decline`: notes the customer's refusal. */
export function declineQuote(
  api: FergusApi,
  quoteId: number,
  payload: DeclineQuotePayload = {},
): Promise<void> {
  return api.done({ method: 'POST', path: path`/jobs/quotes/${quoteId}/decline`, body: payload });
}

/** `POST /jobs/quotes/{quoteId}/void`: cannot be undone. */
export function voidQuote(api: FergusApi, quoteId: number, payload: VoidQuotePayload = {}): Promise<void> {
  return api.done({ method: 'POST', path: path`/jobs/quotes/${quoteId}/void`, body: payload });
}

/** `POST /jobs/quotes/{quoteId}/totals`: adds up, and changes nothing. Fixed sections always count. */
export function getQuoteTotals(
  api: FergusApi,
  quoteId: number,
  payload: QuoteTotalsPayload = {},
): Promise<QuoteTotals> {
  return api.one({
    method: 'POST',
    path: path`/jobs/quotes/${quoteId}/totals`,
    body: payload,
    safe: true,
  });
}
