import { z } from 'zod';
import type { CompanyProfile } from '../../fergus/company-profile.ts';
import { voidQuote as sendVoid } from '../../fergus/endpoints/quotes.ts';
import type { Quote } from '../../fergus/types/quotes.ts';
import { defineTool } from '../define-tool.ts';
import { moneyText } from '../shared/money.ts';
import * as p from '../shared/params.ts';
import { list, text } from '../shared/values.ts';
import { actionHints, actOnQuote, changedQuote, type QuoteAction, quoteLabel } from './quote-action.ts';
import { quoteAmounts } from './quote-money.ts';
import { QUOTE_STATES, quoteState } from './quote-state.ts';

const VOID: QuoteAction = {
  done: 'voided',
  from: QUOTE_STATES.filter((state) => state !== 'voided'),
  to: 'voided',
};

export const voidQuote = defineTool({
  name: 'void-quote',
  title: 'Void a quote',
  description: 'Takes a quote out for good, whatever its state. It cannot be undone.',
  toolset: 'quotes',
  everyday: false,
  access: 'destructive',
  idempotent: true,
  input: z.object({ quoteId: p.id('quote'), confirm: p.confirm }),
  output: changedQuote,
  async handler({ quoteId, confirm }, context) {
    const { changed } = await actOnQuote(context, quoteId, VOID, async (quote, company) => {
      await context.confirm(questionOn(quote, company), confirm);
      await sendVoid(context.fergus, quoteId);
    });
    return { structured: changed, summary: 'The quote is voided.' };
  },
  hints: ({ quoteId }) => actionHints(quoteId),
  verifyWith: 'get-quote',
});

function questionOn(quote: Quote, { currency }: CompanyProfile): string {
  const state = quoteState(quote);
  const acceptedBy = state === 'accepted' ? text(quote.acceptedBy) : undefined;
  const by = acceptedBy === undefined ? '' : ` by ${acceptedBy}`;
  return `Void ${quoteLabel(quote)}? It is ${state}${by}, and ${worthOf(quote, currency)}. Voiding cannot be undone.`;
}

function worthOf(quote: Quote, currency: string | undefined): string {
  if (!Array.isArray(quote.sections)) return 'Fergus does not tell its amount';
  const { fixed, options } = quoteAmounts(list(quote.sections));
  const choices = options.length === 1 ? 'one option' : `${options.length} options`;
  return `comes to ${moneyText(fixed.net, currency)} before tax${options.length === 0 ? '' : ` without its ${choices}`}`;
}
