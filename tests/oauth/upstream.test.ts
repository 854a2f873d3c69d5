import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { startSandboxCognito } from '../../src/sandbox/cognito/index.ts';
import type { FaultOrder } from '../../src/sandbox/fergus-api/index.ts';
import { generateEncryptionKey } from '../../src/storage/encryption.ts';
import { textOf } from '../support/clients.ts';
import { startTestServer, type TestServer } from '../support/http-server.ts';
import { type SignedInClient, signedInClient } from '../support/oauth-flow.ts';
import { AgeingStore } from './ageing-store.ts';
import { callTool, resultOf, statusWith } from './mcp-request.ts';
import { describeOnStores, type SuiteStore } from './stores.ts';
import { askForTokens, refreshing } from './token-requests.ts';
import { startTwoServers, type TwoServers } from './two-servers.ts';

const MINUTE = 60_000;
/** What the sandbox's Cognito is asked for a refresh with. */
const REFRESH = { path: '/oauth2/token' } as const;

/** How often Cognito was asked to refresh. */
function refreshesIn({ cognito }: Pick<TestServer, 'cognito'>): number {
  return cognito.requests.filter(({ grantType }) => grantType === 'refresh_token').length;
}

/** 20 calls at once that each need Fergus. @returns their statuses, and whether a result was an error. */
function twentyCalls({ fergus }: TestServer, mcpUrls: readonly string[], token: string) {
  const customers = [...fergus.businesses.main.customers.keys()].slice(0, 20);
  return Promise.all(
    customers.map(async (customerId, i) => {
      const mcpUrl = mcpUrls[i % mcpUrls.length] ?? '';
      const response = await callTool(mcpUrl, token, 'get-customer', { customerId });
      return [response.status, (await resultOf(response)).isError ?? false];
    }),
  );
}
const TWENTY_SUCCESSES = Array(20).fill([200, false]);

