import type { FergusApi, QuoteAmount } from '../../fergus/api.ts';
import { getQuote } from '../../fergus/endpoints/quotes.ts';
import { FergusError } from '../../fergus/errors.ts';
import type { Quote } from '../../fergus/types/quotes.ts';
import { quoteAmounts } from '../quotes/quote-money.ts';
import { type QuoteState, quoteState } from '../quotes/quote-state.ts';
import { isRateLimit } from './read-pages.ts';

/** Requests under way at once. */
const AT_ONCE = 5;

/** Whose amounts are read first. What was superseded or voided is on offer no more. */
const ORDER: readonly QuoteState[] = [
  'sent',
  'published',
  'accepted',
  'declined',
  'draft',
  'superseded',
  'voided',
];

/**
 * The amounts of quotes by id. Where the list came with the contents they decide. Else a quote is read once, and
 * its amount is remembered until the quote changes: a call that could not read all goes further when it is
 * made again.
 *
 * Ends early, with what it has, when Fergus's limit of requests a minute is used up.
 *
 * @param maxReads bounds the quotes read one by one; those waiting for an answer come first.
 */
export async function amountsOf(
  fergus: FergusApi,
  quotes: readonly Quote[],
  maxReads: number,
  progress: (message: string) => void,
): Promise<ReadonlyMap<number, QuoteAmount>> {
  const amounts = new Map<number, QuoteAmount>();
  const missing: Quote[] = [];
  for (const quote of quotes) {
    const amount = amountIn(quote) ?? remembered(fergus, quote);
    if (amount) amounts.set(quote.id, amount);
    else missing.push(quote);
  }
  const wanted = missing.sort((a, b) => rank(a) - rank(b)).slice(0, Math.max(0, maxReads));
  for (let start = 0; start < wanted.length; start += AT_ONCE) {
    if (start > 0) progress(`Amounts of ${start} of ${wanted.length} quotes read`);
    const some = wanted.slice(start, start + AT_ONCE);
    const read = await Promise.allSettled(some.map((quote) => getQuote(fergus, quote.id)));
    const failures = read.flatMap((result) =>
      result.status === 'rejected' ? [result.reason as unknown] : [],
    );
    for (const result of read) {
      const amount = result.status === 'fulfilled' ? amountIn(result.value) : undefined;
      if (result.status !== 'fulfilled' || !amount) continue;
      amounts.set(result.value.id, amount);
      remember(fergus, result.value, amount);
    }
    const fault = failures.find((error) => !isRateLimit(error) && !isGone(error));
    if (fault !== undefined) throw fault;
    if (failures.some(isRateLimit)) break;
  }
  return amounts;
}

function amountIn({ sections }: Quote): QuoteAmount | undefined {
  if (!Array.isArray(sections)) return undefined;
  const { fixed, options } = quoteAmounts(sections);
  return { cents: fixed.net, options: options.length };
}

function remembered({ quoteAmounts }: FergusApi, { id, lastModified }: Quote): QuoteAmount | undefined {
  return lastModified ? quoteAmounts.get(`${id} ${lastModified}`) : undefined;
}

/** Without the time of its last change nobody could tell when an amount grows stale. */
function remember({ quoteAmounts }: FergusApi, { id, lastModified }: Quote, amount: QuoteAmount): void {
  if (lastModified) quoteAmounts.set(`${id} ${lastModified}`, amount);
}

function rank(quote: Quote): number {
  return ORDER.indexOf(quoteState(quote));
}

/** A quote may be deleted between the list and its reading. */
function isGone(error: unknown): boolean {
  return error instanceof FergusError && error.kind === 'not-found';
}
