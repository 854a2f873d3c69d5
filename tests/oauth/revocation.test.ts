import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { FaultOrder } from '../../src/sandbox/fergus-api/index.ts';
import { startTestServer, type TestServer } from '../support/http-server.ts';
import { register, type SignedInClient, signedInClient } from '../support/oauth-flow.ts';
import { AgeingStore } from './ageing-store.ts';
import { statusWith } from './mcp-request.ts';
import { describeOnStores, type SuiteStore } from './stores.ts';
import { askForTokens, basic, refreshing } from './token-requests.ts';

/** Sends a form to the revocation endpoint. */
function revokeAt(
  server: string,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${server}/oauth/revoke`, { method: 'POST', body: new URLSearchParams(form), headers });
}

describeOnStores('revocation', (open) => {
  let suite: SuiteStore;
  let store: AgeingStore;
  let server: TestServer;
  /** Stays signed in, so that no other sign-in of this user is the last. */
  let bystander: SignedInClient;

  beforeAll(async () => {
    suite = await open();
    store = new AgeingStore(suite.store);
    server = await startTestServer({ store });
    bystander = await signIn();
  });
  afterEach(() => void vi.useRealTimers());
  afterAll(async () => {
    await server?.close();
    await suite?.close();
  });

  const signIn = (user = 'owner', metadata: Record<string, unknown> = {}) =>
    signedInClient(server.url, user, { metadata });
  const revoke = async ({ client_id, client_secret }: SignedInClient, token: string, hint?: string) => {
    const response = await revokeAt(server.url, {
      client_id,
      ...(client_secret !== undefined && { client_secret }),
      token,
      ...(hint !== undefined && { token_type_hint: hint }),
    });
    return response.status;
  };
  const refresh = (client: SignedInClient, token = client.tokens.refresh_token) =>
    askForTokens(server.url, refreshing(client, token));
  const accessWorks = async (token: string) => (await statusWith(server.mcpUrl, token)) === 200;
  const expectAlive = async (client: SignedInClient) => {
    expect(await accessWorks(client.tokens.access_token)).toBe(true);
    expect((await refresh(client)).status).toBe(200);
  };
  const expectEnded = async (client: SignedInClient) => {
    expect(await accessWorks(client.tokens.access_token)).toBe(false);
    expect(await refresh(client)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  };
  /** What Cognito and Fergus hear while something is done. */
  const upstreamDuring = async (work: () => Promise<unknown>) => {
    server.cognito.requests.length = 0;
    server.fergus.requests.length = 0;
    await work();
    return [
      ...server.cognito.requests.map(({ endpoint, grantType, status }) => [grantType ?? endpoint, status]),
      ...server.fergus.requests.map(({ method, path, status }) => [`${method} ${path}`, status]),
    ];
  };

  test('of a refresh token ends all tokens of the sign-in, here and at Cognito', async () => {
    const client = await signIn();
    const next = await refresh(client);
    server.cognito.requests.length = 0;
    expect(await revoke(client, next.tokens.refresh_token)).toBe(200);
    expect(server.cognito.requests).toMatchObject([{ endpoint: '/oauth2/revoke', status: 200 }]);
    await expectEnded(client);
    expect(await accessWorks(next.tokens.access_token)).toBe(false);
    expect((await refresh(client, next.tokens.refresh_token)).body.error).toBe('invalid_grant');
  });

  test('of one that was rotated away ends the sign-in as well', async () => {
    const client = await signIn();
    const next = await refresh(client);
    expect(await revoke(client, client.tokens.refresh_token)).toBe(200);
    await expectEnded(client);
    expect(await accessWorks(next.tokens.access_token)).toBe(false);
  });

  test('of an access token ends that token alone, and nothing at Cognito', async () => {
    const client = await signIn();
    const other = await refresh(client);
    expect(await upstreamDuring(() => revoke(client, client.tokens.access_token))).toEqual([]);
    expect(await accessWorks(client.tokens.access_token)).toBe(false);
    expect(await accessWorks(other.tokens.access_token)).toBe(true);
    expect((await refresh(client, other.tokens.refresh_token)).status).toBe(200);
  });

  test.each([
    ['access_token', 'refresh_token'],
    ['refresh_token', 'access_token'],
    ['refresh_token', 'nonsense'],
  ] as const)('of the %s under the hint %s ends what the token is', async (kind, hint) => {
    const client = await signIn();
    expect(await revoke(client, client.tokens[kind], hint)).toBe(200);
    expect(await accessWorks(client.tokens.access_token)).toBe(false);
    expect((await refresh(client)).status).toBe(kind === 'refresh_token' ? 400 : 200);
  });

  test('of what is unknown, made up, or ended before is answered 200, and ends nothing else', async () => {
    const client = await signIn();
    const [, grantId] = client.tokens.refresh_token.split('.');
    const madeUp = ['fmcp_rt', 'fmcp_at', 'fmcp_code'].map(
      (kind) => `${kind}.${grantId}.${randomBytes(32).toString('base64url')}`,
    );
    for (const token of ['x', ...madeUp, `${client.tokens.refresh_token}A`]) {
      expect(await revoke(client, token), token).toBe(200);
    }
    await expectAlive(client);
    const heard = await upstreamDuring(async () => {
      for (let i = 0; i < 3; i += 1) expect(await revoke(client, client.tokens.refresh_token)).toBe(200);
    });
    expect(heard).toEqual([['/oauth2/revoke', 200]]);
  });

  test('by another client is answered 200 and changes nothing', async () => {
    const client = await signIn();
    for (const kind of ['access_token', 'refresh_token'] as const) {
      expect(await revoke(bystander, client.tokens[kind])).toBe(200);
    }
    await expectAlive(client);
  });

  test('by nobody we know, or without the right secret, is 401 and changes nothing', async () => {
    const client = await signIn('owner', { token_endpoint_auth_method: 'client_secret_basic' });
    const { client_id, client_secret = '', tokens } = client;
    const token = tokens.refresh_token;
    const refused = [
      await revokeAt(server.url, { token }),
      await revokeAt(server.url, { token, client_id: 'nobody' }),
      await revokeAt(server.url, { token, client_id }),
      await revokeAt(server.url, { token, client_id, client_secret: 'wrong' }),
      await revokeAt(server.url, { token }, basic(client_id, 'wrong')),
    ];
    for (const response of refused) {
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ error: 'invalid_client' });
    }
    await expectAlive(client);
    expect((await revokeAt(server.url, { token }, basic(client_id, client_secret))).status).toBe(200);
    await expectEnded(client);
  });

  test('takes a form with one token', async () => {
    const { client_id } = await register(server.url);
    for (const body of [
      new URLSearchParams({ client_id }),
      new URLSearchParams([...Object.entries({ client_id, token: 'x' }), ['token', 'y']]),
      JSON.stringify({ client_id, token: 'x' }),
    ]) {
      const response = await fetch(`${server.url}/oauth/revoke`, { method: 'POST', body });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ error: 'invalid_request' });
    }
  });

  test('of 8 at once ends the sign-in once', async () => {
    const client = await signIn();
    const heard = await upstreamDuring(async () => {
      const revocations = Array.from({ length: 8 }, () => revoke(client, client.tokens.refresh_token));
      expect(await Promise.all(revocations)).toEqual(Array(8).fill(200));
    });
    expect(heard).toEqual([['/oauth2/revoke', 200]]);
    await expectEnded(client);
  });

  test('of one sign-in of two ends that one alone; Fergus is told when the last one goes', async () => {
    const [laptop, phone] = [await signIn('member'), await signIn('member')];
    const first = await upstreamDuring(() => revoke(laptop, laptop.tokens.refresh_token));
    expect(first).toEqual([['/oauth2/revoke', 200]]);
    await expectEnded(laptop);
    expect(await accessWorks(phone.tokens.access_token)).toBe(true);

    const last = await upstreamDuring(() => revoke(phone, phone.tokens.refresh_token));
    expect(last).toEqual([
      ['/oauth2/revoke', 200],
      ['POST /disconnect', 204],
    ]);
    const { clientId, clientSecret, issued } = server.cognito;
    const told = server.fergus.requests[0]?.body as { refreshToken: string };
    expect(told).toEqual({ clientId, clientSecret, refreshToken: expect.any(String) });
    expect(issued).toContain(told.refreshToken);
    await expectEnded(phone);
    expect(await accessWorks(bystander.tokens.access_token)).toBe(true);
  });

  test('of sign-ins that ended by themselves leaves the last one the last', async () => {
    const old = await signIn('member');
    await store.pass(8 * 24 * 60 * 60_000);
    const last = await signIn('member');
    const heard = await upstreamDuring(() => revoke(last, last.tokens.refresh_token));
    expect(heard).toContainEqual(['POST /disconnect', 204]);
    await expectEnded(old);
  });

  test.each([false, true])(
    'of the last sign-in, unused for hours, tells Fergus with a fresh token (rotation: %s)',
    async (rotation) => {
      const client = await signIn('other');
      server.cognito.setRotation(rotation);
      onTestFinished(() => server.cognito.setRotation(false));
      await store.pass(2 * 60 * 60_000);
      const issued = server.cognito.issued.length;
      const heard = await upstreamDuring(() => revoke(client, client.tokens.refresh_token));
      expect(heard).toEqual([
        ['refresh_token', 200],
        ['/oauth2/revoke', 200],
        ['POST /disconnect', 204],
      ]);
      const told = server.fergus.requests[0]?.body as { refreshToken: string };
      expect(server.cognito.issued.slice(issued).includes(told.refreshToken)).toBe(rotation);
    },
  );

  test('by reuse of a refresh token is no sign-out: Fergus is not told', async () => {
    const client = await signIn('other');
    const next = await refresh(client);
    await refresh(client, next.tokens.refresh_token);
    expect(await upstreamDuring(() => refresh(client))).toEqual([['/oauth2/revoke', 200]]);
  });

  describe('while something is down upstream answers 200 and ends ours', () => {
    const REVOKE = '/oauth2/revoke';
    const CASES: readonly [string, 'cognito' | 'fergus', FaultOrder][] = [
      ['Cognito fails', 'cognito', { kind: 'status', status: 500, path: REVOKE }],
      ['Cognito refuses', 'cognito', { kind: 'status', status: 400, path: REVOKE }],
      ['Cognito hangs up', 'cognito', { kind: 'reset', path: REVOKE }],
      ['Fergus fails', 'fergus', { kind: 'status', status: 500, path: '/disconnect' }],
      ['Fergus refuses', 'fergus', { kind: 'status', status: 401, path: '/disconnect', times: 2 }],
      ['Fergus hangs up', 'fergus', { kind: 'reset', path: '/disconnect', times: 3 }],
    ];

    test.each(CASES)('%s', async (_, who, fault) => {
      const client = await signIn('member');
      server[who].faults.order(fault);
      onTestFinished(() => server[who].faults.clear());
      const heard = await upstreamDuring(async () => {
        expect(await revoke(client, client.tokens.refresh_token)).toBe(200);
      });
      await expectEnded(client);
      // One of them being down keeps nobody from the other.
      expect(heard.map(([what]) => what)).toEqual(expect.arrayContaining([REVOKE, 'POST /disconnect']));
    });
  });
});

describe.concurrent('while something hangs upstream, revocation answers 200 and ends ours', () => {
  test.each([
    ['cognito', { path: '/oauth2/revoke' }, { endpoint: '/oauth2/revoke' }],
    ['fergus', { path: '/disconnect' }, { path: '/disconnect' }],
  ] as const)('%s', async (who, where, request) => {
    const server = await startTestServer();
    const { client_id, tokens } = await signedInClient(server.url, 'owner');
    server[who].faults.order({ kind: 'hang', ...where });
    const revoked = revokeAt(server.url, { client_id, token: tokens.refresh_token });
    // At once, not when Cognito or Fergus has been given up.
    await expect.poll(() => server[who].requests).toContainEqual(expect.objectContaining(request));
    expect(await statusWith(server.mcpUrl, tokens.access_token)).toBe(401);
    expect((await revoked).status).toBe(200);
    await server.close();
  });
});
