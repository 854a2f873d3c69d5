import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { RedisStore, type RedisStoreOptions } from '../../src/storage/redis-store.ts';
import { StoreUnavailable, tagged } from '../../src/storage/store.ts';
import { freePort, redisAvailable, startRedis, type TestRedis } from '../support/redis.ts';
import { storeContract } from './contract.ts';

const MINUTE = 60_000;

/** A store for the length of one test. */
async function connect(redis: TestRedis, options: Partial<RedisStoreOptions> = {}): Promise<RedisStore> {
  const store = await RedisStore.connect({ url: redis.url, ...options });
  onTestFinished(() => store.close());
  return store;
}

/** Ends with slots of its own for every key, and refuses operations over keys of different ones. */
async function startCluster(): Promise<TestRedis> {
  const busPort = await freePort();
  const redis = await startRedis({ args: ['--cluster-enabled', 'yes', '--cluster-port', `${busPort}`] });
  await redis.command('CLUSTER', 'ADDSLOTSRANGE', '0', '16383');
  while (!String(await redis.command('CLUSTER', 'INFO')).includes('cluster_state:ok')) await sleep(50);
  return redis;
}

describe.skipIf(!redisAvailable()).each([
  ['Redis', startRedis],
  ['a node of a Redis Cluster', startCluster],
] as const)('the contract on %s', (_, start) => {
  let redis: TestRedis;
  const stores: RedisStore[] = [];

  beforeAll(async () => {
    redis = await start();
  });
  afterAll(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await redis.stop();
  });

  storeContract(async () => {
    const first = await RedisStore.connect({ url: redis.url });
    const second = await RedisStore.connect({ url: redis.url });
    stores.push(first, second);
    return { stores: [first, second], elapse: (milliseconds) => sleep(milliseconds) };
  });

  test('whatever it left in Redis has a lifetime', async () => {
    const keys = (await redis.command('KEYS', '*')) as string[];
    expect(keys.length).toBeGreaterThan(10);
    for (const key of keys) expect(await redis.command('PTTL', key), key).toBeGreaterThan(0);
  });
});

describe.skipIf(!redisAvailable())('what is in Redis', () => {
  let redis: TestRedis;

  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  test('bears the prefix and the lifetime that was asked for', async () => {
    await redis.flush();
    const store = await connect(redis);
    await store.set(tagged('user', 'a'), 'set', MINUTE);
    await store.setIfAbsent(tagged('user', 'b'), 'absent', MINUTE);
    await store.compareAndSwap(tagged('user', 'a'), 'set', 'swapped', MINUTE);
    await store.extend(tagged('user', 'b'), 2 * MINUTE);
    expect(await redis.dump()).toBe('fergus-mcp:{user}:a = "swapped"\nfergus-mcp:{user}:b = "absent"');
    const lifetimes = await Promise.all(
      ['a', 'b'].map((name) => redis.command('PTTL', `fergus-mcp:{user}:${name}`)),
    );
    expect(Number(lifetimes[0])).toBeGreaterThan(MINUTE / 2);
    expect(Number(lifetimes[0])).toBeLessThanOrEqual(MINUTE);
    expect(Number(lifetimes[1])).toBeGreaterThan(MINUTE);
    expect(Number(lifetimes[1])).toBeLessThanOrEqual(2 * MINUTE);
  });

  test('is read in one round trip, however many keys', async () => {
    const store = await connect(redis);
    await redis.command('CONFIG', 'RESETSTAT');
    await store.getMany(['{tag}:a', '{tag}:b', '{tag}:c']);
    const statistics = String(await redis.command('INFO', 'commandstats'));
    expect(statistics).toContain('cmdstat_mget:calls=1,');
    expect(statistics).not.toContain('cmdstat_get:');
  });

  test('of another prefix is neither seen nor changed', async () => {
    const key = tagged(randomUUID(), 'record');
    const ours = await connect(redis, { prefix: 'ours:' });
    const theirs = await connect(redis, { prefix: 'theirs:' });
    await theirs.set(key, 'theirs', MINUTE);
    expect(await ours.get(key)).toBeUndefined();
    expect(await ours.take(key)).toBeUndefined();
    expect(await ours.compareAndSwap(key, 'theirs', 'ours', MINUTE)).toBe(false);
    expect(await ours.setIfAbsent(key, 'ours', MINUTE)).toBe(true);
    expect(await ours.lock(key, MINUTE)).toBeUndefined();
    await ours.delete(key);
    expect(await theirs.get(key)).toBe('theirs');
  });

  test('of another database is not seen', async () => {
    const key = tagged(randomUUID(), 'record');
    const ours = await connect(redis);
    const theirs = await connect(redis, { url: `${redis.url}/3` });
    await theirs.set(key, 'theirs', MINUTE);
    expect(await ours.get(key)).toBeUndefined();
    expect(await redis.dump()).not.toContain(key);
  });

  test('of another type is a mistake that says so, not an outage', async () => {
    const key = tagged(randomUUID(), 'record');
    const store = await connect(redis);
    await redis.command('HSET', `fergus-mcp:${key}`, 'field', 'value');
    const error: unknown = await store.get(key).catch((thrown: unknown) => thrown);
    expect(error).not.toBeInstanceOf(StoreUnavailable);
    expect(error).toEqual(
      new Error('Redis refused a command: WRONGTYPE Operation against a key holding the wrong kind of value'),
    );
  });

  test('is reached again after Redis was emptied and has forgotten the scripts', async () => {
    const key = tagged(randomUUID(), 'record');
    const store = await connect(redis);
    const cycle = async () => {
      await store.set(key, 'old', MINUTE);
      const swapped = await store.compareAndSwap(key, 'old', 'new', MINUTE);
      const lock = await store.lock(`${key}:lock`, MINUTE);
      await lock?.release();
      return [swapped, await store.take(key), await store.get(`${key}:lock`)];
    };
    expect(await cycle()).toEqual([true, 'new', undefined]);
    await redis.flush();
    await redis.command('SCRIPT', 'FLUSH');
    const [first, second] = await Promise.all([
      cycle(),
      store.compareAndSwap(`${key}:none`, 'a', 'b', MINUTE),
    ]);
    expect(first).toEqual([true, 'new', undefined]);
    expect(second).toBe(false);
  });
});

describe.skipIf(!redisAvailable())('closing', () => {
  test('lets commands under way finish; later ones fail as if Redis were down', async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const states: boolean[] = [];
    const store = await RedisStore.connect({ url: redis.url, onStateChange: (up) => states.push(up) });
    const underWay = Promise.all(
      Array.from({ length: 100 }, (_, i) => store.setIfAbsent(tagged('close', `${i}`), 'x', MINUTE)),
    );
    await store.close();
    expect(await underWay).not.toContain(false);
    expect(store.isUp).toBe(false);
    await expect(store.get('key')).rejects.toThrow(StoreUnavailable);
    await expect(store.close()).resolves.toBeUndefined();
    // The client that asks is the only one left: whatever the store would tell it has told.
    await expect
      .poll(async () => String(await redis.command('CLIENT', 'LIST')).match(/^id=/gm))
      .toHaveLength(1);
    expect(states).toEqual([]);
  });
});
