import type { QuoteAmount } from '../../fergus/api.ts';
import type { CompanyProfile } from '../../fergus/company-profile.ts';
import type { Quote } from '../../fergus/types/quotes.ts';
import { QUOTE_STATES, type QuoteState, quoteState } from '../quotes/quote-state.ts';
import { addDays, daysBetween } from '../shared/days.ts';
import { dayOf } from '../shared/values.ts';

/*
 * Where the quotes stand. Amounts are whole cents before tax and after discount, of the parts that do not depend
 * on a choice of the customer; days are those of the company's zone.
 */

/** Days since a quote was published. */
export const WAITING_AGES = ['0-7', '8-14', '15-30', '31-60', '60+'] as const;
export type WaitingAge = (typeof WAITING_AGES)[number];

/** Waiting this long without an answer, a quote is worth a call. */
const PATIENCE_DAYS = 7;

export interface QuoteSum {
  readonly count: number;
  /** Of those whose amount is known. */
  readonly cents: number;
  /** How many of them that is. */
  readonly valued: number;
}

/** A quote that is out and not answered. */
export interface WaitingQuote {
  readonly quote: Quote;
  readonly state: 'sent' | 'published';
  readonly amount: QuoteAmount | undefined;
  /** Since it was published; nothing where Fergus does not tell. */
  readonly daysWaiting: number | undefined;
  /** The last day that it holds, YYYY-MM-DD. */
  readonly validUntil: string | undefined;
  /** From today on; below 0 where it has expired. */
  readonly daysLeft: number | undefined;
}

/** Why a quote is worth a call; those of the first reason come first. */
export const CHASE_REASONS = ['expiring', 'unanswered', 'unsent', 'expired'] as const;
export type ChaseReason = (typeof CHASE_REASONS)[number];

export interface Chase extends WaitingQuote {
  readonly reason: ChaseReason;
}

export interface QuotePipeline {
  readonly states: Readonly<Record<QuoteState, QuoteSum>>;
  readonly waiting: QuoteSum;
  /** The waiting ones by age; one without a day of publication is in none. */
  readonly ageing: Readonly<Record<WaitingAge, QuoteSum>>;
  /** The last day that counts as about to expire. */
  readonly expiringBy: string;
  /** Waiting and about to expire. */
  readonly expiring: QuoteSum;
  /** Waiting and expired already. */
  readonly expired: QuoteSum;
  /** By reason; those that expire first come first, else those of the highest amount. */
  readonly chase: readonly Chase[];
}

/**
 * @param amounts by quote id; where one is missing the quote is counted and not valued.
 * @param expiringWithin days from today on in which a quote counts as about to expire.
 */
export function pipelineOf(
  quotes: readonly Quote[],
  amounts: ReadonlyMap<number, QuoteAmount>,
  { today, expiringWithin }: { readonly today: string; readonly expiringWithin: number },
  company: CompanyProfile,
): QuotePipeline {
  const states = sums(QUOTE_STATES);
  const ageing = sums(WAITING_AGES);
  let [waiting, expiring, expired] = [NONE, NONE, NONE];
  const chase: Chase[] = [];
  for (const quote of quotes) {
    const state = quoteState(quote);
    const amount = amounts.get(quote.id);
    states[state] = plus(states[state], amount);
    if (state !== 'sent' && state !== 'published') continue;
    const standing = waitingQuote(quote, state, amount, today, company);
    const { daysWaiting, daysLeft } = standing;
    waiting = plus(waiting, amount);
    if (daysWaiting !== undefined) {
      const age = ageOf(daysWaiting);
      ageing[age] = plus(ageing[age], amount);
    }
    if (daysLeft !== undefined && daysLeft < 0) expired = plus(expired, amount);
    else if (daysLeft !== undefined && daysLeft <= expiringWithin) expiring = plus(expiring, amount);
    const reason = reasonOf(standing, expiringWithin);
    if (reason !== undefined) chase.push({ ...standing, reason });
  }
  chase.sort(byUrgency);
  const expiringBy = addDays(today, expiringWithin);
  return { states, waiting, ageing, expiringBy, expiring, expired, chase };
}

