import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { startTestServer, type TestServer } from '../support/http-server.ts';
import { register, type SignedInClient, signedInClient, tokenRequest } from '../support/oauth-flow.ts';
import { AgeingStore } from './ageing-store.ts';
import { callTool, statusWith } from './mcp-request.ts';
import { describeOnStores, type SuiteStore } from './stores.ts';
import { askForTokens, refreshing, type TokenAnswer } from './token-requests.ts';
import { startTwoServers } from './two-servers.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const DEAD = { status: 400, body: { error: 'invalid_grant' } };

describeOnStores('refresh', (open) => {
  let suite: SuiteStore;
  let store: AgeingStore;
  let server: TestServer;

  beforeAll(async () => {
    suite = await open();
    store = new AgeingStore(suite.store);
    server = await startTestServer({ store });
  });
  afterEach(() => void vi.useRealTimers());
  afterAll(async () => {
    await server?.close();
    await suite?.close();
  });

  const signIn = (options: Parameters<typeof signedInClient>[2] = {}) =>
    signedInClient(server.url, 'owner', options);
  const refresh = (client: SignedInClient, token: string, changes: Record<string, string> = {}) =>
    askForTokens(server.url, refreshing(client, token, changes));
  const accessWorks = async (token: string) => (await statusWith(server.mcpUrl, token)) === 200;
  const revocations = () =>
    server.cognito.requests.filter(({ endpoint }) => endpoint === '/oauth2/revoke').length;

  test('rotates: new tokens of both kinds, the old access token lives on until it expires', async () => {
    const client = await signIn();
    const { status, headers, body, tokens } = await refresh(client, client.tokens.refresh_token);
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(body).toMatchObject({
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'fergus:read fergus:write',
    });
    expect(tokens.access_token).not.toBe(client.tokens.access_token);
    expect(tokens.refresh_token).not.toBe(client.tokens.refresh_token);
    expect(await accessWorks(tokens.access_token)).toBe(true);
    expect(await accessWorks(client.tokens.access_token)).toBe(true);
  });

  test('is our own matter: Cognito hears nothing of it', async () => {
    const client = await signIn();
    server.cognito.requests.length = 0;
    await refresh(client, client.tokens.refresh_token);
    expect(server.cognito.requests).toEqual([]);
  });

  test('whose answer was lost gives the same successor again, 59 seconds long', async () => {
    const client = await signIn();
    const first = await refresh(client, client.tokens.refresh_token);
    await store.pass(MINUTE - 1000);
    const again = await refresh(client, client.tokens.refresh_token);
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(again.tokens.refresh_token).toBe(first.tokens.refresh_token);
    for (const { tokens } of [first, again]) expect(await accessWorks(tokens.access_token)).toBe(true);
    expect((await refresh(client, again.tokens.refresh_token)).status).toBe(200);
  });

  test('with the previous token after 60 seconds ends the family, also at Cognito', async () => {
    const client = await signIn();
    const { tokens } = await refresh(client, client.tokens.refresh_token);
    await store.pass(MINUTE);
    const before = revocations();
    expect(await refresh(client, client.tokens.refresh_token)).toMatchObject(DEAD);
    expect(await refresh(client, tokens.refresh_token)).toMatchObject(DEAD);
    expect(await accessWorks(tokens.access_token)).toBe(false);
    expect(revocations()).toBe(before + 1);
  });

  test('with the previous token once its successor was used ends the family', async () => {
    const client = await signIn();
    const second = await refresh(client, client.tokens.refresh_token);
    const third = await refresh(client, second.tokens.refresh_token);
    expect(third.status).toBe(200);
    expect(await refresh(client, client.tokens.refresh_token)).toMatchObject(DEAD);
    expect(await refresh(client, third.tokens.refresh_token)).toMatchObject(DEAD);
    for (const { tokens } of [client, second, third]) {
      expect(await accessWorks(tokens.access_token)).toBe(false);
    }
  });

  test('of two windows, one a step behind, gives both the same', async () => {
    const client = await signIn();
    const shared = await refresh(client, client.tokens.refresh_token);
    const ahead = await refresh(client, shared.tokens.refresh_token);
    const behind = await refresh(client, shared.tokens.refresh_token);
    expect(behind.tokens.refresh_token).toBe(ahead.tokens.refresh_token);
    expect((await refresh(client, ahead.tokens.refresh_token)).status).toBe(200);
  });

  test('8 times at once succeeds 8 times with one successor', async () => {
    const client = await signIn();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => refresh(client, client.tokens.refresh_token)),
    );
    await expectOneSuccessor(answers);
    for (const { tokens } of answers) expect(await accessWorks(tokens.access_token)).toBe(true);
    expect((await refresh(client, answers[0]?.tokens.refresh_token ?? '')).status).toBe(200);
  });

  test('with what was made up about a real sign-in ends nothing', async () => {
    const client = await signIn();
    const [prefix, grantId] = client.tokens.refresh_token.split('.');
    const madeUp = () => `${prefix}.${grantId}.${randomBytes(32).toString('base64url')}`;
    const flipped = client.tokens.refresh_token.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    for (const token of [
      madeUp(),
      madeUp(),
      flipped,
      `${prefix}.${grantId}.`,
      `${client.tokens.refresh_token}A`,
    ]) {
      expect(await refresh(client, token), token).toMatchObject(DEAD);
    }
    expect(await accessWorks(client.tokens.access_token)).toBe(true);
    expect((await refresh(client, client.tokens.refresh_token)).status).toBe(200);
  });

  test.each(['', 'x', 'fmcp_rt.x.y', `fmcp_rt.${'A'.repeat(22)}.${'A'.repeat(43)}`])(
    'with what we never gave ("%s") is refused',
    async (token) => {
      const client = await register(server.url);
      const answer = await askForTokens(server.url, refreshing(client, token));
      expect(answer).toMatchObject({
        status: 400,
        body: { error: token === '' ? 'invalid_request' : 'invalid_grant' },
      });
    },
  );

  test('by another client is refused and ends nothing, even with a token that was used before', async () => {
    const client = await signIn();
    const stranger = await signIn();
    expect(
      await refresh({ ...client, client_id: stranger.client_id }, client.tokens.refresh_token),
    ).toMatchObject(DEAD);
    const second = await refresh(client, client.tokens.refresh_token);
    await refresh(client, second.tokens.refresh_token);
    await refresh({ ...client, client_id: stranger.client_id }, client.tokens.refresh_token);
    expect(await accessWorks(client.tokens.access_token)).toBe(true);
  });

  test('by a client that has a secret needs the secret', async () => {
    const client = await signIn({ metadata: { token_endpoint_auth_method: 'client_secret_post' } });
    const { client_id } = client;
    const without = await askForTokens(server.url, refreshing({ client_id }, client.tokens.refresh_token));
    expect(without).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect((await refresh(client, client.tokens.refresh_token)).status).toBe(200);
  });

  test('for another resource is invalid_target and changes nothing; any spelling of ours will do', async () => {
    const client = await signIn();
    const elsewhere = await refresh(client, client.tokens.refresh_token, {
      resource: 'https://a.example/mcp',
    });
    expect(elsewhere).toMatchObject({ status: 400, body: { error: 'invalid_target' } });
    for (const resource of [`${server.url}/mcp`, server.url, `${server.url}/`]) {
      expect((await refresh(client, client.tokens.refresh_token, { resource })).status, resource).toBe(200);
    }
  });

  describe('of the scope', () => {
    const DRAFT = { title: 'Refresh test', jobType: 'Charge Up', isDraft: true };
    const canWrite = async (token: string) => {
      const { status } = await callTool(server.mcpUrl, token, 'create-job', DRAFT);
      expect([200, 403]).toContain(status);
      return status === 200;
    };

    test('may narrow it for the access token; the sign-in stays as it was', async () => {
      const client = await signIn();
      const narrow = await refresh(client, client.tokens.refresh_token, { scope: 'fergus:read' });
      expect(narrow).toMatchObject({ status: 200, body: { scope: 'fergus:read' } });
      expect(await canWrite(narrow.tokens.access_token)).toBe(false);
      const full = await refresh(client, narrow.tokens.refresh_token);
      expect(full.body.scope).toBe('fergus:read fergus:write');
      expect(await canWrite(full.tokens.access_token)).toBe(true);
    });

    test.each(['fergus:write', 'fergus:read fergus:write'])(
      'may not widen it to "%s": invalid_scope, and nothing ends',
      async (scope) => {
        const client = await signIn({ write: false });
        const wide = await refresh(client, client.tokens.refresh_token, { scope });
        expect(wide).toMatchObject({ status: 400, body: { error: 'invalid_scope' } });
        const same = await refresh(client, client.tokens.refresh_token);
        expect(same).toMatchObject({ status: 200, body: { scope: 'fergus:read' } });
        expect(await canWrite(same.tokens.access_token)).toBe(false);
      },
    );

    test('passes over scopes that are not ours, but not when there is no other', async () => {
      const client = await signIn();
      const mixed = await refresh(client, client.tokens.refresh_token, { scope: 'openid fergus:read' });
      expect(mixed.body.scope).toBe('fergus:read');
      const foreign = await refresh(client, mixed.tokens.refresh_token, { scope: 'openid' });
      expect(foreign).toMatchObject({ status: 400, body: { error: 'invalid_scope' } });
    });
  });

  describe('in time', () => {
    test('is needed every hour', async () => {
      const client = await signIn();
      await store.pass(60 * MINUTE - 1000);
      expect(await accessWorks(client.tokens.access_token)).toBe(true);
      await store.pass(1000);
      expect(await accessWorks(client.tokens.access_token)).toBe(false);
      const { tokens } = await refresh(client, client.tokens.refresh_token);
      expect(await accessWorks(tokens.access_token)).toBe(true);
    });

    test('keeps a sign-in that is used within each week, for as long as it is', async () => {
      const client = await signIn();
      let { tokens } = client as Pick<TokenAnswer, 'tokens'>;
      for (let week = 0; week < 4; week += 1) {
        await store.pass(7 * DAY - 1000);
        ({ tokens } = await refresh(client, tokens.refresh_token));
        expect(await accessWorks(tokens.access_token), `week ${week}`).toBe(true);
      }
      await store.pass(7 * DAY);
      expect(await refresh(client, tokens.refresh_token)).toMatchObject(DEAD);
    });
  });
});