describeOnStores('upstream tokens', (open) => {
  let suite: SuiteStore;
  let store: AgeingStore;
  let server: TestServer;

  beforeAll(async () => {
    suite = await open();
    store = new AgeingStore(suite.store);
    server = await startTestServer({ store });
  });
  afterEach(() => {
    vi.useRealTimers();
    server.cognito.faults.clear();
    server.fergus.faults.clear();
    server.cognito.setRotation(false);
  });
  afterAll(async () => {
    await server?.close();
    await suite?.close();
  });

  const signIn = () => signedInClient(server.url, 'owner');
  const refreshOurs = async (client: SignedInClient) => {
    const answer = await askForTokens(server.url, refreshing(client, client.tokens.refresh_token));
    return { ...client, tokens: answer.tokens };
  };
  /** A sign-in whose token of Cognito has so many minutes left, and whose own access token is good. */
  const signInWithLeft = async (minutes: number) => {
    const client = await signIn();
    await store.pass(30 * MINUTE);
    const later = await refreshOurs(client);
    await store.pass((30 - minutes) * MINUTE);
    server.cognito.requests.length = 0;
    server.fergus.requests.length = 0;
    return later;
  };
  const status = ({ tokens }: SignedInClient) => statusWith(server.mcpUrl, tokens.access_token);
  const call = ({ tokens }: SignedInClient) =>
    callTool(server.mcpUrl, tokens.access_token, 'list-customers', { limit: 1 });
  const expectGone = async (client: SignedInClient) => {
    const response = await call(client);
    expect(response.status).toBe(401);
    const challenge = response.headers.get('www-authenticate');
    expect(challenge).toMatch(/^Bearer /);
    expect(challenge).toContain('error="invalid_token"');
    expect(challenge).toContain('scope="fergus:read fergus:write"');
    expect(challenge).toContain(`resource_metadata="${server.url}/.well-known/oauth-protected-resource/mcp"`);
    const refreshed = await askForTokens(server.url, refreshing(client, client.tokens.refresh_token));
    expect(refreshed).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await status(await signIn())).toBe(200);
  };

  describe('are refreshed', () => {
    test('once for 20 calls at once when they have expired', async () => {
      const client = await signInWithLeft(-1);
      server.cognito.setRotation(true);
      const calls = await twentyCalls(server, [server.mcpUrl], client.tokens.access_token);
      expect(calls).toEqual(TWENTY_SUCCESSES);
      expect(refreshesIn(server)).toBe(1);
      expect(server.fergus.requests.map((request) => request.status)).not.toContain(401);
    });

    test('once for 20 calls at once that Fergus refuses', async () => {
      const client = await signInWithLeft(30);
      server.cognito.setRotation(true);
      server.cognito.expireAccessTokens();
      const calls = await twentyCalls(server, [server.mcpUrl], client.tokens.access_token);
      expect(calls).toEqual(TWENTY_SUCCESSES);
      expect(refreshesIn(server)).toBe(1);
    });

    test('when Fergus refuses them within a call, and a change is made once', async () => {
      const client = await signInWithLeft(30);
      server.cognito.expireAccessTokens();
      const draft = { title: 'Upstream test', jobType: 'Charge Up', isDraft: true };
      const response = await callTool(server.mcpUrl, client.tokens.access_token, 'create-job', draft);
      expect((await resultOf(response)).isError ?? false).toBe(false);
      expect(refreshesIn(server)).toBe(1);
      const posts = server.fergus.requests.filter(({ method }) => method === 'POST');
      expect(posts.filter((post) => post.status !== 401)).toHaveLength(1);
    });

    test('before a call when less than five minutes are left, and not earlier', async () => {
      const client = await signInWithLeft(5.5);
      expect(await status(client)).toBe(200);
      expect(refreshesIn(server)).toBe(0);
      await store.pass(MINUTE);
      // Whatever was sent with the old token would be refused from now on.
      server.cognito.expireAccessTokens();
      server.fergus.requests.length = 0;
      expect(await status(client)).toBe(200);
      expect(refreshesIn(server)).toBe(1);
      expect(server.fergus.requests.map((request) => request.status)).toEqual([200]);
    });

    test('by their own expiry, however often ours were refreshed meanwhile', async () => {
      const client = await signIn();
      let latest = client;
      for (let minute = 0; minute < 54; minute += 9) {
        await store.pass(9 * MINUTE);
        latest = await refreshOurs(latest);
      }
      server.cognito.requests.length = 0;
      expect([await status(latest), refreshesIn(server)]).toEqual([200, 0]);
      await store.pass(1.5 * MINUTE);
      latest = await refreshOurs(latest);
      expect(refreshesIn(server)).toBe(0);
      expect([await status(latest), refreshesIn(server)]).toEqual([200, 1]);
    });

    test('with the refresh token that came last, whether Cognito rotates it, stops, or never did', async () => {
      const client = await signIn();
      let latest = client;
      for (const rotation of [false, false, true, true, false, false]) {
        server.cognito.setRotation(rotation);
        await store.pass(61 * MINUTE);
        latest = await refreshOurs(latest);
        expect(await status(latest)).toBe(200);
      }
    });
  });

  describe('while Cognito is down', () => {
    const OUTAGES: readonly [string, FaultOrder][] = [
      ['fails', { ...REFRESH, kind: 'status', status: 500 }],
      ['is busy', { ...REFRESH, kind: 'rate-limited' }],
      ['hangs up', { ...REFRESH, kind: 'reset' }],
      ['breaks off', { ...REFRESH, kind: 'cut-body', after: 'after-handling' }],
      ['answers with a web page', { ...REFRESH, kind: 'html' }],
      [
        'does not accept this server',
        { ...REFRESH, kind: 'status', status: 400, body: { error: 'invalid_client' } },
      ],
    ];

    test.each(OUTAGES)(
      'and %s, calls get 503 with Retry-After, and work when it is back',
      async (_, fault) => {
        const client = await signInWithLeft(-1);
        server.cognito.faults.order(fault);
        const response = await call(client);
        expect(response.status).toBe(503);
        expect(response.headers.get('retry-after')).toMatch(/^\d+$/);
        expect(response.headers.get('www-authenticate')).toBeNull();
        expect(await response.json()).toMatchObject({
          jsonrpc: '2.0',
          error: { message: expect.stringContaining('the sign-in is kept') },
          id: null,
        });
        expect(server.fergus.requests).toEqual([]);
        expect(await status(client)).toBe(200);
        expect(refreshesIn(server)).toBe(2);
      },
    );

    test('a token that still works goes on, and Cognito is left alone for 15 seconds', async () => {
      const client = await signInWithLeft(3);
      server.cognito.faults.order({ ...REFRESH, kind: 'status', status: 500, times: 2 });
      for (let i = 0; i < 5; i += 1) expect(await status(client)).toBe(200);
      expect(refreshesIn(server)).toBe(1);
      await store.pass(16_000);
      for (let i = 0; i < 5; i += 1) expect(await status(client)).toBe(200);
      expect(refreshesIn(server)).toBe(2);
      await store.pass(16_000);
      expect(await status(client)).toBe(200);
      expect(refreshesIn(server)).toBe(3);
      // That one succeeded, so the end of the first token changes nothing.
      await store.pass(5 * MINUTE);
      expect([await status(client), refreshesIn(server)]).toEqual([200, 3]);
    });

    test('a call that Fergus refuses says that the sign-in is kept, and the next one works', async () => {
      const client = await signInWithLeft(30);
      server.cognito.expireAccessTokens();
      server.cognito.faults.order({ ...REFRESH, kind: 'status', status: 500 });
      const result = await resultOf(await call(client));
      expect(result.isError).toBe(true);
      expect(textOf(result)).toMatch(/Fergus's sign-in failed \(HTTP 500\).*the sign-in is kept/);
      const next = await resultOf(await call(client));
      expect(next.isError ?? false).toBe(false);
    });
  });

  describe('that are over', () => {
    const ownerSub = () => server.cognito.users.find(({ key }) => key === 'owner')?.sub ?? '';

    test('because Cognito says invalid_grant: 401 with the challenge, and a fresh sign-in works', async () => {
      const client = await signInWithLeft(-1);
      server.cognito.endGrants(ownerSub());
      await expectGone(client);
      expect(refreshesIn(server)).toBe(1);
    });

    test('within a call: the call says so, and the next request is 401', async () => {
      const client = await signInWithLeft(30);
      server.cognito.expireAccessTokens();
      server.cognito.endGrants(ownerSub());
      const result = await resultOf(await call(client));
      expect(result.isError).toBe(true);
      expect(textOf(result)).toMatch(/401.*sign in again/);
      await expectGone(client);
    });

    test('because Fergus refuses even a fresh one: the call says so, the next request is 401', async () => {
      const client = await signInWithLeft(30);
      server.fergus.faults.order({ kind: 'status', status: 401, times: 2 });
      const result = await resultOf(await call(client));
      expect(result.isError).toBe(true);
      expect(textOf(result)).toMatch(/401.*sign in again/);
      expect(refreshesIn(server)).toBe(1);
      expect(server.cognito.requests.at(-1)).toMatchObject({ endpoint: '/oauth2/revoke', status: 200 });
      await expectGone(client);
    });

    test('because the user signed out while they were refreshed: they do not come back', async () => {
      const client = await signInWithLeft(-1);
      server.cognito.faults.order({ ...REFRESH, kind: 'delay', delayMs: 500, after: 'after-handling' });
      const calling = call(client);
      await expect.poll(() => refreshesIn(server)).toBe(1);
      const { client_id, tokens } = client;
      await fetch(`${server.url}/oauth/revoke`, {
        method: 'POST',
        body: new URLSearchParams({ client_id, token: tokens.refresh_token }),
      });
      expect((await calling).status).toBe(401);
      await expectGone(client);
    });
  });
});

