import { afterEach, describe, expect, test } from 'vitest';
import { generateEncryptionKey } from '../../src/storage/encryption.ts';
import { startTestServer, type TestServer } from '../support/http-server.ts';
import { signedInClient } from '../support/oauth-flow.ts';
import { redisAvailable, startRedis } from '../support/redis.ts';

let server: TestServer;

afterEach(() => server.close());

async function get(path: string): Promise<{ status: number; body: Record<string, unknown>; text: string }> {
  const response = await fetch(server.url + path);
  const text = await response.text();
  return { status: response.status, body: JSON.parse(text) as Record<string, unknown>, text };
}

describe('/health and /ready', () => {
  test('tell how the process does, and nothing of users or secrets', async () => {
    server = await startTestServer();
    expect((await get('/ready')).body).toEqual({
      ready: true,
      draining: false,
      storage: { kind: 'memory', ok: true },
    });
    const before = await get('/health');
    expect(before.status).toBe(200);
    expect(before.body).toMatchObject({
      status: 'ok',
      activeSessions: 0,
      storage: { kind: 'memory', ok: true },
      upstream: { fergus: null, signIn: null },
    });
    await signedInClient(server.url, 'owner');
    const after = await get('/health');
    expect(after.body).toMatchObject({ upstream: { signIn: { ok: true, outcome: 'ok' } } });
    const [owner] = server.cognito.users;
    expect(after.text).not.toContain(owner?.sub);
    expect(after.text).not.toContain(server.cognito.clientSecret);
  });

  test('no request is made to find out', async () => {
    server = await startTestServer();
    await get('/health');
    await get('/ready');
    expect(server.fergus.requests).toEqual([]);
    expect(server.cognito.requests).toEqual([]);
  });
});

describe.skipIf(!redisAvailable())('with Redis', () => {
  test('while it is down the process lives on, degraded, and is not ready', async () => {
    const redis = await startRedis();
    server = await startTestServer({
      env: { SESSION_STORAGE: 'redis', REDIS_URL: redis.url, TOKEN_ENCRYPTION_KEY: generateEncryptionKey() },
    });
    expect((await get('/ready')).status).toBe(200);
    await redis.stop();
    expect(await get('/ready')).toMatchObject({
      status: 503,
      body: { ready: false, storage: { kind: 'redis', ok: false } },
    });
    expect(await get('/health')).toMatchObject({ status: 200, body: { status: 'degraded' } });
    await redis.start();
    await expect.poll(async () => (await get('/ready')).status, { timeout: 10_000 }).toBe(200);
    await redis.stop();
  });

  test('a fallback to memory is shown', async () => {
    server = await startTestServer({
      env: {
        SESSION_STORAGE: 'redis',
        REDIS_URL: 'redis://127.0.0.1:1',
        REDIS_FALLBACK: 'memory',
        TOKEN_ENCRYPTION_KEY: generateEncryptionKey(),
      },
    });
    expect((await get('/ready')).body).toMatchObject({
      storage: { kind: 'memory', ok: true, fallback: true },
    });
    expect(server.logs.join('')).toContain('redis cannot be reached');
  });
});
