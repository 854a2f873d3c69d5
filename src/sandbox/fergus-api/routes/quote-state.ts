import type { Business, Job, Quote } from '../business.ts';

export type QuoteState = 'draft' | 'published' | 'sent' | 'accepted' | 'declined' | 'superseded' | 'voided';

/** What a list of quotes may be filtered by. */
export const QUOTE_FILTERS = [
  'draft',
  'accepted',
  'voided',
  'superseded',
  'declined',
  'published',
  'emailSent',
  'emailNotSent',
] as const;
type QuoteFilter = (typeof QUOTE_FILTERS)[number];

/** The one state that a quote's dates and flags amount to. */
export function stateOf(quote: Quote): QuoteState {
  if (quote.voidedAt !== null) return 'voided';
  if (quote.isSuperseded) return 'superseded';
  if (quote.declinedAt !== null) return 'declined';
  if (quote.isAccepted) return 'accepted';
  if (quote.publishedAt === null) return 'draft';
  return quote.isSent ? 'sent' : 'published';
}

/** Published quotes count as `published` until they are answered, whether they were sent or not. */
export function matchesFilter(quote: Quote, filter: QuoteFilter | undefined): boolean {
  const state = stateOf(quote);
  switch (filter) {
    case undefined:
      return true;
    case 'published':
      return state === 'published' || state === 'sent';
    case 'emailSent':
      return state === 'sent';
    case 'emailNotSent':
      return state === 'published';
    default:
      return state === filter;
  }
}

/** All versions, the latest first. */
export function quotesOf(business: Business, jobId: number): Quote[] {
  return [...business.quotes.values()]
    .filter((quote) => quote.jobId === jobId)
    .sort((a, b) => b.versionNumber - a.versionNumber);
}

/** The quote that counts: the accepted one, else the latest that is neither voided nor superseded. */
export function activeQuoteOf(business: Business, jobId: number): Quote | undefined {
  const live = liveQuotesOf(business, jobId);
  return live.find((quote) => stateOf(quote) === 'accepted') ?? live[0];
}

function liveQuotesOf(business: Business, jobId: number): Quote[] {
  return quotesOf(business, jobId).filter((quote) => !['voided', 'superseded'].includes(stateOf(quote)));
}

/** A job with one of these is still being sold: its quotes decide the status. Work sets the later ones. */
const SELLING = ['To Price', 'Quote Sent', 'Quote Rejected', 'Estimate Sent', 'Estimate Rejected'];

/** Stamps a quote and its job as changed, and gives the job the status that follows from its quotes. */
export function applyQuoteChange(business: Business, quote: Quote, job: Job): void {
  const now = business.now().toISOString();
  quote.lastModified = now;
  job.lastModified = now;
  if (SELLING.includes(job.status)) job.status = statusFromQuotes(business, job);
}

function statusFromQuotes(business: Business, job: Job): string {
  const states = liveQuotesOf(business, job.id).map(stateOf);
  const kind = job.jobType === 'Estimate' ? 'Estimate' : 'Quote';
  if (states.includes('accepted')) return 'To Schedule';
  if (states.includes('sent')) return `${kind} Sent`;
  return states[0] === 'declined' ? `${kind} Rejected` : 'To Price';
}
