import type { QuoteState } from '../../src/tools/quotes/quote-state.ts';
import type { ToolHarness } from '../support/tool-harness.ts';
import { hasOptions, type StoredQuote, someQuote } from './quotes-support.ts';

const DAY = '2026-11-02T01:00:00.000Z';
const OPEN = {
  publishedAt: null,
  isSent: false,
  isAccepted: false,
  isSuperseded: false,
  declinedAt: null,
  voidedAt: null,
  acceptedBy: null,
};

/** What makes a stored quote one of that state. */
export const FLAGS: Record<QuoteState, object> = {
  draft: OPEN,
  published: { ...OPEN, publishedAt: DAY },
  sent: { ...OPEN, publishedAt: DAY, isSent: true },
  accepted: { ...OPEN, publishedAt: DAY, isSent: true, isAccepted: true, acceptedBy: 'Ana Petrov' },
  declined: { ...OPEN, publishedAt: DAY, isSent: true, declinedAt: DAY },
  superseded: { ...OPEN, publishedAt: DAY, isSent: true, isSuperseded: true },
  voided: { ...OPEN, publishedAt: DAY, voidedAt: DAY },
};

/** Without options and deposit. */
const isFixed = (quote: StoredQuote) => !hasOptions(quote) && quote.deposit === null;

/** A quote of the sandbox that fits, put into the state. */
export function givenQuote(
  harness: ToolHarness,
  state: QuoteState,
  fits: (quote: StoredQuote) => boolean = isFixed,
): StoredQuote {
  return Object.assign(someQuote(harness, fits), FLAGS[state]);
}