const NONE: QuoteSum = { count: 0, cents: 0, valued: 0 };

export function plusStates(a: QuotePipeline['states'], b: QuotePipeline['states']): QuotePipeline['states'] {
  const both = QUOTE_STATES.map((state) => [state, plusSums(a[state], b[state])] as const);
  return Object.fromEntries(both) as Record<QuoteState, QuoteSum>;
}

function plusSums(a: QuoteSum, b: QuoteSum): QuoteSum {
  return { count: a.count + b.count, cents: a.cents + b.cents, valued: a.valued + b.valued };
}

function plus(sum: QuoteSum, amount: QuoteAmount | undefined): QuoteSum {
  return plusSums(sum, { count: 1, cents: amount?.cents ?? 0, valued: amount ? 1 : 0 });
}

function sums<Key extends string>(keys: readonly Key[]): Record<Key, QuoteSum> {
  return Object.fromEntries(keys.map((key) => [key, NONE])) as Record<Key, QuoteSum>;
}

function waitingQuote(
  quote: Quote,
  state: WaitingQuote['state'],
  amount: QuoteAmount | undefined,
  today: string,
  company: CompanyProfile,
): WaitingQuote {
  const published = dayOf(quote.publishedAt, company);
  const validUntil = dayOf(quote.dueDate, company);
  return {
    quote,
    state,
    amount,
    daysWaiting: published === undefined ? undefined : Math.max(0, daysBetween(published, today)),
    validUntil,
    daysLeft: validUntil === undefined ? undefined : daysBetween(today, validUntil),
  };
}

function ageOf(days: number): WaitingAge {
  if (days <= 7) return '0-7';
  if (days <= 14) return '8-14';
  if (days <= 30) return '15-30';
  return days <= 60 ? '31-60' : '60+';
}

/** Nothing for a quote that has not waited long and holds for a while. */
function reasonOf(
  { state, daysWaiting = 0, daysLeft }: WaitingQuote,
  expiringWithin: number,
): ChaseReason | undefined {
  if (daysLeft !== undefined && daysLeft < 0) return 'expired';
  if (daysLeft !== undefined && daysLeft <= expiringWithin) return 'expiring';
  if (state === 'published') return daysWaiting > 0 ? 'unsent' : undefined;
  return daysWaiting >= PATIENCE_DAYS ? 'unanswered' : undefined;
}

function byUrgency(a: Chase, b: Chase): number {
  const reason = CHASE_REASONS.indexOf(a.reason) - CHASE_REASONS.indexOf(b.reason);
  const day = a.reason === 'expiring' ? (a.daysLeft ?? 0) - (b.daysLeft ?? 0) : 0;
  const amount = (b.amount?.cents ?? 0) - (a.amount?.cents ?? 0);
  return reason || day || amount || (b.daysWaiting ?? 0) - (a.daysWaiting ?? 0) || a.quote.id - b.quote.id;
}

/** How many of the quotes that were answered were accepted. */
export interface Acceptance {
  readonly accepted: QuoteSum;
  readonly declined: QuoteSum;
  /** Percent with one decimal; nothing where none was answered. */
  readonly rate: number | undefined;
  /** The same by amount; nothing unless every amount is known. */
  readonly rateByValue: number | undefined;
}

/** Superseded, voided and unanswered quotes are no answers and count on neither side. */
export function acceptanceOf({ accepted, declined }: QuotePipeline['states']): Acceptance {
  const isValued = [accepted, declined].every(({ count, valued }) => count === valued);
  return {
    accepted,
    declined,
    rate: percent(accepted.count, accepted.count + declined.count),
    rateByValue: isValued ? percent(accepted.cents, accepted.cents + declined.cents) : undefined,
  };
}

function percent(part: number, whole: number): number | undefined {
  return whole > 0 ? Math.round((part / whole) * 1000) / 10 : undefined;
}
