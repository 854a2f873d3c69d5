import { writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RedisStore } from '../../src/storage/redis-store.ts';
import { StoreUnavailable } from '../../src/storage/store.ts';
import { selfSigned } from '../fergus/self-signed.ts';
import { emptyDir } from '../support/raw-stdio.ts';
import { freePort, redisAvailable, startRedis, type TestRedis } from '../support/redis.ts';
import { causeOf, everything, failureOf } from './availability.ts';
import { startServer } from './peers.ts';
import { runToEnd } from './run-program.ts';

const CLOSES = (socket: Socket) => void socket.destroy();
const FULL = (socket: Socket) => void socket.end('-ERR max number of clients reached\r\n');
const WEB_SERVER = (socket: Socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
const INFO = 'loading:1\r\nloading_eta_seconds:3600';
/** The client asks for nothing but INFO until it is ready. */
const LOADING = (socket: Socket) =>
  void socket.on('data', () => socket.write(`$${INFO.length}\r\n${INFO}\r\n`));

/** How a first connection fails, and after how many milliseconds. */
async function failToConnect(url: string): Promise<{ reason: string; text: string; milliseconds: number }> {
  const started = Date.now();
  const error = await failureOf(RedisStore.connect({ url }));
  return { reason: causeOf(error), text: everything(error), milliseconds: Date.now() - started };
}

describe('a first connection that cannot be made', () => {
  test('because nobody listens fails at once', async () => {
    const port = await freePort();
    const { reason, milliseconds } = await failToConnect(`redis://127.0.0.1:${port}`);
    expect(reason).toBe(`connect ECONNREFUSED 127.0.0.1:${port}`);
    expect(milliseconds).toBeLessThan(1000);
  });

  test('names every address of a host that has several', async () => {
    const port = await freePort();
    const { reason } = await failToConnect(`redis://localhost:${port}`);
    expect(reason).toContain(`connect ECONNREFUSED 127.0.0.1:${port}`);
  });

  test.each([
    ['nobody answers', 'redis', () => {}],
    ['nobody answers to TLS', 'rediss', () => {}],
    ['Redis goes on loading its data', 'redis', LOADING],
  ] as const)('because %s fails within three seconds', async (_, scheme, behave) => {
    const port = await startServer(behave);
    const { milliseconds } = await failToConnect(`${scheme}://127.0.0.1:${port}`);
    expect(milliseconds).toBeLessThan(3000);
  });

  test.each([
    ['closes', CLOSES, 'Redis closed the connection.'],
    ['has no room', FULL, 'ERR max number of clients reached'],
    ['is no Redis', WEB_SERVER, 'Unknown RESP type'],
  ] as const)('because the other side %s says so', async (_, behave, expected) => {
    const port = await startServer(behave);
    const { reason, milliseconds } = await failToConnect(`redis://127.0.0.1:${port}`);
    expect(reason).toContain(expected);
    expect(milliseconds).toBeLessThan(3000);
  });

  test.each([
    ['nobody listens', undefined],
    ['nobody answers', () => {}],
    ['Redis goes on loading its data', LOADING],
  ] as const)('leaves nothing running where %s', async (_, behave) => {
    const port = behave ? await startServer(behave) : await freePort();
    const { code, stdout } = await runToEnd(`
      import { RedisStore } from './src/storage/redis-store.ts';
      const error = await RedisStore.connect({ url: 'redis://127.0.0.1:${port}' }).catch((thrown) => thrown);
      console.log(error.name);
      const ended = Date.now();
      process.on('exit', () => console.log(Date.now() - ended < 1000));`);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'StoreUnavailable\ntrue\n' });
  });
});

