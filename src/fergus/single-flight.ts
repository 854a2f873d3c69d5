/** One shared piece of work and the number of callers that still want it. */
interface Flight {
  readonly work: Promise<unknown>;
  readonly controller: AbortController;
  waiting: number;
}

/**
 * Lets callers that ask for the same thing at the same time share one request. The request is cancelled when
 * the last of them has given up, and not before.
 */
export class SingleFlight {
  readonly #flights = new Map<string, Flight>();

  /** Joins the work under `key`, or starts it. Rejects with the signal's reason when `signal` fires. */
  async run<T>(
    key: string,
    signal: AbortSignal | undefined,
    start: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    signal?.throwIfAborted();
    const flight = this.#flights.get(key) ?? this.#start(key, start);
    flight.waiting += 1;
    try {
      return (await (signal ? abandonable(flight.work, signal) : flight.work)) as T;
    } finally {
      flight.waiting -= 1;
      if (flight.waiting === 0) {
        this.#forget(key, flight);
        flight.controller.abort();
      }
    }
  }

  /** Makes later callers start anew: what is on its way now was asked before a change. */
  detachAll(): void {
    this.#flights.clear();
  }

  #start<T>(key: string, start: (signal: AbortSignal) => Promise<T>): Flight {
    const controller = new AbortController();
    const flight: Flight = { work: start(controller.signal), controller, waiting: 0 };
    this.#flights.set(key, flight);
    // Every caller may have gone by the time it fails.
    flight.work.catch(() => {}).finally(() => this.#forget(key, flight));
    return flight;
  }

  #forget(key: string, flight: Flight): void {
    if (this.#flights.get(key) === flight) this.#flights.delete(key);
  }
}

function abandonable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abandon = () => reject(signal.reason);
    signal.addEventListener('abort', abandon, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abandon));
  });
}
