import { z } from 'zod';
import { publishQuote as sendPublish } from '../../fergus/endpoints/quotes.ts';
import { defineTool } from '../define-tool.ts';
import * as p from '../shared/params.ts';
import { actionHints, actOnQuote, changedQuote, type QuoteAction } from './quote-action.ts';

const PUBLISH: QuoteAction = { done: 'published', from: ['draft'], to: 'published' };

export const publishQuote = defineTool({
  name: 'publish-quote',
  title: 'Publish a quote',
  description:
    'Publishes a draft quote. It cannot be changed afterwards, and takes the place of earlier versions.',
  toolset: 'quotes',
  everyday: false,
  access: 'write',
  idempotent: true,
  input: z.object({ quoteId: p.id('quote') }),
  output: changedQuote,
  async handler({ quoteId }, context) {
    const { changed } = await actOnQuote(context, quoteId, PUBLISH, () =>
      sendPublish(context.fergus, quoteId),
    );
    return {
      structured: changed,
      summary: 'The quote is published. Once the customer has it, note that with mark-quote-sent.',
    };
  },
  hints: ({ quoteId }) => actionHints(quoteId),
  verifyWith: 'get-quote',
});
