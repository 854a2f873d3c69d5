import type { RequestHandler } from 'express';

/** The requests that are being answered, so that a server that ends can wait for them. */
export class InFlight {
  #count = 0;
  #waiting: (() => void)[] = [];
  #draining = false;

  /** Whether the server takes no more traffic. */
  get draining(): boolean {
    return this.#draining;
  }

  /** Counts a request until its answer is sent or its client has gone. */
  readonly count: RequestHandler = (_req, res, next) => {
    this.#count += 1;
    // A client that keeps its connection would otherwise go on here while the server waits to end.
    if (this.#draining) res.set('Connection', 'close');
    res.once('close', () => {
      this.#count -= 1;
      if (this.#count === 0) for (const done of this.#waiting.splice(0)) done();
    });
    next();
  };

  /** From now on the server is ending. @returns when nothing is under way, or `timeoutMs` has passed. */
  async drain(timeoutMs: number): Promise<void> {
    this.#draining = true;
    if (this.#count === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.#waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}
