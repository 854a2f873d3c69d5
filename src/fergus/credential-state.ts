import { LRUCache } from 'lru-cache';
import type { Answer } from './answer.ts';
import type { CacheClass, QuoteAmount } from './api.ts';
import { RateBudget } from './rate-budget.ts';
import { SingleFlight } from './single-flight.ts';

/** Company, users and pricing tiers change rarely, and a stale name does little harm for this long. */
const REFERENCE_TTL_MS = 5 * 60_000;

/** How long answers of each class are kept, in milliseconds. */
export const CACHE_TTL_MS: Readonly<Record<CacheClass, number>> = {
  reference: REFERENCE_TTL_MS,
  brief: 60_000,
};

/**
 * What is remembered between the calls of one credential: the rate budget, answers of reference data, requests
 * in flight, job numbers, and amounts of quotes. Never shared between credentials, so no company sees another's
 * data.
 */
export class CredentialState {
  readonly budget = new RateBudget();
  readonly flights = new SingleFlight();
  readonly answers = new LRUCache<string, Answer>({ max: 200, ttl: REFERENCE_TTL_MS });
  /** Job number as people write it (lower case) → job id. A number is never given to another job. */
  readonly jobIds = new LRUCache<string, number>({ max: 2000, ttl: REFERENCE_TTL_MS });
  /** As in {@link QuoteAmountCache}; two numbers each, so that thousands weigh little. */
  readonly quoteAmounts = new LRUCache<string, QuoteAmount>({ max: 5000 });
  /** Counts writes, so that an answer that was asked for before one is not kept after it. */
  generation = 0;

  /** Drops what a write to `path` may have changed: everything under the same first segment. */
  forgetAfterWrite(path: string): void {
    this.generation += 1;
    this.flights.detachAll();
    const collection = `/${path.split('/')[1] ?? ''}`;
    for (const target of [...this.answers.keys()]) {
      if (target.startsWith(collection)) this.answers.delete(target);
    }
  }
}
