import { vi } from 'vitest';
import type { Lock, Store } from '../../src/storage/store.ts';

/**
 * A store that can be let age. `pass` moves the clock of this process, which then stands still until
 * `vi.useRealTimers()`, and takes as much from the lifetime of every entry: the clock of Redis cannot be moved.
 */
export class AgeingStore implements Store {
  readonly kind: Store['kind'];
  readonly #inner: Store;
  /** When each entry ends, by the clock of this process. */
  readonly #ends = new Map<string, number>();

  constructor(inner: Store) {
    this.#inner = inner;
    this.kind = inner.kind;
  }

  /** Lets so many milliseconds pass. */
  async pass(ms: number): Promise<void> {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms });
    await Promise.all(
      [...this.#ends].map(async ([key, end]) => {
        const left = end - Date.now();
        if (left > 0) await this.#inner.extend(key, left);
        else await this.#inner.delete(key);
      }),
    );
  }

  get(key: string): Promise<string | undefined> {
    return this.#inner.get(key);
  }

  getMany(keys: readonly string[]): Promise<(string | undefined)[]> {
    return this.#inner.getMany(keys);
  }

  async set(key: string, value: string, ttlMs: number): Promise<void> {
    await this.#inner.set(key, value, ttlMs);
    this.#ends.set(key, Date.now() + ttlMs);
  }

  async setIfAbsent(key: string, value: string, ttlMs: number): Promise<boolean> {
    const stored = await this.#inner.setIfAbsent(key, value, ttlMs);
    if (stored) this.#ends.set(key, Date.now() + ttlMs);
    return stored;
  }

  take(key: string): Promise<string | undefined> {
    return this.#inner.take(key);
  }

  async compareAndSwap(key: string, expected: string, next: string, ttlMs?: number): Promise<boolean> {
    const swapped = await this.#inner.compareAndSwap(key, expected, next, ttlMs);
    if (swapped && ttlMs !== undefined) this.#ends.set(key, Date.now() + ttlMs);
    return swapped;
  }

  async extend(key: string, ttlMs: number): Promise<boolean> {
    const extended = await this.#inner.extend(key, ttlMs);
    if (extended) this.#ends.set(key, Date.now() + ttlMs);
    return extended;
  }

  delete(...keys: readonly string[]): Promise<void> {
    return this.#inner.delete(...keys);
  }

  lock(key: string, ttlMs: number): Promise<Lock | undefined> {
    return this.#inner.lock(key, ttlMs);
  }

  ping(): Promise<void> {
    return this.#inner.ping();
  }

  close(): Promise<void> {
    return this.#inner.close();
  }
}
