import { randomUUID } from 'node:crypto';
import { checkLifetime, checkSharedTag } from './preconditions.ts';
import type { Lock, Store } from './store.ts';

const SWEEP_MS = 10_000;

interface Entry {
  readonly value: string;
  /** By the store's clock. */
  readonly expiresAt: number;
}

/** Keeps everything in this process: what is in it ends with the process and is seen by no other instance. */
export class MemoryStore implements Store {
  readonly kind = 'memory';
  readonly #entries = new Map<string, Entry>();
  readonly #now: () => number;
  readonly #sweeper: NodeJS.Timeout;

  /** @param now the clock, in milliseconds. */
  constructor(now: () => number = Date.now) {
    this.#now = now;
    this.#sweeper = setInterval(() => this.#sweep(), SWEEP_MS).unref();
  }

  /** How many entries there are whose lifetime has not ended. */
  get size(): number {
    this.#sweep();
    return this.#entries.size;
  }

  async get(key: string): Promise<string | undefined> {
    return this.#read(key);
  }

  async getMany(keys: readonly string[]): Promise<(string | undefined)[]> {
    checkSharedTag(keys);
    return keys.map((key) => this.#read(key));
  }

  async set(key: string, value: string, ttlMs: number): Promise<void> {
    this.#write(key, value, ttlMs);
  }

  async setIfAbsent(key: string, value: string, ttlMs: number): Promise<boolean> {
    checkLifetime(ttlMs);
    if (this.#read(key) !== undefined) return false;
    this.#write(key, value, ttlMs);
    return true;
  }

  async take(key: string): Promise<string | undefined> {
    const value = this.#read(key);
    this.#entries.delete(key);
    return value;
  }

  async compareAndSwap(key: string, expected: string, next: string, ttlMs?: number): Promise<boolean> {
    if (ttlMs !== undefined) checkLifetime(ttlMs);
    const entry = this.#entries.get(key);
    if (entry === undefined || this.#read(key) !== expected) return false;
    if (ttlMs === undefined) this.#entries.set(key, { ...entry, value: next });
    else this.#write(key, next, ttlMs);
    return true;
  }

  async extend(key: string, ttlMs: number): Promise<boolean> {
    checkLifetime(ttlMs);
    const value = this.#read(key);
    if (value === undefined) return false;
    this.#write(key, value, ttlMs);
    return true;
  }

  async delete(...keys: readonly string[]): Promise<void> {
    checkSharedTag(keys);
    for (const key of keys) this.#entries.delete(key);
  }

  async lock(key: string, ttlMs: number): Promise<Lock | undefined> {
    const owner = randomUUID();
    if (!(await this.setIfAbsent(key, owner, ttlMs))) return undefined;
    return {
      release: async () => {
        if (this.#read(key) === owner) this.#entries.delete(key);
      },
    };
  }

  async ping(): Promise<void> {}

  async close(): Promise<void> {
    clearInterval(this.#sweeper);
    this.#entries.clear();
  }

  #read(key: string): string | undefined {
    const entry = this.#entries.get(key);
    return entry !== undefined && entry.expiresAt > this.#now() ? entry.value : undefined;
  }

  #write(key: string, value: string, ttlMs: number): void {
    checkLifetime(ttlMs);
    this.#entries.set(key, { value, expiresAt: this.#now() + ttlMs });
  }

  #sweep(): void {
    const now = this.#now();
    for (const [key, { expiresAt }] of this.#entries) {
      if (expiresAt <= now) this.#entries.delete(key);
    }
  }
}
