/**
 * What sign-ins, registered clients and sessions are kept in: a small key-value surface with one implementation
 * in memory and one on Redis. `docs/storage-schema.md` lists every key.
 *
 * Every entry has a lifetime. Each method is atomic by itself. When the store cannot be reached, every method
 * rejects with {@link StoreUnavailable} and nothing else.
 */
export interface Store {
  readonly kind: 'memory' | 'redis';
  get(key: string): Promise<string | undefined>;
  /** Several values in one round trip, in the order of the keys, which share a hash tag (see {@link tagged}). */
  getMany(keys: readonly string[]): Promise<(string | undefined)[]>;
  /** @param ttlMs lifetime in milliseconds, at least 1; replaces that of an earlier value. */
  set(key: string, value: string, ttlMs: number): Promise<void>;
  /** @returns whether the value was stored, because there was none. */
  setIfAbsent(key: string, value: string, ttlMs: number): Promise<boolean>;
  /** Reads and deletes in one step: of several callers at once exactly one gets the value. */
  take(key: string): Promise<string | undefined>;
  /**
   * Replaces the value only where it is still `expected`. Without `ttlMs` the lifetime goes on as it was.
   *
   * @returns whether it was.
   */
  compareAndSwap(key: string, expected: string, next: string, ttlMs?: number): Promise<boolean>;
  /** Gives an entry a new lifetime. @returns whether there is such an entry. */
  extend(key: string, ttlMs: number): Promise<boolean>;
  /** The keys share a hash tag. Deleting what is not there is fine. */
  delete(...keys: readonly string[]): Promise<void>;
  /**
   * Takes a lock that ends by itself after `ttlMs`, so that an instance that dies does not keep it.
   *
   * @returns `undefined` where somebody else has it.
   */
  lock(key: string, ttlMs: number): Promise<Lock | undefined>;
  /** Resolves if the store answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface Lock {
  /** Gives the lock back, unless it has ended and belongs to somebody else by now. */
  release(): Promise<void>;
}

/** The store cannot be reached or does not answer. Whoever asked may try again. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';

  constructor(cause?: unknown) {
    super('The storage of sign-ins and sessions cannot be reached.', { cause });
  }
}

/**
 * A key whose hash tag is `tag`: keys of one tag live on one node of a Redis Cluster, so that operations over
 * several of them work.
 */
export function tagged(tag: string, name: string): string {
  return `{${tag}}:${name}`;
}
