import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { FaultOrder } from '../../src/sandbox/fergus-api/index.ts';
import { generateEncryptionKey } from '../../src/storage/encryption.ts';
import { textOf } from '../support/clients.ts';
import { startTestServer } from '../support/http-server.ts';
import { type SignedInClient, signedInClient } from '../support/oauth-flow.ts';
import { resultOf, statusWith } from './mcp-request.ts';
import { describeOnStores } from './stores.ts';
import { askForTokens, refreshing } from './token-requests.ts';
import { startTwoServers } from './two-servers.ts';
import { MINUTE, refreshesIn, UpstreamSuite } from './upstream-setup.ts';

/** What the sandbox's Cognito is asked for a refresh with. */
const REFRESH = { path: '/oauth2/token' } as const;

describeOnStores('upstream tokens', (open) => {
  const on = new UpstreamSuite(open);

  const expectGone = async (client: SignedInClient) => {
    const response = await on.call(client);
    expect(response.status).toBe(401);
    const challenge = response.headers.get('www-authenticate');
    expect(challenge).toMatch(/^Bearer /);
    expect(challenge).toContain('error="invalid_token"');
    expect(challenge).toContain('scope="fergus:read fergus:write"');
    expect(challenge).toContain(
      `resource_metadata="${on.server.url}/.well-known/oauth-protected-resource/mcp"`,
    );
    const refreshed = await askForTokens(on.server.url, refreshing(client, client.tokens.refresh_token));
    expect(refreshed).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await on.status(await on.signIn())).toBe(200);
  };

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
        const client = await on.signInWithLeft(-1);
        on.server.cognito.faults.order(fault);
        const response = await on.call(client);
        expect(response.status).toBe(503);
        expect(response.headers.get('retry-after')).toMatch(/^\d+$/);
        expect(response.headers.get('www-authenticate')).toBeNull();
        expect(await response.json()).toMatchObject({
          jsonrpc: '2.0',
          error: { message: expect.stringContaining('the sign-in is kept') },
          id: null,
        });
        expect(on.server.fergus.requests).toEqual([]);
        expect(await on.status(client)).toBe(200);
        expect(refreshesIn(on.server)).toBe(2);
      },
    );

    test('a token that still works goes on, and Cognito is left alone for 15 seconds', async () => {
      const client = await on.signInWithLeft(3);
      on.server.cognito.faults.order({ ...REFRESH, kind: 'status', status: 500, times: 2 });
      for (let i = 0; i < 5; i += 1) expect(await on.status(client)).toBe(200);
      expect(refreshesIn(on.server)).toBe(1);
      await on.pass(16_000);
      for (let i = 0; i < 5; i += 1) expect(await on.status(client)).toBe(200);
      expect(refreshesIn(on.server)).toBe(2);
      await on.pass(16_000);
      expect(await on.status(client)).toBe(200);
      expect(refreshesIn(on.server)).toBe(3);
      // That one succeeded, so the end of the first token changes nothing.
      await on.pass(5 * MINUTE);
      expect([await on.status(client), refreshesIn(on.server)]).toEqual([200, 3]);
    });

    test('a call that Fergus refuses says that the sign-in is kept, and the next one works', async () => {
      const client = await on.signInWithLeft(30);
      on.server.cognito.expireAccessTokens();
      on.server.cognito.faults.order({ ...REFRESH, kind: 'status', status: 500 });
      const result = await resultOf(await on.call(client));
      expect(result.isError).toBe(true);
      expect(textOf(result)).toMatch(/Fergus's sign-in failed \(HTTP 500\).*the sign-in is kept/);
      const next = await resultOf(await on.call(client));
      expect(next.isError ?? false).toBe(false);
    });
  });

  describe('that are over', () => {
    const ownerSub = () => on.server.cognito.users.find(({ key }) => key === 'owner')?.sub ?? '';

    test('because Cognito says invalid_grant: 401 with the challenge, and a fresh sign-in works', async () => {
      const client = await on.signInWithLeft(-1);
      on.server.cognito.endGrants(ownerSub());
      await expectGone(client);
      expect(refreshesIn(on.server)).toBe(1);
    });

    test('within a call: the call says so, and the next request is 401', async () => {
      const client = await on.signInWithLeft(30);
      on.server.cognito.expireAccessTokens();
      on.server.cognito.endGrants(ownerSub());
      const result = await resultOf(await on.call(client));
      expect(result.isError).toBe(true);
      expect(textOf(result)).toMatch(/401.*sign in again/);
      await expectGone(client);
    });

    test('because Fergus refuses even a fresh one: the call says so, the next request is 401', async () => {
      const client = await on.signInWithLeft(30);
      on.server.fergus.faults.order({ kind: 'status', status: 401, times: 2 });
      const result = await resultOf(await on.call(client));
      expect(result.isError).toBe(true);
      expect(textOf(result)).toMatch(/401.*sign in again/);
      expect(refreshesIn(on.server)).toBe(1);
      expect(on.server.cognito.requests.at(-1)).toMatchObject({ endpoint: '/oauth2/revoke', status: 200 });
      await expectGone(client);
    });

    test('because the user signed out while they were refreshed: they do not come back', async () => {
      const client = await on.signInWithLeft(-1);
      on.server.cognito.faults.order({ ...REFRESH, kind: 'delay', delayMs: 500, after: 'after-handling' });
      const calling = on.call(client);
      await expect.poll(() => refreshesIn(on.server)).toBe(1);
      const { client_id, tokens } = client;
      await fetch(`${on.server.url}/oauth/revoke`, {
        method: 'POST',
        body: new URLSearchParams({ client_id, token: tokens.refresh_token }),
      });
      expect((await calling).status).toBe(401);
      await expectGone(client);
    });
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