describe('an address', () => {
  test.each([
    ['', 'nothing'],
    ['127.0.0.1:6379', 'no scheme'],
    ['http://127.0.0.1:6379', 'another scheme'],
    ['redis://', 'no host'],
    ['redis://:hunter2@:6379', 'no host'],
    ['redis://127.0.0.1:6379/name', 'a database that is no number'],
    ['redis://127.0.0.1:6379?enableOfflineQueue=true', 'options'],
    ['redis://user:hunter2/1@127.0.0.1:6379', 'a bare slash in the password'],
    ['redis://user:12/hunter2@127.0.0.1:6379', 'a bare slash in the password'],
    ['redis://user:12?hunter2@127.0.0.1:6379', 'a bare question mark in the password'],
    ['redis://user:12#hunter2@127.0.0.1:6379', 'a bare hash in the password'],
    ['redis://user:hunter2%@127.0.0.1:6379', 'a bare percent sign in the password'],
  ])('%j is refused: %s', async (url) => {
    const error: unknown = await RedisStore.connect({ url }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(StoreUnavailable);
    expect(everything(error)).toContain('REDIS_URL must be redis://');
    expect(everything(error)).not.toContain('hunter2');
  });
});

describe.skipIf(!redisAvailable())('signing in', () => {
  let redis: TestRedis;
  let address: string;

  beforeAll(async () => {
    redis = await startRedis({ password: 'hunter2/@' });
    address = `127.0.0.1:${redis.port}`;
    await redis.command('ACL', 'SETUSER', 'fergus', 'on', '>other:pass', '~*', '+@all');
  });
  afterAll(() => redis.stop());

  test.each([
    ['a password', ':hunter2%2F%40@'],
    ['the default user', 'default:hunter2%2F%40@'],
    ['a user of its own', 'fergus:other%3Apass@'],
  ])('works with %s', async (_, signIn) => {
    const store = await RedisStore.connect({ url: `redis://${signIn}${address}/0` });
    await expect(store.ping()).resolves.toBeUndefined();
    await store.close();
  });

  test.each([
    ['a wrong password', ':hunter2-wrong@', 'WRONGPASS'],
    ['the password of another user', 'fergus:hunter2%2F%40@', 'WRONGPASS'],
    ['none', '', 'NOAUTH'],
    ['a user without a password', 'default@', 'NOAUTH'],
  ])('fails with %s, and the error does not hold it', async (_, signIn, code) => {
    const { reason, text, milliseconds } = await failToConnect(`redis://${signIn}${address}`);
    expect(reason).toContain(code);
    expect(text).not.toContain('hunter2');
    expect(milliseconds).toBeLessThan(3000);
  });
});

describe.skipIf(!redisAvailable())('TLS', () => {
  let redis: TestRedis;
  let url: string;
  let certificate: string;

  beforeAll(async () => {
    const { key, cert } = selfSigned();
    const dir = emptyDir();
    certificate = join(dir, 'cert.pem');
    writeFileSync(certificate, cert);
    writeFileSync(join(dir, 'key.pem'), key);
    const port = await freePort();
    url = `rediss://localhost:${port}`;
    const files = ['--tls-cert-file', certificate, '--tls-key-file', join(dir, 'key.pem')];
    redis = await startRedis({ args: ['--tls-port', `${port}`, '--tls-auth-clients', 'no', ...files] });
  });
  afterAll(() => redis.stop());

  test('is used for rediss addresses', async () => {
    const { code, stdout, stderr } = await runToEnd(
      `import { RedisStore } from './src/storage/redis-store.ts';
      const store = await RedisStore.connect({ url: '${url}' });
      await store.set('key', 'over TLS', 60_000);
      console.log(await store.get('key'));
      await store.close();`,
      { NODE_EXTRA_CA_CERTS: certificate },
    );
    expect({ code, stdout }, stderr).toEqual({ code: 0, stdout: 'over TLS\n' });
    expect(await redis.dump()).toBe('fergus-mcp:key = "over TLS"');
  });

  test('with a certificate that nobody vouches for is refused', async () => {
    const { reason } = await failToConnect(url);
    expect(reason).toContain('self-signed certificate');
  });
});
