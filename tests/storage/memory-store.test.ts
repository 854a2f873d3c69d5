import { randomBytes } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { MemoryStore } from '../../src/storage/memory-store.ts';
import { storeContract } from './contract.ts';
import { runToEnd } from './run-program.ts';

afterEach(() => {
  vi.useRealTimers();
});

function newStore(now?: () => number): MemoryStore {
  const store = new MemoryStore(now);
  onTestFinished(() => store.close());
  return store;
}

describe('the contract', () => {
  let time = 1_000_000;
  storeContract(() => {
    const store = new MemoryStore(() => time);
    return {
      stores: [store, store],
      elapse: async (milliseconds) => {
        time += milliseconds;
      },
    };
  });
});

describe('expiry', () => {
  test('comes to the millisecond', async () => {
    let time = 0;
    const store = newStore(() => time);
    await store.set('key', 'x', 1000);
    time = 999;
    expect(await store.get('key')).toBe('x');
    time = 1000;
    expect(await store.get('key')).toBeUndefined();
  });

  test('takes an entry out of the size', async () => {
    let time = 0;
    const store = newStore(() => time);
    await store.set('short', 'x', 10);
    await store.set('long', 'x', 1000);
    await store.lock('lock', 1000);
    expect(store.size).toBe(3);
    time = 10;
    expect(store.size).toBe(2);
    await store.delete('long');
    expect(store.size).toBe(1);
  });

  test('gives the memory back, though nobody asks for the entries again', async () => {
    vi.useFakeTimers();
    const store = newStore();
    const before = heapUsed();
    for (let i = 0; i < 20_000; i += 1) await store.set(`${i}`, randomBytes(500).toString('hex'), 60_000);
    const full = heapUsed() - before;
    expect(full).toBeGreaterThan(20_000_000);
    vi.advanceTimersByTime(120_000);
    expect(heapUsed() - before).toBeLessThan(full / 10);
    // The store itself is still in use here, or it would be what was given back.
    expect(store.size).toBe(0);
  });
});

test('a store that nobody closes does not keep the process alive', async () => {
  const { code, stdout } = await runToEnd(`
    import { MemoryStore } from './src/storage/memory-store.ts';
    const store = new MemoryStore();
    await store.set('key', 'value', 3_600_000);
    console.log(await store.get('key'));`);
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'value\n' });
});

/** What is in use after everything that is not has been collected. */
function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}
