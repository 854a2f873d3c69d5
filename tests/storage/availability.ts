import { inspect } from 'node:util';
import { expect } from 'vitest';
import { type Lock, type Store, StoreUnavailable } from '../../src/storage/store.ts';

const MINUTE = 60_000;

/** Every method of the interface, and the release of a lock. */
function everyMethod(store: Store, lock: Lock | undefined): Record<string, () => Promise<unknown>> {
  return {
    get: () => store.get('a'),
    getMany: () => store.getMany(['{t}:a', '{t}:b']),
    set: () => store.set('a', 'x', MINUTE),
    setIfAbsent: () => store.setIfAbsent('a', 'x', MINUTE),
    take: () => store.take('a'),
    compareAndSwap: () => store.compareAndSwap('a', 'x', 'y', MINUTE),
    extend: () => store.extend('a', MINUTE),
    delete: () => store.delete('a'),
    lock: () => store.lock('another-lock', MINUTE),
    release: async () => lock?.release(),
    ping: () => store.ping(),
  };
}

/** Each method fails as it should, and in time. */
export async function expectAllUnavailable(store: Store, lock: Lock | undefined): Promise<void> {
  for (const [name, call] of Object.entries(everyMethod(store, lock))) {
    const started = Date.now();
    await expect(call(), name).rejects.toThrow(StoreUnavailable);
    expect(Date.now() - started, name).toBeLessThan(2500);
  }
}

/** No method fails. */
export async function expectAllWork(store: Store): Promise<void> {
  const lock = await store.lock('fresh-lock', MINUTE);
  expect(lock).toBeDefined();
  for (const [name, call] of Object.entries(everyMethod(store, lock))) {
    await expect(
      call().then(() => 'worked'),
      name,
    ).resolves.toBe('worked');
  }
}

/** The error that a call fails with; a success, or an error of another class, fails the test. */
export async function failureOf(call: Promise<unknown>): Promise<StoreUnavailable> {
  const outcome = await call.then(
    (value) => new Error(`Succeeded with ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
  if (outcome instanceof StoreUnavailable) return outcome;
  throw outcome;
}

/** What a store that cannot be reached gives as the reason. */
export function causeOf(error: StoreUnavailable): string {
  return (error.cause as Error).message;
}

/** All that a logger could make of it, hidden parts and causes included. */
export function everything(value: unknown): string {
  return inspect(value, { depth: Infinity, showHidden: true });
}
