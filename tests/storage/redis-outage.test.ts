import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { RedisStore, type RedisStoreOptions } from '../../src/storage/redis-store.ts';
import { redisAvailable, startRedis, type TestRedis } from '../support/redis.ts';
import { causeOf, everything, expectAllUnavailable, expectAllWork, failureOf } from './availability.ts';
import { answerEach, startProxy, startServer } from './peers.ts';
import { runToEnd } from './run-program.ts';

const MINUTE = 60_000;
const PASSWORD = 'hunter2/%&';

describe.skipIf(!redisAvailable())('an outage', () => {
  let redis: TestRedis;
  let store: RedisStore;
  /** What the store told of its connection. */
  let states: { up: boolean; reason?: string | undefined }[];

  const connect = async (options: Partial<RedisStoreOptions> = {}): Promise<RedisStore> => {
    const connected = await RedisStore.connect({
      url: redis.url,
      onStateChange: (up, reason) => states.push(reason === undefined ? { up } : { up, reason }),
      ...options,
    });
    onTestFinished(() => connected.close());
    return connected;
  };

  beforeEach(async () => {
    states = [];
    redis = await startRedis({ password: PASSWORD });
    store = await connect();
  });
  afterEach(() => redis.stop());

  const untilBack = async (): Promise<void> => {
    await expect.poll(() => store.isUp, { timeout: 15_000 }).toBe(true);
  };

  test.each(['stop', 'kill'] as const)(
    'by %s lets every method fail at once; after the restart all work again',
    async (how) => {
      const lock = await store.lock('lock', MINUTE);
      await redis[how]();
      await expectAllUnavailable(store, lock);
      await expect.poll(() => store.isUp).toBe(false);
      await redis.start();
      await untilBack();
      await expectAllWork(store);
      expect(states.map(({ up }) => up)).toEqual([false, true]);
      expect(states[0]?.reason).toMatch(/closed the connection|ECONNRESET/);
    },
  );

  test('in which Redis hangs lets every method fail in time, and ends with it', async () => {
    store = await connect({ commandTimeoutMs: 500 });
    const lock = await store.lock('lock', MINUTE);
    redis.pause();
    await expectAllUnavailable(store, lock);
    await expect.poll(() => store.isUp).toBe(false);
    redis.resume();
    await untilBack();
    await expectAllWork(store);
  });

  test('tells its reason, which holds no password', async () => {
    await redis.stop();
    await expect.poll(async () => causeOf(await failureOf(store.ping()))).toContain('ECONNREFUSED');
    const error = await failureOf(store.ping());
    expect(causeOf(error)).toBe(`connect ECONNREFUSED 127.0.0.1:${redis.port}`);
    for (const text of [error, ...states].map(everything)) expect(text).not.toContain('hunter2');
  });

  test('that ends with another password goes on', async () => {
    await redis.stop();
    const other = await startRedis({ password: 'another', port: redis.port });
    onTestFinished(() => other.stop());
    await expect.poll(async () => causeOf(await failureOf(store.ping()))).toContain('WRONGPASS');
    const error = await failureOf(store.ping());
    for (const text of [error, ...states].map(everything)) expect(text).not.toContain('hunter2');
  });

  test('of a full or read-only Redis is one for what cannot be done', async () => {
    await store.set('key', 'x', MINUTE);
    await redis.command('CONFIG', 'SET', 'maxmemory', '1');
    expect(causeOf(await failureOf(store.set('key', 'y', MINUTE)))).toMatch(/^OOM /);
    expect(await store.get('key')).toBe('x');
    await redis.command('CONFIG', 'SET', 'maxmemory', '0');
    await store.set('key', 'y', MINUTE);

    // As after a failover: the connection leads to what is a replica now.
    await redis.command('REPLICAOF', '127.0.0.1', '1');
    const swap = store.compareAndSwap('key', 'y', 'z', MINUTE);
    expect(causeOf(await failureOf(swap))).toMatch(/^READONLY |closed/);
    // It lets go of the replica, to look for the new primary.
    await expect.poll(() => states[0]?.up).toBe(false);
    await redis.command('REPLICAOF', 'NO', 'ONE');
    await untilBack();
    expect(await store.compareAndSwap('key', 'y', 'z', MINUTE)).toBe(true);
  });

  test('in which Redis is slow lets a command fail in time, though answers go on coming', async () => {
    const port = await startServer(answerEach(300));
    store = await connect({ url: `redis://127.0.0.1:${port}`, commandTimeoutMs: 1000 });
    const pings = await Promise.allSettled(Array.from({ length: 10 }, () => store.ping()));
    expect(pings[0]?.status).toBe('fulfilled');
    expect(pings[9]?.status).toBe('rejected');
  });

  test('that swallows an answer does not make the command run twice', async () => {
    const proxy = await startProxy(redis.port);
    store = await connect({ url: redis.url.replace(`:${redis.port}`, `:${proxy.port}`) });
    await store.set('key', 'code', MINUTE);
    proxy.cutAtNextAnswer();
    await failureOf(store.take('key'));
    await untilBack();
    expect(await store.take('key')).toBeUndefined();
    expect(await redis.command('INFO', 'commandstats')).toContain('cmdstat_getdel:calls=2,');
  });

  test('that lasts sends no storm of attempts, and none after closing', async () => {
    await redis.stop();
    let attempts = 0;
    await startServer((socket) => {
      attempts += 1;
      socket.destroy();
    }, redis.port);
    await expect.poll(() => attempts, { timeout: 15_000 }).toBeGreaterThan(3);
    const [from, since] = [attempts, Date.now()];
    await expect.poll(() => attempts - from, { timeout: 15_000 }).toBe(2);
    // By now at least a second lies between two attempts, less the random part.
    expect(Date.now() - since).toBeGreaterThan(500);
    await store.close();
    const atClose = attempts;
    await sleep(2500);
    expect(attempts).toBe(atClose);
  });
});

test('a store that is closed during an outage does not keep the process alive', async () => {
  const { code, stdout } = await runToEnd(`
    import { once } from 'node:events';
    import { createServer } from 'node:net';
    import { setTimeout as sleep } from 'node:timers/promises';
    import { RedisStore } from './src/storage/redis-store.ts';
    const sockets = [];
    const server = createServer((socket) => {
      sockets.push(socket);
      socket.once('data', () => socket.write('+OK\\r\\n'));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const store = await RedisStore.connect({ url: 'redis://127.0.0.1:' + server.address().port });
    server.close();
    for (const socket of sockets) socket.destroy();
    while (store.isUp) await sleep(10);
    await sleep(300);
    await store.close();
    const ended = Date.now();
    process.on('exit', () => console.log(Date.now() - ended < 1000));`);
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'true\n' });
});
