import { setTimeout as sleep } from 'node:timers/promises';
import { rateLimited } from './errors.ts';

/** Fergus allows 100 requests a minute per company, over all its tokens and integrations [spec, live]. */
const DEFAULT_LIMIT = 100;
/** Left for the company's other integrations, whose requests are seen only in the next answer's headers. */
const RESERVE = 2;

/** How long one MCP call may still wait for the budget, and whom to tell when it does. */
export interface Patience {
  leftMs: number;
  readonly onWait: ((seconds: number) => void) | undefined;
}

/**
 * What is left of the company's requests this minute, as Fergus's `x-ratelimit-*` headers tell it. One object
 * per credential, shared by all its calls.
 */
export class RateBudget {
  #limit = DEFAULT_LIMIT;
  #remaining: number | undefined;
  #resetAt = 0;
  #inFlight = 0;
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Requests that may be sent now, as far as is known. */
  get available(): number {
    this.#refresh();
    return (this.#remaining ?? this.#limit) - this.#inFlight - RESERVE;
  }

  /** What the headers last said, for `doctor`; `undefined` before the first answer and after a reset. */
  get lastSeen(): { readonly limit: number; readonly remaining: number } | undefined {
    this.#refresh();
    return this.#remaining === undefined ? undefined : { limit: this.#limit, remaining: this.#remaining };
  }

  /**
   * Takes the right to send one request, waiting for the next window where none is left.
   *
   * @throws {FergusError} `rate-limited` with the seconds to wait when that is longer than the caller's patience.
   */
  async acquire(patience: Patience, signal?: AbortSignal): Promise<void> {
    while (this.available <= 0) await this.#pause(this.#resetAt - this.#now(), patience, signal);
    this.#inFlight += 1;
  }

  /** Waits as a 429 asks for. @throws {FergusError} `rate-limited` when that exceeds the patience. */
  async waitAfterRefusal(seconds: number, patience: Patience, signal?: AbortSignal): Promise<void> {
    this.#remaining = 0;
    this.#resetAt = Math.max(this.#resetAt, this.#now() + seconds * 1000);
    await this.#pause(seconds * 1000, patience, signal);
  }

  /** Gives back what {@link acquire} took, with the answer's headers where there was one. */
  release(headers?: Headers): void {
    this.#inFlight -= 1;
    const remaining = numberIn(headers, 'x-ratelimit-remaining');
    const reset = numberIn(headers, 'x-ratelimit-reset');
    if (remaining === undefined || reset === undefined) return;
    this.#limit = numberIn(headers, 'x-ratelimit-limit') ?? this.#limit;
    // Answers overtake each other: within one window the lowest figure is the latest.
    const known = this.#now() < this.#resetAt ? this.#remaining : undefined;
    this.#remaining = known === undefined ? remaining : Math.min(known, remaining);
    this.#resetAt = this.#now() + reset * 1000;
  }

  #refresh(): void {
    if (this.#remaining !== undefined && this.#now() >= this.#resetAt) this.#remaining = undefined;
  }

  async #pause(milliseconds: number, patience: Patience, signal: AbortSignal | undefined): Promise<void> {
    // With nothing known to reset, only the requests in flight hold the budget: their answers free it soon.
    const wait = Math.max(milliseconds, 50);
    if (wait > patience.leftMs) throw rateLimited(Math.ceil(wait / 1000));
    patience.leftMs -= wait;
    if (wait >= 1000) patience.onWait?.(Math.ceil(wait / 1000));
    await sleep(wait, undefined, signal ? { signal } : {});
  }
}

function numberIn(headers: Headers | undefined, name: string): number | undefined {
  const value = headers?.get(name);
  if (value === null || value === undefined || value === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) && number >= 0 ? number : undefined;
}
