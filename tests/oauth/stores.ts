import { describe } from 'vitest';
import { MemoryStore } from '../../src/storage/memory-store.ts';
import { RedisStore } from '../../src/storage/redis-store.ts';
import type { Store } from '../../src/storage/store.ts';
import { redisAvailable, startRedis } from '../support/redis.ts';

/** A store for one suite. */
export interface SuiteStore {
  readonly store: Store;
  /** Keys and values as text: what Redis holds now, or all that was ever written to memory. */
  dump(): Promise<string>;
  /** Ends it, and the Redis that was started for it. */
  close(): Promise<void>;
}

/** Runs a suite on each kind of store: what the authorization server promises does not depend on it. */
export function describeOnStores(name: string, suite: (open: () => Promise<SuiteStore>) => void): void {
  describe(`${name} (memory)`, () => suite(openMemory));
  describe.skipIf(!redisAvailable())(`${name} (redis)`, () => suite(openRedis));
}

async function openMemory(): Promise<SuiteStore> {
  const store = new RecordingStore();
  return { store, dump: async () => store.written.join('\n'), close: () => store.close() };
}

/** Notes all that is written on its way into memory. */
class RecordingStore extends MemoryStore {
  readonly written: string[] = [];

  override set(key: string, value: string, ttlMs: number): Promise<void> {
    this.written.push(`${key} ${value}`);
    return super.set(key, value, ttlMs);
  }

  override setIfAbsent(key: string, value: string, ttlMs: number): Promise<boolean> {
    this.written.push(`${key} ${value}`);
    return super.setIfAbsent(key, value, ttlMs);
  }

  override compareAndSwap(key: string, expected: string, next: string, ttlMs?: number): Promise<boolean> {
    this.written.push(`${key} ${next}`);
    return super.compareAndSwap(key, expected, next, ttlMs);
  }
}

async function openRedis(): Promise<SuiteStore> {
  const redis = await startRedis();
  const store = await RedisStore.connect({ url: redis.url });
  return {
    store,
    dump: () => redis.dump(),
    async close() {
      await store.close();
      await redis.stop();
    },
  };
}
