import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { startTestServer, type TestServer } from '../support/http-server.ts';
import { codeFor, REDIRECT_URI, register, type Tokens, tokenRequest } from '../support/oauth-flow.ts';
import { AgeingStore } from './ageing-store.ts';
import { callTool, resultOf } from './mcp-request.ts';
import { describeOnStores, type SuiteStore } from './stores.ts';

describeOnStores('the code of a sign-in', (open) => {
  let suite: SuiteStore;
  let store: AgeingStore;
  let server: TestServer;
  let clientId: string;

  beforeAll(async () => {
    suite = await open();
    store = new AgeingStore(suite.store);
    server = await startTestServer({ store });
    clientId = (await register(server.url)).client_id;
  });

  afterEach(() => vi.useRealTimers());

  afterAll(async () => {
    await server?.close();
    await suite?.close();
  });

  /** Presents a code of the user. @param wrong what is presented otherwise than it should be. */
  async function redeem(user: string, wrong: Record<string, string> = {}, write = true) {
    const { code, verifier } = await codeFor(server.url, clientId, user, { write });
    const form = {
      grant_type: 'authorization_code',
      client_id: clientId,
      code,
      code_verifier: verifier,
      redirect_uri: REDIRECT_URI,
    };
    return { form, response: await tokenRequest(server.url, { ...form, ...wrong }) };
  }

  test('speaks for the user who signed in', async () => {
    for (const { key, name, email } of server.cognito.users) {
      const { response } = await redeem(key);
      const { access_token: token } = (await response.json()) as Tokens;
      const call = await callTool(`${server.mcpUrl}?toolsets=users`, token, 'get-current-user');
      expect((await resultOf(call)).structuredContent).toMatchObject({ name, email });
    }
  });

  test.each([
    [true, 'fergus:read fergus:write'],
    [false, 'fergus:read'],
  ])('gives the scopes that were allowed (changes: %s)', async (write, scope) => {
    expect(await (await redeem('owner', {}, write)).response.json()).toMatchObject({ scope });
  });

  test.each([
    ['redirect address', { redirect_uri: 'http://localhost:7778/callback' }, 'invalid_grant'],
    ['verifier', { code_verifier: 'v'.repeat(43) }, 'invalid_grant'],
    ['resource', { resource: 'https://other.example/mcp' }, 'invalid_target'],
  ])('is of no use with another %s, and still good with the right one', async (_, wrong, error) => {
    const { form, response } = await redeem('owner', wrong);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error });
    expect((await tokenRequest(server.url, form)).status).toBe(200);
  });

  test('is of no use to another client', async () => {
    const { client_id } = await register(server.url);
    const { response } = await redeem('owner', { client_id });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: 'invalid_grant' });
  });

  test('is good once', async () => {
    const { form, response } = await redeem('owner');
    expect(response.status).toBe(200);
    const again = await tokenRequest(server.url, form);
    expect(again.status).toBe(400);
    expect(await again.json()).toMatchObject({ error: 'invalid_grant' });
  });

  test('is good for a minute', async () => {
    for (const [ms, status] of [
      [58_000, 200],
      [61_000, 400],
    ] as const) {
      const { form } = await redeem('owner', { code_verifier: 'v'.repeat(43) });
      await store.pass(ms);
      expect((await tokenRequest(server.url, form)).status).toBe(status);
      vi.useRealTimers();
    }
  });
});
