import type { Quote } from '../../fergus/types/quotes.ts';

export const QUOTE_STATES = [
  'draft',
  'published',
  'sent',
  'accepted',
  'declined',
  'superseded',
  'voided',
] as const;
export type QuoteState = (typeof QUOTE_STATES)[number];

/**
 * The one state that a quote's flags and dates amount to; Fergus sends no state of its own. What took a quote
 * out of play counts before what happened to it earlier: a later version (superseded) hides an acceptance.
 */
export function quoteState(quote: Omit<Quote, 'id'>): QuoteState {
  if (quote.voidedAt) return 'voided';
  if (quote.isSuperseded) return 'superseded';
  if (quote.declinedAt) return 'declined';
  if (quote.isAccepted) return 'accepted';
  if (quote.isSent) return 'sent';
  return quote.publishedAt ? 'published' : 'draft';
}
