import { rateLimited } from './errors.ts';
import { pause } from './pause.ts';

/** Fergus allows 100 requests a minute per company, over all its tokens and integrations [spec, live]. */
const DEFAULT_LIMIT = 100;
/** Left for the company's other integrations, whose requests are seen only in the next answer's headers. */
const RESERVE = 2;
/** Under way at once while nothing is known of the window: the others may have used up most of it. */
const FIRST_AT_ONCE = 5;
/** How long others wait for the first of these answers before they are sent without knowing. */
const FIRST_ANSWER_MS = 2000;
/** Requests under way free the budget when they are answered, which is soon. */
const UNDER_WAY_MS = 50;
/** The reset comes in whole seconds and takes its time, so that it seems to move a little within one window. */
const SAME_WINDOW_MS = 2000;

/** How long one MCP call may still wait for the budget, and whom to tell when it does. */
export interface Patience {
  leftMs: number;
  /** Until when the call's waits are counted: its requests wait side by side, not one after the other. */
  countedUntil: number;
  readonly onWait: ((seconds: number) => void) | undefined;
}

/**
 * What is left of the company's requests this minute, as Fergus's `x-ratelimit-*` headers tell it. One object
 * per credential, shared by all its calls.
 */
export class RateBudget {
  #limit = DEFAULT_LIMIT;
  /** `undefined` before the first answer of a window. */
  #remaining: number | undefined;
  #resetAt = 0;
  #underWay = 0;
  /** Since when requests are under way in a window of which nothing is known. */
  #unknownSince: number | undefined;
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** What the headers last said, for `doctor`; `undefined` before the first answer and after a reset. */
  get lastSeen(): { readonly limit: number; readonly remaining: number } | undefined {
    this.#forgetPast();
    return this.#remaining === undefined ? undefined : { limit: this.#limit, remaining: this.#remaining };
  }

  /**
   * Takes the right to send one request, waiting for the next window where none is left.
   *
   * @throws {FergusError} `rate-limited` with the seconds to wait when that is longer than the caller's patience.
   */
  async acquire(patience: Patience, signal?: AbortSignal): Promise<void> {
    for (let hold = this.#hold(); hold > 0; hold = this.#hold()) await this.#wait(hold, patience, signal);
    this.#underWay += 1;
  }

  /** Waits as a 429 asks for. @throws {FergusError} `rate-limited` when that exceeds the patience. */
  async waitAfterRefusal(seconds: number, patience: Patience, signal?: AbortSignal): Promise<void> {
    this.#remaining = 0;
    this.#resetAt = this.#now() + seconds * 1000;
    await this.#wait(seconds * 1000, patience, signal);
  }

  /** Gives back what {@link acquire} took, with the answer's headers where there was one. */
  release(headers?: Headers): void {
    this.#underWay -= 1;
    if (this.#underWay === 0) this.#unknownSince = undefined;
    const remaining = numberIn(headers, 'x-ratelimit-remaining');
    const reset = numberIn(headers, 'x-ratelimit-reset');
    if (remaining === undefined || reset === undefined) return;
    this.#limit = numberIn(headers, 'x-ratelimit-limit') ?? this.#limit;
    this.#forgetPast();
    const resetAt = this.#now() + reset * 1000;
    if (this.#remaining === undefined || resetAt > this.#resetAt + SAME_WINDOW_MS) {
      this.#remaining = remaining;
      this.#resetAt = resetAt;
      this.#unknownSince = undefined;
    } else if (resetAt >= this.#resetAt - SAME_WINDOW_MS) {
      // Answers overtake each other: within one window the lowest figure is the latest.
      this.#remaining = Math.min(this.#remaining, remaining);
    }
  }

  /** Milliseconds until it is worth looking again; 0 when a request may be sent. */
  #hold(): number {
    this.#forgetPast();
    const now = this.#now();
    let free: number;
    if (this.#remaining === undefined) {
      this.#unknownSince ??= now;
      free = now - this.#unknownSince < FIRST_ANSWER_MS ? FIRST_AT_ONCE : DEFAULT_LIMIT;
    } else {
      free = this.#remaining - RESERVE;
    }
    if (free <= 0) return this.#resetAt - now;
    return this.#underWay < free ? 0 : UNDER_WAY_MS;
  }

  #forgetPast(): void {
    if (this.#now() >= this.#resetAt) this.#remaining = undefined;
  }

  async #wait(milliseconds: number, patience: Patience, signal: AbortSignal | undefined): Promise<void> {
    const now = this.#now();
    const until = now + milliseconds;
    const added = until - Math.max(now, patience.countedUntil);
    if (added > patience.leftMs) throw rateLimited((Math.max(until, this.#resetAt) - now) / 1000);
    if (added > 0) {
      patience.leftMs -= added;
      patience.countedUntil = until;
      if (added >= 1000) patience.onWait?.(Math.ceil(milliseconds / 1000));
    }
    await pause(milliseconds, signal);
  }
}

/** A header that holds a number not below 0. */
export function numberIn(headers: Headers | undefined, name: string): number | undefined {
  const value = headers?.get(name);
  if (value === null || value === undefined || value === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) && number >= 0 ? number : undefined;
}