describeOnStores('upstream tokens at two servers over one store', (open) => {
  let suite: SuiteStore;
  let store: AgeingStore;
  let two: TwoServers;

  beforeAll(async () => {
    suite = await open();
    store = new AgeingStore(suite.store);
    two = await startTwoServers(store);
    two.first.cognito.setRotation(true);
  });
  afterEach(() => void vi.useRealTimers());
  afterAll(async () => {
    await two?.close();
    await suite?.close();
  });

  test.each([
    ['run low', () => store.pass(56 * MINUTE)],
    ['are refused by Fergus', async () => two.first.cognito.expireAccessTokens()],
  ])('that %s are refreshed once for 20 calls at once, ten at each', async (_, end) => {
    const { first, second } = two;
    const { tokens } = await signedInClient(first.url, 'owner');
    first.cognito.requests.length = 0;
    await end();
    const calls = await twentyCalls(first, [first.mcpUrl, second.mcpUrl], tokens.access_token);
    expect(calls).toEqual(TWENTY_SUCCESSES);
    expect(refreshesIn(first)).toBe(1);
  });
});

describeOnStores('a server with another key of encryption', (open) => {
  test('asks to sign in again (401), and goes on', async () => {
    const suite = await open();
    const { first, second, close } = await startTwoServers(suite.store, {
      TOKEN_ENCRYPTION_KEY: generateEncryptionKey(),
    });
    onTestFinished(async () => {
      await close();
      await suite.close();
    });
    const client = await signedInClient(first.url, 'owner');
    expect(await statusWith(first.mcpUrl, client.tokens.access_token)).toBe(200);
    expect(await statusWith(second.mcpUrl, client.tokens.access_token)).toBe(401);
    // Were the refresh granted, the client would go round in circles instead of signing in.
    const refreshed = await askForTokens(second.url, refreshing(client, client.tokens.refresh_token));
    expect(refreshed.body.error).toBe('invalid_grant');
    expect((await fetch(`${second.url}/`)).status).toBe(200);
    const again = await signedInClient(first.url, 'owner');
    expect(await statusWith(first.mcpUrl, again.tokens.access_token)).toBe(200);
  });
});

