/** How long a window lasts, in milliseconds. */
const WINDOW_MS = 60_000;

/** What is left for a company after one more request. */
export interface RateState {
  readonly limit: number;
  readonly remaining: number;
  /** Whole seconds until the window ends. */
  readonly resetSeconds: number;
  readonly exceeded: boolean;
}

/** Counts requests per company in windows of one minute that begin with the first request. */
export class RateLimit {
  readonly #limit: number;
  readonly #now: () => Date;
  readonly #windows = new Map<number, { start: number; count: number }>();

  constructor(limit: number, now: () => Date) {
    this.#limit = limit;
    this.#now = now;
  }

  /** Counts one request of the company. */
  count(companyId: number): RateState {
    const time = this.#now().getTime();
    let window = this.#windows.get(companyId);
    if (window === undefined || time >= window.start + WINDOW_MS) {
      window = { start: time, count: 0 };
      this.#windows.set(companyId, window);
    }
    window.count += 1;
    return {
      limit: this.#limit,
      remaining: Math.max(0, this.#limit - window.count),
      resetSeconds: Math.ceil((window.start + WINDOW_MS - time) / 1000),
      exceeded: window.count > this.#limit,
    };
  }
}
