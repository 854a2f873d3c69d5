import type { Tool } from '../define-tool.ts';
import { acceptQuote } from './accept-quote.ts';
import { createQuote } from './create-quote.ts';
import { declineQuote } from './decline-quote.ts';
import { getQuote } from './get-quote.ts';
import { getQuoteByGuid } from './get-quote-by-guid.ts';
import { getQuoteDetail } from './get-quote-detail.ts';
import { getQuoteTotals } from './get-quote-totals.ts';
import { listQuotes } from './list-quotes.ts';
import { markQuoteSent } from './mark-quote-sent.ts';
import { publishQuote } from './publish-quote.ts';
import { updateQuote, updateQuoteVersion } from './update-quote.ts';
import { voidQuote } from './void-quote.ts';

export const quoteTools: readonly Tool[] = [
  listQuotes,
  getQuote,
  getQuoteDetail,
  createQuote,
  updateQuote,
  updateQuoteVersion,
  getQuoteByGuid,
  getQuoteTotals,
  publishQuote,
  markQuoteSent,
  acceptQuote,
  declineQuote,
  voidQuote,
];
