import { z } from 'zod';
import { declineQuote as sendRefusal } from '../../fergus/endpoints/quotes.ts';
import { defineTool } from '../define-tool.ts';
import * as p from '../shared/params.ts';
import { actionHints, actOnQuote, changedQuote, type QuoteAction } from './quote-action.ts';

const DECLINE: QuoteAction = { done: 'declined', from: ['published', 'sent'], to: 'declined' };

export const declineQuote = defineTool({
  name: 'decline-quote',
  title: 'Decline a quote',
  description: 'Notes that the customer does not take a published quote.',
  toolset: 'quotes',
  everyday: false,
  access: 'write',
  idempotent: true,
  input: z.object({
    quoteId: p.id('quote'),
    reasonNotes: p.text('Why.').optional(),
    rejectedBy: p.text('Who declined it.', 255).optional(),
  }),
  output: changedQuote,
  async handler({ quoteId, ...payload }, context) {
    const { changed } = await actOnQuote(context, quoteId, DECLINE, () =>
      sendRefusal(context.fergus, quoteId, payload),
    );
    return { structured: changed, summary: 'The quote is declined.' };
  },
  hints: ({ quoteId }) => actionHints(quoteId),
  verifyWith: 'get-quote',
});
