import { z } from 'zod';
import { getQuote as fetchQuote } from '../../fergus/endpoints/quotes.ts';
import { defineTool } from '../define-tool.ts';
import * as p from '../shared/params.ts';
import { quoteRecord, quoteUnits, toQuoteRecord, toQuoteUnits } from './quote-view.ts';

export const getQuote = defineTool({
  name: 'get-quote',
  title: 'Get a quote',
  description:
    'One quote at a glance: state, dates, totals, sections with subtotals. For line items, or if only the job is known: get-quote-detail.',
  toolset: 'quotes',
  everyday: true,
  access: 'read',
  input: z.object({ quoteId: p.id('quote') }),
  output: quoteRecord.extend(quoteUnits),
  async handler({ quoteId }, { fergus, company }) {
    const [quote, profile] = await Promise.all([fetchQuote(fergus, quoteId), company()]);
    return { structured: { ...toQuoteRecord(quote, profile), ...toQuoteUnits(profile) } };
  },
  hints: ({ quoteId }) => ({ 'not-found': quoteNotFound(quoteId) }),
});

/** The next step after a quoteId that leads nowhere. */
export function quoteNotFound(quoteId: number): string {
  return `There is no quote ${quoteId}. Find its id with list-quotes, by job if possible.`;
}
