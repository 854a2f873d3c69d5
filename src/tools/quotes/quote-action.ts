import { z } from 'zod';
import type { CompanyProfile } from '../../fergus/company-profile.ts';
import { getQuote } from '../../fergus/endpoints/quotes.ts';
import type { Quote } from '../../fergus/types/quotes.ts';
import type { ErrorHints } from '../define-tool.ts';
import { readBack } from '../shared/read-back.ts';
import { known, text } from '../shared/values.ts';
import type { ToolContext } from '../tool-context.ts';
import { ToolError } from '../tool-error.ts';
import { quoteNotFound } from './get-quote.ts';
import { type QuoteState, quoteState } from './quote-state.ts';
import { quoteItem, quoteUnits, toQuoteItem, toQuoteUnits } from './quote-view.ts';

/** What takes a quote from one state to another. */
export interface QuoteAction {
  /** What is done to the quote, in a passive sentence: "marked as sent". */
  readonly done: string;
  readonly from: readonly QuoteState[];
  readonly to: QuoteState;
}

/** A quote in its new state. */
export const changedQuote = quoteItem.extend({ acceptedBy: z.string().optional(), ...quoteUnits });
type ChangedQuote = z.output<typeof changedQuote> & { readonly notice?: string };

/**
 * Reads a quote, checks its state, acts, and reads it back, since Fergus answers the action without the quote.
 *
 * @param act sends the action; what it refuses before, it throws.
 * @returns the quote as it is now, and what `act` gave.
 * @throws {ToolError} for a quote in another state than `from`, with what can be done instead.
 */
export async function actOnQuote<Answer>(
  { fergus, company }: ToolContext,
  quoteId: number,
  action: QuoteAction,
  act: (quote: Quote, company: CompanyProfile) => Promise<Answer>,
): Promise<{ readonly changed: ChangedQuote; readonly answer: Answer }> {
  const [before, profile] = await Promise.all([getQuote(fergus, quoteId), company()]);
  const state = quoteState(before);
  if (!action.from.includes(state)) throw new ToolError(wrongState(before, state, action));
  const answer = await act(before, profile);
  const after = await readBack(() => getQuote(fergus, quoteId));
  // Fergus took the action, so where it does not show the quote, this much is known.
  const shown = after
    ? toChangedQuote(after, profile)
    : { ...toChangedQuote(before, profile), state: action.to };
  return { changed: { ...shown, ...noticeOn(after, action) }, answer };
}

/** The next steps where Fergus refuses an action all the same. */
export function actionHints(quoteId: number): ErrorHints {
  const refused = 'Correct what it names. If it is the state, read the quote again with get-quote.';
  return {
    'not-found': quoteNotFound(quoteId),
    'bad-request': refused,
    conflict: refused,
    'server-error': refused,
  };
}

/** Says which quote it is: `quote 5 “Bathroom” (version 2 of job 512)`. */
export function quoteLabel(quote: Quote): string {
  const title = text(quote.title);
  return `quote ${quote.id}${title === undefined ? '' : ` “${title}”`} (version ${quote.versionNumber} of ${jobOf(quote)})`;
}

function jobOf({ jobNo, jobId }: Quote): string {
  return text(jobNo) === undefined ? `the job with id ${jobId}` : `job ${text(jobNo)}`;
}

function toChangedQuote(quote: Quote, company: CompanyProfile): z.output<typeof changedQuote> {
  return known({
    ...toQuoteItem(quote, company),
    acceptedBy: text(quote.acceptedBy),
    ...toQuoteUnits(company),
  });
}

function noticeOn(after: Quote | undefined, { done, to }: QuoteAction): { readonly notice?: string } {
  if (after === undefined) {
    return {
      notice: `The quote was ${done}, but Fergus did not show it afterwards: what stands here beside its state is from before. Read it with get-quote; do not repeat this.`,
    };
  }
  const state = quoteState(after);
  if (state === to) return {};
  return {
    notice: `Fergus took the action, yet shows the quote as ${state}. Read it again with get-quote before going on.`,
  };
}

function wrongState(quote: Quote, state: QuoteState, { done, from, to }: QuoteAction): string {
  const why =
    state === to ? `${state} already` : `${state}, and only one that is ${from.join(' or ')} can be ${done}`;
  return `Nothing was changed: ${quoteLabel(quote)} is ${why}. ${instead(quote, state)}`;
}

/** What can be done with a quote in this state. */
function instead(quote: Quote, state: QuoteState): string {
  const onJob = `(job ${quote.jobId})`;
  switch (state) {
    case 'draft':
      return 'Publish it first with publish-quote.';
    case 'published':
      return "Mark it as sent with mark-quote-sent, or note the customer's answer with accept-quote or decline-quote.";
    case 'sent':
      return "Note the customer's answer with accept-quote or decline-quote.";
    case 'accepted':
      return `For another price make a new version with create-quote ${onJob}; void-quote takes this one back for good.`;
    case 'declined':
      return `To offer it again make a new version with create-quote ${onJob}.`;
    case 'superseded':
      return `A later version has taken its place: find it with list-quotes ${onJob}.`;
    case 'voided':
      return `That is for good: make a new one with create-quote ${onJob}.`;
  }
}
