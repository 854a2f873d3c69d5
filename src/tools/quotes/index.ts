import type { Tool } from '../define-tool.ts';
import { createQuote } from './create-quote.ts';
import { getQuote } from './get-quote.ts';
import { getQuoteDetail } from './get-quote-detail.ts';
import { listQuotes } from './list-quotes.ts';
import { updateQuote, updateQuoteVersion } from './update-quote.ts';

export const quoteTools: readonly Tool[] = [
  listQuotes,
  getQuote,
  getQuoteDetail,
  createQuote,
  updateQuote,
  updateQuoteVersion,
];