describeOnStores('refresh at two servers over one store', (open) => {
  test('8 times at once succeeds with one successor, and a lost answer comes again from the other', async () => {
    const suite = await open();
    const { first, second, close } = await startTwoServers(suite.store);
    onTestFinished(async () => {
      await close();
      await suite.close();
    });
    const client = await signedInClient(first.url, 'owner');
    const refreshAt = ({ url }: { url: string }, token: string) =>
      askForTokens(url, refreshing(client, token));
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, i) => refreshAt(i % 2 ? first : second, client.tokens.refresh_token)),
    );
    const successor = await expectOneSuccessor(answers);
    for (const at of [first, second]) {
      expect((await refreshAt(at, client.tokens.refresh_token)).tokens.refresh_token).toBe(successor);
      for (const { tokens } of answers) expect(await statusWith(at.mcpUrl, tokens.access_token)).toBe(200);
    }
    await refreshAt(first, successor);
    expect(await refreshAt(second, client.tokens.refresh_token)).toMatchObject(DEAD);
    for (const at of [first, second]) {
      expect(await statusWith(at.mcpUrl, client.tokens.access_token)).toBe(401);
    }
  });
});

test('the lifetime of a sign-in is SESSION_TIMEOUT_MS, and bounds that of its access tokens', async () => {
  const server = await startTestServer({ env: { SESSION_TIMEOUT_MS: '90000' } });
  onTestFinished(() => server.close());
  const { tokens } = await signedInClient(server.url, 'owner');
  expect(tokens.expires_in).toBe(90);
});

test('a refresh by somebody who is unknown is told to register again, whatever the token', async () => {
  const server = await startTestServer();
  onTestFinished(() => server.close());
  const { tokens } = await signedInClient(server.url, 'owner');
  const form = { grant_type: 'refresh_token', client_id: 'nobody', refresh_token: tokens.refresh_token };
  expect((await tokenRequest(server.url, form)).status).toBe(401);
  expect(await statusWith(server.mcpUrl, tokens.access_token)).toBe(200);
});

/** @returns the one successor that all were given. */
async function expectOneSuccessor(answers: readonly TokenAnswer[]): Promise<string> {
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  const successors = new Set(answers.map(({ tokens }) => tokens.refresh_token));
  expect(successors.size).toBe(1);
  expect(new Set(answers.map(({ tokens }) => tokens.access_token)).size).toBe(answers.length);
  const [successor = ''] = successors;
  return successor;
}
