/** What can go wrong on purpose: a test orders faults, and the requests that match get them. */

export type FaultKind =
  /** Holds the answer back for `delayMs`, then gives it as it should be. */
  | 'delay'
  /** Answers `status` (500) with `body` and `headers`; without `body` the service's own error body. */
  | 'status'
  /** Answers 429 with `retryAfter` seconds (30). */
  | 'rate-limited'
  /** Answers a proxy's web page with `status` (502). */
  | 'html'
  /** Promises the whole JSON body, sends half of it and closes the connection. */
  | 'cut-body'
  /** Sends half of the JSON body and then nothing more, with the connection open. */
  | 'stalled-body'
  /** Streams more than 10 MB of valid JSON. */
  | 'huge-body'
  /** Answers `status` (200) with something that calls itself JSON and is not. */
  | 'not-json'
  /** Resets the connection without an answer. */
  | 'reset'
  /** Never answers; the connection stays open until the client gives up or the sandbox closes. */
  | 'hang';

export interface FaultOrder {
  readonly kind: FaultKind;
  /** Any method without it. */
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Text is the whole path without the query; an expression is tried on path and query. */
  readonly path?: string | RegExp;
  /** How many matching requests get it; 1 without it. */
  readonly times?: number;
  readonly status?: number;
  /** Text is sent as it is, anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Seconds. */
  readonly retryAfter?: number;
  readonly delayMs?: number;
  /**
   * `after-handling` lets the operation take effect first and then spoils its answer, so that a test can tell
   * a lost answer from a lost request. Before without it.
   */
  readonly after?: 'before-handling' | 'after-handling';
}

/** The orders of one sandbox. */
export class Faults {
  #orders: { readonly order: FaultOrder; left: number }[] = [];

  /** From now on, requests that match get the fault; of several orders that match the oldest comes first. */
  order(order: FaultOrder): void {
    this.#orders.push({ order, left: order.times ?? 1 });
  }

  /** Forgets every order. Requests that hang or wait already go on doing so. */
  clear(): void {
    this.#orders = [];
  }

  /** The fault that a request gets, counted as used. `url` is path and query. */
  take(method: string, url: string): FaultOrder | undefined {
    const found = this.#orders.find(({ order }) => matches(order, method, url));
    if (found === undefined) return undefined;
    found.left -= 1;
    if (found.left <= 0) this.#orders = this.#orders.filter((candidate) => candidate !== found);
    return found.order;
  }
}

function matches({ method, path }: FaultOrder, requested: string, url: string): boolean {
  if (method !== undefined && method !== requested) return false;
  if (path === undefined) return true;
  // `search` ignores an expression's `g` state, which `test` would carry from one request to the next.
  return typeof path === 'string' ? url.split('?')[0] === path : url.search(path) !== -1;
}
