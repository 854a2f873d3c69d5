import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { startTestServer, type TestServer } from '../support/http-server.ts';
import { signedInClient } from '../support/oauth-flow.ts';
import { AgeingStore } from './ageing-store.ts';
import { expectRefusal, postMcp } from './mcp-post.ts';
import { INITIALIZE, initialize } from './mcp-request.ts';
import { listenIn, openSession, statusIn } from './mcp-session.ts';
import { describeOnStores, type SuiteStore } from './stores.ts';
import { startTwoServers, type TwoServers } from './two-servers.ts';

const MINUTE = 60_000;
/** A busy machine takes its time. */
const PATIENCE = { timeout: 15_000 };

/** Takes its time to write the record of a session, and not always the same. */
class SlowStore extends AgeingStore {
  #writes = 0;

  override async set(key: string, value: string, ttlMs: number): Promise<void> {
    this.#writes += 1;
    if (key.endsWith(':session')) await sleep(30 * (this.#writes % 5));
    await super.set(key, value, ttlMs);
  }
}

describeOnStores('sessions', (open) => {
  let stored: SuiteStore;
  let store: AgeingStore;
  let server: TestServer | undefined;
  let pair: TwoServers | undefined;
  beforeEach(async () => {
    stored = await open();
    store = new AgeingStore(stored.store);
  });
  afterEach(async () => {
    vi.useRealTimers();
    await server?.close();
    await pair?.close();
    server = undefined;
    pair = undefined;
    await stored.close();
  });

  const start = async (env: Record<string, string>, over: AgeingStore = store) => {
    server = await startTestServer({ store: over, env, keepAliveMs: 50 });
    const { mcpUrl, url } = server;
    const { access_token: token } = (await signedInClient(url, 'owner')).tokens;
    return { url, mcpUrl, token };
  };

  describe('of one user beyond MAX_SESSIONS_PER_USER', () => {
    test('end the one that was longest unused, and nobody else’s', async () => {
      const { url, mcpUrl, token } = await start({ MAX_SESSIONS_PER_USER: '2' });
      const other = (await signedInClient(url, 'other')).tokens.access_token;
      const theirs = await openSession(mcpUrl, other);
      const oldest = await openSession(mcpUrl, token);
      await store.pass(2 * MINUTE);
      const unused = await openSession(mcpUrl, token);
      await store.pass(2 * MINUTE);
      expect(await statusIn(mcpUrl, token, oldest)).toBe(200);
      const newest = await openSession(mcpUrl, token);
      expect(await statusIn(mcpUrl, token, unused)).toBe(404);
      expect(await statusIn(mcpUrl, token, oldest)).toBe(200);
      expect(await statusIn(mcpUrl, token, newest)).toBe(200);
      expect(await statusIn(mcpUrl, other, theirs)).toBe(200);
    });

    test('end with their streams, which would otherwise pile up', async () => {
      const { mcpUrl, token } = await start({ MAX_SESSIONS_PER_USER: '1' });
      const stream = await listenIn(mcpUrl, token, await openSession(mcpUrl, token));
      expect(stream.response.status).toBe(200);
      await openSession(mcpUrl, token);
      await expect.poll(() => stream.ended(), PATIENCE).toBe(true);
    });

    test('are never kept, also when many are opened at once over a store that is slow', async () => {
      const { mcpUrl, token } = await start({ MAX_SESSIONS_PER_USER: '3' }, new SlowStore(stored.store));
      const ids = await Promise.all(Array.from({ length: 12 }, () => openSession(mcpUrl, token)));
      const alive: string[] = [];
      for (const id of ids) if ((await statusIn(mcpUrl, token, id)) === 200) alive.push(id);
      expect(alive).toHaveLength(3);
    });

    test('do not come of initializes that are refused', async () => {
      const { mcpUrl, token } = await start({ MAX_SESSIONS_PER_USER: '1' });
      const id = await openSession(mcpUrl, token);
      await postMcp(mcpUrl, { token, headers: { accept: 'application/json' } });
      await postMcp(mcpUrl, { token, body: { ...INITIALIZE, id: undefined } });
      expect(await statusIn(mcpUrl, token, id)).toBe(200);
    });
  });

  describe('beyond MAX_SESSIONS', () => {
    test('are refused with 503 while all are in use, and opened when one is not', async () => {
      const { mcpUrl, token } = await start({ MAX_SESSIONS: '2' });
      const first = await listenIn(mcpUrl, token, await openSession(mcpUrl, token));
      const second = await listenIn(mcpUrl, token, await openSession(mcpUrl, token));
      const refused = await initialize(mcpUrl, token);
      expect(refused.headers.get('retry-after')).toBe('60');
      expect(await expectRefusal(refused, 503, -32_000)).toContain('Too many sessions');
      first.leave();
      const statusOfNext = async () => {
        const response = await initialize(mcpUrl, token);
        await response.text();
        return response.status;
      };
      await expect.poll(statusOfNext, PATIENCE).toBe(200);
      expect(second.ended()).toBe(false);
      second.leave();
    });

    test('take the place of idle ones in memory, which go on when they are used', async () => {
      const { mcpUrl, token } = await start({ MAX_SESSIONS: '2' });
      const ids: string[] = [];
      for (let count = 0; count < 6; count += 1) ids.push(await openSession(mcpUrl, token));
      for (const id of [...ids, ...ids]) expect(await statusIn(mcpUrl, token, id)).toBe(200);
    });
  });

  test('end when they were not used for SESSION_TIMEOUT_MS, and are kept by use', async () => {
    pair = await startTwoServers(store, { SESSION_TIMEOUT_MS: `${10 * MINUTE}` });
    const { first, second } = pair;
    const { access_token: token } = (await signedInClient(first.url, 'owner')).tokens;
    const used = await openSession(second.mcpUrl, token);
    const unused = await openSession(second.mcpUrl, token);
    await store.pass(6 * MINUTE);
    expect(await statusIn(second.mcpUrl, token, used)).toBe(200);
    await store.pass(4 * MINUTE);
    expect(await statusIn(second.mcpUrl, token, unused)).toBe(404);
    expect(await statusIn(second.mcpUrl, token, used)).toBe(200);
    await store.pass(10 * MINUTE);
    expect(await statusIn(second.mcpUrl, token, used)).toBe(404);
    await openSession(second.mcpUrl, token);
  });
});
