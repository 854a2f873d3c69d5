import { z } from 'zod';
import { markQuoteAsSent } from '../../fergus/endpoints/quotes.ts';
import { defineTool } from '../define-tool.ts';
import * as p from '../shared/params.ts';
import { actionHints, actOnQuote, changedQuote, type QuoteAction } from './quote-action.ts';

const MARK_SENT: QuoteAction = { done: 'marked as sent', from: ['published'], to: 'sent' };

export const markQuoteSent = defineTool({
  name: 'mark-quote-sent',
  title: 'Mark a quote as sent',
  description: 'Notes that the customer was sent a published quote. It sends nothing itself.',
  toolset: 'quotes',
  everyday: false,
  access: 'write',
  idempotent: true,
  input: z.object({ quoteId: p.id('quote') }),
  output: changedQuote,
  async handler({ quoteId }, context) {
    const { changed } = await actOnQuote(context, quoteId, MARK_SENT, () =>
      markQuoteAsSent(context.fergus, quoteId, { isSent: true }),
    );
    return {
      structured: changed,
      summary: "The quote is marked as sent. Note the customer's answer with accept-quote or decline-quote.",
    };
  },
  hints: ({ quoteId }) => actionHints(quoteId),
  verifyWith: 'get-quote',
});
