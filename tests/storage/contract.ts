import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Store, tagged } from '../../src/storage/store.ts';

/** The store under test. */
export interface Subject {
  /** Two ways into the same store, as two instances of the server have them. */
  readonly stores: readonly [Store, Store];
  /** Lets time pass for it. */
  elapse(milliseconds: number): Promise<void>;
}

const MINUTE = 60_000;
/** Soon over, and how long to wait until it certainly is. */
const SHORT = 50;
const AFTER_SHORT = 250;

/** What every implementation must do. The tests of one run share the store, each with keys of its own. */
export function storeContract(setUp: () => Promise<Subject> | Subject): void {
  let store: Store;
  let other: Store;
  let elapse: Subject['elapse'];

  beforeAll(async () => {
    const subject = await setUp();
    [store, other] = subject.stores;
    elapse = (milliseconds) => subject.elapse(milliseconds);
  });

  const newKey = () => tagged(randomUUID(), 'record');

  /** Fifty callers at once, over both ways in. */
  const fiftyTimes = <T>(call: (store: Store, caller: number) => Promise<T>): Promise<T[]> =>
    Promise.all(Array.from({ length: 50 }, (_, caller) => call(caller % 2 ? store : other, caller)));

  describe('values', () => {
    test('what was set is read, by every instance, until it is set anew or deleted', async () => {
      const key = newKey();
      expect(await store.get(key)).toBeUndefined();
      await store.set(key, 'first', MINUTE);
      expect(await other.get(key)).toBe('first');
      await other.set(key, 'second', MINUTE);
      expect(await store.get(key)).toBe('second');
      await store.delete(key);
      expect(await other.get(key)).toBeUndefined();
    });

    test.each(['', '0', '{"a":"ü – 工具 🔧"}', 'two\r\nlines\0', 'x'.repeat(1_000_000)])(
      'value %# comes back as it was, by every way of reading',
      async (value) => {
        const key = newKey();
        await store.set(key, value, MINUTE);
        expect(await store.get(key)).toBe(value);
        expect(await store.getMany([key])).toEqual([value]);
        expect(await store.take(key)).toBe(value);
      },
    );

    test('several are read in the order of the keys, with gaps for what is not there', async () => {
      const tag = randomUUID();
      const [a, b, c] = ['a', 'b', 'c'].map((name) => tagged(tag, name)) as [string, string, string];
      await store.set(a, '1', MINUTE);
      await store.set(c, '3', MINUTE);
      expect(await store.getMany([c, b, a, c])).toEqual(['3', undefined, '1', '3']);
      expect(await store.getMany([])).toEqual([]);
    });

    test('several are deleted at once; none, and what is not there, is fine', async () => {
      const tag = randomUUID();
      const [a, b, c] = ['a', 'b', 'c'].map((name) => tagged(tag, name)) as [string, string, string];
      await Promise.all([a, b].map((key) => store.set(key, 'x', MINUTE)));
      await store.delete(a, b, c);
      await store.delete();
      expect(await store.getMany([a, b, c])).toEqual([undefined, undefined, undefined]);
    });

    test('keys of different tags in one operation are refused', async () => {
      const keys = [tagged('one', 'a'), tagged('two', 'a')];
      await expect(store.getMany(keys)).rejects.toThrow(RangeError);
      await expect(store.delete(...keys)).rejects.toThrow(RangeError);
      await expect(store.getMany(['no-tag-1', 'no-tag-2'])).rejects.toThrow('tagged()');
    });

    test('the store answers a ping', async () => {
      await expect(store.ping()).resolves.toBeUndefined();
    });
  });

  describe('lifetime', () => {
    test('ends an entry for every way of reading and changing', async () => {
      const key = newKey();
      await store.set(key, 'x', SHORT);
      await elapse(AFTER_SHORT);
      expect(await store.get(key)).toBeUndefined();
      expect(await store.getMany([key])).toEqual([undefined]);
      expect(await store.take(key)).toBeUndefined();
      expect(await store.extend(key, MINUTE)).toBe(false);
      expect(await store.compareAndSwap(key, 'x', 'y', MINUTE)).toBe(false);
      expect(await store.setIfAbsent(key, 'z', MINUTE)).toBe(true);
    });

    test('is that of the last value', async () => {
      const [longer, shorter] = [newKey(), newKey()];
      await store.set(longer, 'x', SHORT);
      await store.set(longer, 'y', MINUTE);
      await store.set(shorter, 'x', MINUTE);
      await store.set(shorter, 'y', SHORT);
      await elapse(AFTER_SHORT);
      expect(await store.get(longer)).toBe('y');
      expect(await store.get(shorter)).toBeUndefined();
    });

    test('is lengthened and shortened by extend, which leaves the value', async () => {
      const [longer, shorter] = [newKey(), newKey()];
      await store.set(longer, 'x', 1500);
      expect(await store.extend(longer, MINUTE)).toBe(true);
      await store.set(shorter, 'x', MINUTE);
      expect(await store.extend(shorter, SHORT)).toBe(true);
      await elapse(1700);
      expect(await store.get(longer)).toBe('x');
      expect(await store.get(shorter)).toBeUndefined();
    });

    test('belongs to values that came by setIfAbsent and compareAndSwap, too', async () => {
      const [absent, swapped] = [newKey(), newKey()];
      await store.setIfAbsent(absent, 'x', SHORT);
      await store.set(swapped, 'x', MINUTE);
      await store.compareAndSwap(swapped, 'x', 'y', SHORT);
      await elapse(AFTER_SHORT);
      expect(await store.get(absent)).toBeUndefined();
      expect(await store.get(swapped)).toBeUndefined();
    });

    test('goes on as it was where compareAndSwap is given none', async () => {
      const [shorter, longer] = [newKey(), newKey()];
      await store.set(shorter, 'x', 1500);
      await store.set(longer, 'x', MINUTE);
      expect(await store.compareAndSwap(shorter, 'x', 'y')).toBe(true);
      expect(await store.compareAndSwap(longer, 'x', 'y')).toBe(true);
      expect(await store.get(shorter)).toBe('y');
      await elapse(1700);
      expect(await store.get(shorter)).toBeUndefined();
      expect(await store.get(longer)).toBe('y');
    });

    test.each([0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])(
      'of %d is refused, and nothing changes',
      async (ttlMs) => {
        const key = newKey();
        await store.set(key, 'x', MINUTE);
        const calls = [
          store.set(key, 'y', ttlMs),
          store.setIfAbsent(key, 'y', ttlMs),
          store.compareAndSwap(key, 'x', 'y', ttlMs),
          store.extend(key, ttlMs),
          store.lock(newKey(), ttlMs),
        ];
        for (const call of calls) await expect(call).rejects.toThrow(RangeError);
        expect(await store.get(key)).toBe('x');
      },
    );
  });

  describe('one step', () => {
    test('of fifty takers one gets the value', async () => {
      const key = newKey();
      await store.set(key, 'code', MINUTE);
      const taken = await fiftyTimes((each) => each.take(key));
      expect(taken.filter((value) => value === 'code')).toHaveLength(1);
      expect(taken.filter((value) => value === undefined)).toHaveLength(49);
    });

    test('of fifty that set if absent one succeeds, and its value stays', async () => {
      const key = newKey();
      const stored = await fiftyTimes((each, caller) => each.setIfAbsent(key, `${caller}`, MINUTE));
      expect(stored.filter(Boolean)).toHaveLength(1);
      expect(await store.get(key)).toBe(`${stored.indexOf(true)}`);
    });

    test('of fifty that swap the same value one succeeds, and its value stays', async () => {
      const key = newKey();
      await store.set(key, 'old', MINUTE);
      const swapped = await fiftyTimes((each, caller) =>
        each.compareAndSwap(key, 'old', `${caller}`, MINUTE),
      );
      expect(swapped.filter(Boolean)).toHaveLength(1);
      expect(await store.get(key)).toBe(`${swapped.indexOf(true)}`);
    });

    test('a swap needs the very value, and never makes an entry', async () => {
      const key = newKey();
      expect(await store.compareAndSwap(key, '', 'new', MINUTE)).toBe(false);
      await store.set(key, 'old', MINUTE);
      expect(await store.compareAndSwap(key, 'OLD', 'new', MINUTE)).toBe(false);
      expect(await store.get(key)).toBe('old');
      expect(await store.compareAndSwap(key, 'old', 'new', MINUTE)).toBe(true);
      expect(await store.get(key)).toBe('new');
    });
  });

  describe('lock', () => {
    test('of fifty that ask for it one gets it, and the next after its release', async () => {
      const key = newKey();
      const locks = await fiftyTimes((each) => each.lock(key, MINUTE));
      const [held, ...more] = locks.filter((lock) => lock !== undefined);
      expect(more).toEqual([]);
      await held?.release();
      expect(await other.lock(key, MINUTE)).toBeDefined();
    });

    test('ends by itself', async () => {
      const key = newKey();
      expect(await store.lock(key, SHORT)).toBeDefined();
      await elapse(AFTER_SHORT);
      expect(await other.lock(key, MINUTE)).toBeDefined();
    });

    test('that has ended is not released once somebody else has it', async () => {
      const key = newKey();
      const ended = await store.lock(key, SHORT);
      await elapse(AFTER_SHORT);
      const current = await other.lock(key, MINUTE);
      await ended?.release();
      expect(await store.lock(key, MINUTE)).toBeUndefined();
      await current?.release();
      expect(await store.lock(key, MINUTE)).toBeDefined();
    });

    test('may be released twice, and after its end', async () => {
      const key = newKey();
      const lock = await store.lock(key, SHORT);
      await elapse(AFTER_SHORT);
      await lock?.release();
      await lock?.release();
      expect(await store.get(key)).toBeUndefined();
    });
  });
}
