import { z } from 'zod';
import type { CompanyProfile } from '../../fergus/company-profile.ts';
import { acceptQuote as sendAcceptance } from '../../fergus/endpoints/quotes.ts';
import type { Quote } from '../../fergus/types/quotes.ts';
import { defineTool } from '../define-tool.ts';
import * as p from '../shared/params.ts';
import { known, text } from '../shared/values.ts';
import { ToolError } from '../tool-error.ts';
import { actionHints, actOnQuote, changedQuote, type QuoteAction } from './quote-action.ts';
import { assertChoices, optionsOf, optionsText, selectedSectionIds } from './quote-choices.ts';

const ACCEPT: QuoteAction = { done: 'accepted', from: ['published', 'sent'], to: 'accepted' };

export const acceptQuote = defineTool({
  name: 'accept-quote',
  title: 'Accept a quote',
  description:
    "Notes the customer's acceptance of a published quote. If it has options, ask which were taken: selectedSectionIds, [] for none.",
  toolset: 'quotes',
  everyday: false,
  access: 'write',
  idempotent: true,
  input: z.object({
    quoteId: p.id('quote'),
    acceptedBy: p.text('Who accepted it.', 255),
    selectedSectionIds,
  }),
  output: changedQuote.extend({ depositPaymentUrl: z.string().optional() }),
  async handler({ quoteId, ...payload }, context) {
    const { changed, answer } = await actOnQuote(context, quoteId, ACCEPT, (quote, company) => {
      assertChosen(quote, payload.selectedSectionIds, company);
      return sendAcceptance(context.fergus, quoteId, payload);
    });
    const depositPaymentUrl = text(answer?.depositPaymentUrl);
    const deposit =
      depositPaymentUrl === undefined ? '' : ' The customer can pay the deposit at depositPaymentUrl.';
    return {
      structured: known({ ...changed, depositPaymentUrl }),
      summary: `The quote is accepted.${deposit}`,
    };
  },
  hints: ({ quoteId }) => actionHints(quoteId),
  verifyWith: 'get-quote',
});

/** @throws {ToolError} with the options where the customer's choice is missing or impossible. */
function assertChosen(quote: Quote, selected: readonly number[] | undefined, company: CompanyProfile): void {
  assertChoices(quote, selected ?? [], company);
  const options = optionsOf(quote);
  if (selected !== undefined || options.length === 0) return;
  throw new ToolError(
    `Nothing was changed: selectedSectionIds is needed, because quote ${quote.id} leaves these to the customer: ${optionsText(options, company)}. Ask which were taken, and give their ids, or [] for none.`,
  );
}
