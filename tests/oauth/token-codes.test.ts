import { afterAll, afterEach, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { startTestServer, type TestServer } from '../support/http-server.ts';
import {
  codeFor,
  pkce,
  REDIRECT_URI,
  type Registered,
  register,
  tokenRequest,
} from '../support/oauth-flow.ts';
import { AgeingStore } from './ageing-store.ts';
import { holdPost } from './held-post.ts';
import { statusWith } from './mcp-request.ts';
import { describeOnStores, type SuiteStore } from './stores.ts';
import { askForTokens, redemption, refreshing } from './token-requests.ts';
import { startTwoServers } from './two-servers.ts';

const MINUTE = 60_000;
const ELSEWHERE = 'http://localhost:7777/elsewhere';

describeOnStores('a code', (open) => {
  let suite: SuiteStore;
  let store: AgeingStore;
  let server: TestServer;
  let client: Registered;

  beforeAll(async () => {
    suite = await open();
    store = new AgeingStore(suite.store);
    server = await startTestServer({ store });
    client = await register(server.url, { redirect_uris: [REDIRECT_URI, ELSEWHERE] });
  });
  afterEach(() => void vi.useRealTimers());
  afterAll(async () => {
    await server?.close();
    await suite?.close();
  });

  const newCode = () => codeFor(server.url, client.client_id, 'owner');
  const ask = (form: Record<string, string>) => askForTokens(server.url, form);
  const signedIn = async () => (await ask(redemption(client, await newCode()))).tokens;
  const refresh = (token: string) => ask(refreshing(client, token));

  test.each([
    ['another verifier', () => ({ code_verifier: pkce().verifier }), 'invalid_grant'],
    ['a missing verifier', () => ({ code_verifier: undefined }), 'invalid_grant'],
    ['a verifier that is too short', () => ({ code_verifier: 'short' }), 'invalid_grant'],
    ['the redirect address of another request', () => ({ redirect_uri: ELSEWHERE }), 'invalid_grant'],
    ['another port of it', () => ({ redirect_uri: 'http://localhost:7778/callback' }), 'invalid_grant'],
    ['another spelling of it', () => ({ redirect_uri: `${REDIRECT_URI}/` }), 'invalid_grant'],
    ['another resource', () => ({ resource: 'https://other.example.com/mcp' }), 'invalid_target'],
  ])('with %s is refused, and stays good for whoever it belongs to', async (_, changes, error) => {
    const code = await newCode();
    const answer = await ask(redemption(client, code, changes()));
    expect(answer).toMatchObject({ status: 400, body: { error } });
    expect((await ask(redemption(client, code))).status).toBe(200);
  });

  test('is refused to another client, and stays good for its own', async () => {
    const code = await newCode();
    const stranger = await register(server.url);
    const answer = await ask(redemption(stranger, code));
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect((await ask(redemption(client, code))).status).toBe(200);
  });

  test('needs no redirect address and no resource, as in OAuth 2.1; any spelling of ours will do', async () => {
    const without = redemption(client, await newCode(), { redirect_uri: undefined, resource: undefined });
    expect((await ask(without)).status).toBe(200);
    for (const resource of [`${server.url}/mcp`, server.url, `${server.url}/`]) {
      expect((await ask(redemption(client, await newCode(), { resource }))).status, resource).toBe(200);
    }
  });

  test('works for less than 60 seconds', async () => {
    const early = await newCode();
    const late = await newCode();
    await store.pass(MINUTE - 1000);
    expect((await ask(redemption(client, early))).status).toBe(200);
    await store.pass(1000);
    expect(await ask(redemption(client, late))).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
  });

  test('gives tokens that outlive it', async () => {
    const tokens = await signedIn();
    await store.pass(5 * MINUTE);
    expect(await statusWith(server.mcpUrl, tokens.access_token)).toBe(200);
    expect((await refresh(tokens.refresh_token)).status).toBe(200);
  });

  test.each(['', 'x', 'fmcp_code.x.y', `fmcp_code.${'A'.repeat(22)}.${'A'.repeat(43)}`])(
    'that we never gave ("%s") is refused',
    async (code) => {
      const form = redemption(client, { code, verifier: pkce().verifier });
      const error = code === '' ? 'invalid_request' : 'invalid_grant';
      expect(await ask(form)).toMatchObject({ status: 400, body: { error } });
    },
  );

  test('used again ends what the first use gave, also at Cognito', async () => {
    const code = await newCode();
    const { tokens } = await ask(redemption(client, code));
    expect(await statusWith(server.mcpUrl, tokens.access_token)).toBe(200);
    server.cognito.requests.length = 0;
    const again = await ask(redemption(client, code));
    expect(again).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await statusWith(server.mcpUrl, tokens.access_token)).toBe(401);
    expect(await refresh(tokens.refresh_token)).toMatchObject({ body: { error: 'invalid_grant' } });
    expect(server.cognito.requests.map(({ endpoint }) => endpoint)).toEqual(['/oauth2/revoke']);
  });

  test('used again by whoever stole it, without the verifier, ends it as well; a day later, too', async () => {
    const code = await newCode();
    const { tokens } = await ask(redemption(client, code));
    const second = await newCode();
    const later = await ask(redemption(client, second));
    const thief = await register(server.url);
    await ask(redemption(thief, { ...code, verifier: pkce().verifier }));
    expect(await statusWith(server.mcpUrl, tokens.access_token)).toBe(401);
    await store.pass(23 * 60 * MINUTE);
    await ask(redemption(thief, second));
    expect((await refresh(later.tokens.refresh_token)).body).toMatchObject({ error: 'invalid_grant' });
  });

  test('redeemed 8 times at once is redeemed once, and its tokens work', async () => {
    const code = await newCode();
    const held = await Promise.all(
      Array.from({ length: 8 }, () => holdPost(`${server.url}/oauth/token`, redemption(client, code))),
    );
    const answers = await Promise.all(held.map((post) => post.finish()));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(400)]);
    const won = answers.find(({ status }) => status === 200);
    for (const lost of answers.filter((answer) => answer !== won)) {
      expect(lost.body).toMatchObject({ error: 'invalid_grant' });
    }
    expect(await statusWith(server.mcpUrl, `${won?.body.access_token}`)).toBe(200);
    expect((await refresh(`${won?.body.refresh_token}`)).status).toBe(200);
  });

  test('is not stolen by its own client: who began before the first answer ends nothing', async () => {
    const code = await newCode();
    const url = `${server.url}/oauth/token`;
    const held = [
      await holdPost(url, redemption(client, code)),
      await holdPost(url, redemption(client, code)),
    ];
    const [first, second] = [await held[0]?.finish(), await held[1]?.finish()];
    expect([first?.status, second?.status]).toEqual([200, 400]);
    expect(await statusWith(server.mcpUrl, `${first?.body.access_token}`)).toBe(200);
    // Who begins afterwards does.
    await ask(redemption(client, code));
    expect(await statusWith(server.mcpUrl, `${first?.body.access_token}`)).toBe(401);
  });

  test('codes, access tokens and refresh tokens are three kinds, and none passes for another', async () => {
    const code = await newCode();
    const { tokens } = await ask(redemption(client, code));
    const { access_token: access, refresh_token: refreshToken } = tokens;
    expect(new Set([code.code, access, refreshToken]).size).toBe(3);
    const fresh = await newCode();
    expect(await statusWith(server.mcpUrl, fresh.code)).toBe(401);
    expect(await statusWith(server.mcpUrl, refreshToken)).toBe(401);
    for (const other of [access, fresh.code]) expect((await refresh(other)).body.error).toBe('invalid_grant');
    for (const other of [access, refreshToken]) {
      const form = redemption(client, { ...fresh, code: other });
      expect((await ask(form)).body.error).toBe('invalid_grant');
    }
    // The secret part under the name of another kind is another token.
    const renamed = [code.code.replace('fmcp_code', 'fmcp_at'), refreshToken.replace('fmcp_rt', 'fmcp_at')];
    for (const token of renamed) expect(await statusWith(server.mcpUrl, token)).toBe(401);
    expect(await statusWith(server.mcpUrl, access)).toBe(200);
    expect((await refresh(refreshToken)).status).toBe(200);
    expect((await ask(redemption(client, fresh))).status).toBe(200);
  });
});

describeOnStores('a code at two servers over one store', (open) => {
  test('is redeemed once, and its tokens work at both', async () => {
    const suite = await open();
    const { first, second, close } = await startTwoServers(suite.store);
    onTestFinished(async () => {
      await close();
      await suite.close();
    });
    const client = await register(first.url);
    const form = redemption(client, await codeFor(first.url, client.client_id, 'owner'));
    const held = await Promise.all(
      Array.from({ length: 8 }, (_, i) => holdPost(`${[first, second][i % 2]?.url}/oauth/token`, form)),
    );
    const answers = await Promise.all(held.map((post) => post.finish()));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(400)]);
    const token = `${answers.find(({ status }) => status === 200)?.body.access_token}`;
    for (const { mcpUrl } of [first, second]) expect(await statusWith(mcpUrl, token)).toBe(200);
    // Used again afterwards at the one that may not have redeemed it.
    for (const { url } of [first, second]) expect((await tokenRequest(url, form)).status).toBe(400);
    for (const { mcpUrl } of [first, second]) expect(await statusWith(mcpUrl, token)).toBe(401);
  });
});
