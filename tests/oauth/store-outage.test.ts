import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type RedisLine, startRedisLine } from '../instances/redis-line.ts';
import { textOf } from '../support/clients.ts';
import { startTestServer, type TestServer } from '../support/http-server.ts';
import {
  answerConsent,
  authorizeUrl,
  codeFor,
  pkce,
  type SignedInClient,
  sealedRequestIn,
  signedInClient,
  TestBrowser,
} from '../support/oauth-flow.ts';
import { redisAvailable, startRedis, type TestRedis } from '../support/redis.ts';
import { signInAt } from '../support/sign-in.ts';
import { callTool, initialize, inSession, resultOf, statusWith } from './mcp-request.ts';
import { openSession } from './mcp-session.ts';
import { redemption, refreshing } from './token-requests.ts';

/** Memory is never down, so this is about Redis, over a line that can be cut. */
describe.skipIf(!redisAvailable())('while the store is down', () => {
  let redis: TestRedis;
  let line: RedisLine;
  let server: TestServer;
  let client: SignedInClient;
  let session: string;

  beforeAll(async () => {
    redis = await startRedis();
    line = await startRedisLine(redis.port);
    const TOKEN_ENCRYPTION_KEY = 'a'.repeat(43);
    server = await startTestServer({
      env: { SESSION_STORAGE: 'redis', REDIS_URL: line.url, TOKEN_ENCRYPTION_KEY },
    });
    client = await signedInClient(server.url, 'owner');
    session = await openSession(server.mcpUrl, client.tokens.access_token);
  });
  afterEach(() => back());
  afterAll(async () => {
    await server?.close();
    await line?.close();
    await redis?.stop();
  });

  /** The store is there again, and the server has noticed by itself. */
  const back = async () => {
    line.mend();
    redis.resume();
    await expect
      .poll(() => statusWith(server.mcpUrl, client.tokens.access_token), { timeout: 15_000 })
      .toBe(200);
  };
  const post = (path: string, form: Record<string, string>) =>
    fetch(`${server.url}${path}`, { method: 'POST', body: new URLSearchParams(form) });
  const ping = { id: 1, method: 'ping' };

  /** Every request that needs the store, begun while it was there. */
  const everyRequest = async (): Promise<Record<string, () => Promise<Response>>> => {
    const { access_token: token, refresh_token: refreshToken } = client.tokens;
    const code = await codeFor(server.url, client.client_id, 'owner');
    const address = authorizeUrl(server.url, {
      client_id: client.client_id,
      code_challenge: pkce().challenge,
    });
    const browser = new TestBrowser();
    const sealed = sealedRequestIn(await (await browser.fetch(address)).text());
    const consent = await answerConsent(browser, server.url, sealed);
    const callback = await signInAt(consent.headers.get('location') ?? '', 'owner', browser.fetch);
    return {
      'a call of the 2026 era': () => callTool(server.mcpUrl, token, 'list-jobs'),
      'a call with a token that we never gave': () => callTool(server.mcpUrl, madeUp(token), 'list-jobs'),
      initialize: () => initialize(server.mcpUrl, token),
      'a call in a session': () => inSession(server.mcpUrl, token, session, { message: ping }),
      'the stream of a session': () => inSession(server.mcpUrl, token, session, { method: 'GET' }),
      'the end of a session': () => inSession(server.mcpUrl, token, session, { method: 'DELETE' }),
      'a code': () => post('/oauth/token', redemption(client, code)),
      'a refresh': () => post('/oauth/token', refreshing(client, refreshToken)),
      'a revocation': () => post('/oauth/revoke', { client_id: client.client_id, token: refreshToken }),
      'a registration': () =>
        fetch(`${server.url}/oauth/register`, {
          method: 'POST',
          body: JSON.stringify({ redirect_uris: ['http://localhost/cb'] }),
        }),
      'the consent page': () => browser.fetch(address),
      'its answer': () => answerConsent(browser, server.url, sealed),
      'the way back from the sign-in': () => browser.fetch(callback),
    };
  };

  test.each([
    ['cannot be reached', () => line.cut()],
    ['hangs', () => redis.pause()],
  ])(
    'because it %s, every request gets 503 with Retry-After in its own language, and none 401',
    async (how, end) => {
      const requests = await everyRequest();
      end();
      await Promise.all(
        Object.entries(requests).map(async ([name, send]) => {
          const response = await send();
          const text = await response.text();
          expect(response.status, `${name}: ${text}`).toBe(503);
          expect(response.headers.get('retry-after'), name).toMatch(/^\d+$/);
          expect(response.headers.get('www-authenticate'), name).toBeNull();
          if (/consent|answer|way back/.test(name)) expect(text, name).toMatch(/^<!doctype html>/i);
          else if (/code|refresh|revocation|registration/.test(name)) {
            expect(JSON.parse(text), name).toMatchObject({ error: 'temporarily_unavailable' });
          } else expect(JSON.parse(text), name).toMatchObject({ jsonrpc: '2.0', error: { code: -32_000 } });
        }),
      );
      await back();
      // What was refused for it is still good; but what a hanging Redis was sent, it does when it wakes up.
      const good = ['a call in a session', 'a code', 'a refresh', 'its answer'];
      for (const name of how === 'hangs' ? good : [...good, 'the way back from the sign-in']) {
        expect((await requests[name]?.())?.status, name).toBeLessThan(400);
      }
    },
  );

  test('within a call, the call says that nothing was sent and the sign-in is kept', async () => {
    const [customerId] = server.fergus.businesses.main.customers.keys();
    const { access_token: token } = client.tokens;
    server.fergus.faults.order({ kind: 'delay', delayMs: 500, path: `/customers/${customerId}` });
    server.fergus.requests.length = 0;
    const args = { customerId, customerFullName: 'Never to be seen' };
    const calling = callTool(server.mcpUrl, token, 'update-customer', args);
    await expect.poll(() => server.fergus.requests.length).toBe(1);
    line.cut();
    const result = await resultOf(await calling);
    expect(result.isError).toBe(true);
    expect(textOf(result)).toMatch(/storage of sign-ins .* cannot be reached.*Nothing was sent to Fergus/);
    expect(server.fergus.requests.map(({ method }) => method)).not.toContain('PUT');
  });

  test('discovery and the front page are there all the same', async () => {
    line.cut();
    for (const path of ['/', '/health', '/.well-known/oauth-protected-resource/mcp']) {
      expect((await fetch(`${server.url}${path}`)).status, path).toBe(200);
    }
    expect((await fetch(server.mcpUrl, { method: 'POST' })).status).toBe(401);
  });
});

/** A token of the same grant that was not given. */
function madeUp(token: string): string {
  return token.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
}
