import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { generateEncryptionKey } from '../../src/storage/encryption.ts';
import { startTestServer, type TestServer } from '../support/http-server.ts';
import { type SignedInClient, signedInClient } from '../support/oauth-flow.ts';
import { AgeingStore } from './ageing-store.ts';
import { expectRefusal, postMcp } from './mcp-post.ts';
import { initialize, statusWith } from './mcp-request.ts';
import { describeOnStores, type SuiteStore } from './stores.ts';

const METHODS = ['POST', 'GET', 'DELETE'] as const;
const HOUR_MS = 60 * 60_000;

describeOnStores('a bearer at /mcp', (open) => {
  let stored: SuiteStore;
  let store: AgeingStore;
  let server: TestServer;
  let client: SignedInClient;
  let metadata: string;
  const key = generateEncryptionKey();
  beforeAll(async () => {
    stored = await open();
    store = new AgeingStore(stored.store);
    server = await startTestServer({ store, env: { TOKEN_ENCRYPTION_KEY: key } });
    client = await signedInClient(server.url, 'owner');
    metadata = `resource_metadata="${server.url}/.well-known/oauth-protected-resource/mcp"`;
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  afterAll(async () => {
    await server?.close();
    await stored?.close();
  });

  const scope = 'scope="fergus:read fergus:write"';

  const expectChallenge = async (response: Response) => {
    expect(await expectRefusal(response, 401, -32_000)).toBe('Sign in to Fergus to use this server.');
    expect(response.headers.get('www-authenticate')).toBe(`Bearer ${scope}, ${metadata}`);
  };

  const expectInvalidToken = async (token: string, headers: Record<string, string> = {}) => {
    for (const method of METHODS) {
      const response = await postMcp(server.mcpUrl, { token, method, headers });
      await expectRefusal(response, 401, -32_000);
      expect(response.headers.get('www-authenticate'), method).toMatch(
        /^Bearer error="invalid_token", error_description="[^"]+", /,
      );
      expect(response.headers.get('www-authenticate')?.endsWith(`, ${scope}, ${metadata}`)).toBe(true);
    }
  };

  test.each(METHODS)('that is missing is 401 on %s, with where to sign in, and no error', async (method) => {
    await expectChallenge(await postMcp(server.mcpUrl, { method }));
  });

  test.each(['Basic dXNlcjpwYXNz', 'Bearer', 'Bearer  ', 'DPoP abc', 'Bearerabc', 'Bearer a b'])(
    'is none where the header is %j',
    async (authorization) => {
      await expectChallenge(await postMcp(server.mcpUrl, { headers: { authorization } }));
    },
  );

  test.each([
    ['made up', 'abc.def-ghi'],
    ['made up in the form of ours', `fmcp_at.${'A'.repeat(22)}.${'A'.repeat(43)}`],
    ['long', 'A'.repeat(8000)],
  ])('that is %s is 401 on every method, with invalid_token', async (_, token) => {
    await expectInvalidToken(token);
  });

  test('that was issued with another end is 401', async () => {
    const { access_token: token } = client.tokens;
    const last = token.endsWith('A') ? 'E' : 'A';
    await expectInvalidToken(`${token.slice(0, -1)}${last}`);
  });

  test('is no refresh token', async () => {
    await expectInvalidToken(client.tokens.refresh_token);
  });

  test('is no token of Fergus, nor of its sign-in', async () => {
    await expectInvalidToken(server.fergus.tokens.owner);
    const upstream = server.cognito.issued.filter((secret) => /^[\w.-]+$/.test(secret));
    expect(upstream.length).toBeGreaterThan(0);
    for (const secret of upstream) await expectInvalidToken(secret);
  });

  test('that has expired is 401', async () => {
    const { tokens } = await signedInClient(server.url, 'owner');
    expect(tokens.expires_in).toBe(HOUR_MS / 1000);
    await store.pass(HOUR_MS - 1000);
    expect(await statusWith(server.mcpUrl, tokens.access_token)).toBe(200);
    await store.pass(1000);
    await expectInvalidToken(tokens.access_token);
  });

  test('that was revoked is 401', async () => {
    const { client_id, tokens } = await signedInClient(server.url, 'owner');
    expect(await statusWith(server.mcpUrl, tokens.access_token)).toBe(200);
    const body = new URLSearchParams({ client_id, token: tokens.access_token });
    expect((await fetch(`${server.url}/oauth/revoke`, { method: 'POST', body })).status).toBe(200);
    await expectInvalidToken(tokens.access_token);
  });

  test('that was made for another server over the same store is 401 here, and the other way round', async () => {
    const { fergus, cognito } = server;
    const env = { TOKEN_ENCRYPTION_KEY: key };
    const other = await startTestServer({ store, fergus, cognito, env });
    try {
      const theirs = await signedInClient(other.url, 'owner');
      const ours = await signedInClient(server.url, 'owner');
      expect(await statusWith(other.mcpUrl, theirs.tokens.access_token)).toBe(200);
      await expectInvalidToken(theirs.tokens.access_token);
      expect(await statusWith(server.mcpUrl, ours.tokens.access_token)).toBe(200);
      expect(await statusWith(other.mcpUrl, ours.tokens.access_token)).toBe(401);
    } finally {
      await other.close();
    }
  });

  test.each(['bearer', 'BEARER', 'bEaReR'])('may be announced as %s', async (scheme) => {
    const { tokens } = await signedInClient(server.url, 'owner');
    const headers = { authorization: `${scheme} ${tokens.access_token}` };
    expect((await postMcp(server.mcpUrl, { headers })).status).toBe(200);
  });

  test('in the query is ignored: none is let in by it, and none kept out', async () => {
    const { access_token: token } = (await signedInClient(server.url, 'owner')).tokens;
    await expectChallenge(await postMcp(`${server.mcpUrl}?access_token=${token}`));
    const inHeader = await postMcp(`${server.mcpUrl}?access_token=wrong`, { token });
    expect(inHeader.status).toBe(200);
  });

  test('in a form is ignored', async () => {
    const { access_token: token } = (await signedInClient(server.url, 'owner')).tokens;
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    await expectChallenge(await postMcp(server.mcpUrl, { body: `access_token=${token}`, headers }));
  });

  test.each([
    ['is no JSON', '{nope'],
    ['is far too large', 'x'.repeat(3_000_000)],
  ])('is asked for before the body is looked at, which %s', async (_, body) => {
    await expectChallenge(await postMcp(server.mcpUrl, { body }));
  });

  test('is needed for a session that is open, on every request', async () => {
    const { client_id, tokens } = await signedInClient(server.url, 'owner');
    const opened = await initialize(server.mcpUrl, tokens.access_token);
    const headers = { 'mcp-session-id': opened.headers.get('mcp-session-id') ?? '' };
    expect(headers['mcp-session-id']).not.toBe('');
    for (const method of METHODS) await expectChallenge(await postMcp(server.mcpUrl, { method, headers }));
    const body = new URLSearchParams({ client_id, token: tokens.access_token });
    await fetch(`${server.url}/oauth/revoke`, { method: 'POST', body });
    await expectInvalidToken(tokens.access_token, headers);
  });

  test('that is refused leaves its words in no header or body but the challenge', async () => {
    const token = 'secret-of-somebody-else';
    const response = await postMcp(server.mcpUrl, { token });
    expect(JSON.stringify([...response.headers]) + (await response.text())).not.toContain(token);
  });
});