test('tokens that Cognito makes to live for 200 seconds are refreshed before each use', async () => {
  const base = await startTestServer();
  const cognito = await startSandboxCognito({ fergus: base.fergus, accessTokenSeconds: 200 });
  const server = await startTestServer({ fergus: base.fergus, cognito });
  onTestFinished(async () => {
    await server.close();
    await cognito.close();
    await base.close();
  });
  const { tokens } = await signedInClient(server.url, 'owner');
  cognito.expireAccessTokens();
  expect(await statusWith(server.mcpUrl, tokens.access_token)).toBe(200);
  expect(server.fergus.requests.map(({ status }) => status)).not.toContain(401);
});

test('while Cognito hangs, calls get 503 after 8 seconds, and work when it is back', async () => {
  const server = await startTestServer();
  onTestFinished(() => server.close());
  onTestFinished(() => void vi.useRealTimers());
  const client = await signedInClient(server.url, 'owner');
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 59 * MINUTE });
  const { tokens } = await askForTokens(server.url, refreshing(client, client.tokens.refresh_token));
  vi.setSystemTime(Date.now() + 2 * MINUTE);
  server.cognito.faults.order({ ...REFRESH, kind: 'hang' });
  const calls = Array.from({ length: 5 }, () => statusWith(server.mcpUrl, tokens.access_token));
  expect(await Promise.all(calls)).toEqual(Array(5).fill(503));
  expect(refreshesIn(server)).toBe(1);
  expect(await statusWith(server.mcpUrl, tokens.access_token)).toBe(200);
});
