import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { startTestServer, type TestServer } from '../support/http-server.ts';
import {
  authorizeUrl,
  codeFor,
  pkce,
  REDIRECT_URI,
  type Registered,
  register,
  TestBrowser,
} from '../support/oauth-flow.ts';
import { AgeingStore } from './ageing-store.ts';
import { expectPage } from './sign-in-steps.ts';
import { describeOnStores, type SuiteStore } from './stores.ts';
import { askForTokens, basic, redemption } from './token-requests.ts';

const DAY = 24 * 60 * 60_000;
/** As `client_secret` is written: 256 bits, base64url. */
const SECRET = /^[\w-]{43}$/;

describeOnStores('a registration', (open) => {
  let stored: SuiteStore;
  let store: AgeingStore;
  let server: TestServer;
  beforeAll(async () => {
    stored = await open();
    store = new AgeingStore(stored.store);
    server = await startTestServer({ store });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  afterAll(async () => {
    await server?.close();
    await stored?.close();
  });

  const send = (body: unknown, headers: Record<string, string> = {}): Promise<Response> => {
    const asIs = typeof body === 'string' || body instanceof Uint8Array;
    return fetch(`${server.url}/oauth/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: asIs ? body : JSON.stringify(body),
    });
  };

  const expectRefused = async (response: Response, error: string, status = 400): Promise<string> => {
    const answer = (await response.json()) as { error: string; error_description: string };
    expect(response.status, answer.error_description).toBe(status);
    expect(answer.error).toBe(error);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(answer.error_description).not.toMatch(/<|node_modules|\n/);
    return answer.error_description;
  };

  const consentPageOf = ({ client_id }: Registered, redirectUri = REDIRECT_URI) => {
    const parameters = { client_id, redirect_uri: redirectUri, code_challenge: pkce().challenge };
    return new TestBrowser().fetch(authorizeUrl(server.url, parameters));
  };

  test('is answered 201 with all that was registered, to be kept by nobody between', async () => {
    const response = await send({ client_name: 'Inspector', redirect_uris: [REDIRECT_URI] });
    expect(response.status).toBe(201);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual({
      client_id: expect.stringMatching(/^[\da-f-]{36}$/),
      client_id_issued_at: expect.any(Number),
      client_name: 'Inspector',
      redirect_uris: [REDIRECT_URI],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      scope: 'fergus:read fergus:write',
    });
  });

  describe('of redirect URIs', () => {
    test.each([
      ['https', 'https://app.example/callback?x=1'],
      ['https with a port', 'https://app.example:8443/callback'],
      ['http on localhost', 'http://localhost:3000/callback'],
      ['http on 127.0.0.1', 'http://127.0.0.1/callback'],
      ['http on [::1]', 'http://[::1]:3000/callback'],
      ['a private-use scheme with a dot', 'com.example.app:/callback'],
      ['the scheme cursor', 'cursor://anysphere.cursor-mcp/oauth/callback'],
      ['the scheme vscode', 'vscode://publisher.extension/callback'],
      ['2,048 characters', `https://app.example/${'x'.repeat(2028)}`],
    ])('takes %s, and puts a request for it before the user', async (_, uri) => {
      const response = await send({ redirect_uris: [uri] });
      const client = (await response.json()) as Registered & { redirect_uris: string[] };
      expect(response.status).toBe(201);
      expect(client.redirect_uris).toEqual([uri]);
      await expectPage(await consentPageOf(client, uri), 'Let this app use your Fergus account?', 200);
    });

    test.each([
      ['a fragment', 'https://app.example/callback#x'],
      ['an empty fragment', 'https://app.example/callback#'],
      ['a user name', 'https://user@app.example/callback'],
      ['a user name on loopback', 'http://localhost@evil.example/callback'],
      ['javascript:', 'javascript:alert(1)'],
      ['data:', 'data:text/html,<script>alert(1)</script>'],
      ['file:', 'file:///etc/passwd'],
      ['an unknown scheme without a dot', 'myapp://callback'],
      ['http elsewhere', 'http://app.example/callback'],
      ['http in the local network', 'http://192.168.1.7/callback'],
      ['http on a name that only begins like loopback', 'http://localhost.evil.example/callback'],
      ['http on a number that only begins like loopback', 'http://127.0.0.1.evil.example/callback'],
      ['a wildcard host', 'https://*.example/callback'],
      ['a wildcard path', 'https://app.example/*'],
      ['2,049 characters', `https://app.example/${'x'.repeat(2029)}`],
      ['a port that is none', 'http://localhost:99999/callback'],
      ['no scheme', '//app.example/callback'],
      ['a backslash', 'https://app.example\\@evil.example/callback'],
      ['a blank', 'https://app.example/call back'],
      ['nothing', ''],
    ])('refuses %s, and all others with it', async (_, uri) => {
      const response = await send({ redirect_uris: ['https://app.example/callback', uri] });
      expect(await expectRefused(response, 'invalid_redirect_uri')).toMatch(/^redirect_uris\[1\]: /);
    });

    test('takes ten, and neither eleven nor none', async () => {
      const many = Array.from({ length: 11 }, (_, index) => `https://app.example/${index}`);
      expect((await send({ redirect_uris: many.slice(0, 10) })).status).toBe(201);
      for (const body of [{ redirect_uris: many }, { redirect_uris: [] }, {}, { redirect_uris: 'x' }]) {
        expect(await expectRefused(await send(body), 'invalid_redirect_uri')).toContain('1 to 10');
      }
    });
  });

  describe('of a name', () => {
    test('takes 200 characters, and not 201', async () => {
      const body = { redirect_uris: [REDIRECT_URI] };
      expect((await send({ ...body, client_name: 'x'.repeat(200) })).status).toBe(201);
      const refused = await send({ ...body, client_name: 'x'.repeat(201) });
      expect(await expectRefused(refused, 'invalid_client_metadata')).toContain('200');
    });

    test.each([
      ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
      ['"><img src=x onerror=alert(1)>', '&quot;&gt;&lt;img src=x onerror=alert(1)&gt;'],
      ["Tom & Jerry's", 'Tom &amp; Jerry&#39;s'],
    ])('shows %j escaped', async (name, shown) => {
      const html = await (await consentPageOf(await register(server.url, { client_name: name }))).text();
      expect(html).toContain(`“${shown}”`);
      expect(html).not.toContain(name);
    });
  });

  describe('of what a client can do', () => {
    test('passes over members that it does not know, and gives none of them back', async () => {
      const response = await send({
        redirect_uris: [REDIRECT_URI],
        logo_uri: 'javascript:alert(1)',
        jwks: 7,
        application_type: ['?'],
        client_id: 'mine',
        client_secret: 'mine',
      });
      expect(response.status).toBe(201);
      const answer = (await response.json()) as Record<string, unknown>;
      expect(answer.client_id).not.toBe('mine');
      for (const name of ['logo_uri', 'jwks', 'application_type', 'client_secret']) {
        expect(answer).not.toHaveProperty(name);
      }
    });

    test.each([
      ['the implicit grant', { grant_types: ['authorization_code', 'implicit'] }],
      ['the password grant', { grant_types: ['password'] }],
      ['client credentials', { grant_types: ['client_credentials'] }],
      ['a refresh token alone', { grant_types: ['refresh_token'] }],
      ['no grant', { grant_types: [] }],
      ['the response type token', { response_types: ['token'] }],
      ['private_key_jwt', { token_endpoint_auth_method: 'private_key_jwt' }],
      ['tls_client_auth', { token_endpoint_auth_method: 'tls_client_auth' }],
      ['a method that is no text', { token_endpoint_auth_method: 7 }],
    ])('refuses %s, which it cannot have', async (_, metadata) => {
      const response = await send({ redirect_uris: [REDIRECT_URI], ...metadata });
      await expectRefused(response, 'invalid_client_metadata');
    });

    test.each(['client_secret_basic', 'client_secret_post'])(
      'gives a secret for %s, without which there are no tokens',
      async (method) => {
        const client = await register(server.url, { token_endpoint_auth_method: method });
        const { client_id, client_secret = '' } = client;
        expect(client_secret).toMatch(SECRET);
        expect(client).toMatchObject({ client_secret_expires_at: 0, token_endpoint_auth_method: method });
        const code = await codeFor(server.url, client_id, 'owner');
        const bare = await askForTokens(server.url, redemption({ client_id }, code));
        expect(bare).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
        const proven =
          method === 'client_secret_post'
            ? await askForTokens(server.url, redemption(client, code))
            : await askForTokens(
                server.url,
                redemption({ client_id }, code),
                basic(client_id, client_secret),
              );
        expect(proven.status).toBe(200);
      },
    );

    test('gives a public client no secret', async () => {
      expect(await register(server.url)).not.toHaveProperty('client_secret');
    });
  });

  describe('is kept for 90 days', () => {
    const statusOf = async (client: Registered) => {
      const { status, body } = await askForTokens(
        server.url,
        redemption(client, { code: 'x', verifier: 'x' }),
      );
      return [status, body.error];
    };

    test('and forgotten then: a page for the user, 401 for the client', async () => {
      const client = await register(server.url);
      await store.pass(90 * DAY);
      await expectPage(await consentPageOf(client), 'This app is not known here');
      expect(await statusOf(client)).toEqual([401, 'invalid_client']);
    });

    test('from its last use on', async () => {
      const client = await register(server.url);
      await store.pass(89 * DAY);
      await expectPage(await consentPageOf(client), 'Let this app use your Fergus account?', 200);
      await store.pass(89 * DAY);
      expect(await statusOf(client)).toEqual([400, 'invalid_grant']);
      await store.pass(89 * DAY);
      await expectPage(await consentPageOf(client), 'Let this app use your Fergus account?', 200);
      await store.pass(90 * DAY);
      await expectPage(await consentPageOf(client), 'This app is not known here');
    });
  });

  describe('of a body', () => {
    const padded = (bytes: number) => {
      const body = JSON.stringify({ redirect_uris: [REDIRECT_URI], pad: '' });
      return body.replace('"pad":""', `"pad":"${'x'.repeat(bytes - body.length)}"`);
    };

    test('takes 64 KB, and no more: 413', async () => {
      expect((await send(padded(65_536))).status).toBe(201);
      await expectRefused(await send(padded(65_537)), 'invalid_request', 413);
      const packed = gzipSync(padded(1_000_000));
      await expectRefused(await send(packed, { 'content-encoding': 'gzip' }), 'invalid_request', 413);
    });

    test.each(['{nope', 'redirect_uris=https://app.example', '<xml/>', '"text"', '7', '\u0000'])(
      'that is no JSON is 400, and never 500: %j',
      async (body) => {
        expect(await expectRefused(await send(body), 'invalid_client_metadata')).toContain('JSON');
      },
    );

    test.each(['[]', '[{}]'])('that is JSON but no object is 400: %s', async (body) => {
      expect(await expectRefused(await send(body), 'invalid_client_metadata')).toContain('JSON object');
    });

    test('that is damaged on its way is 400', async () => {
      const headers = { 'content-encoding': 'gzip' };
      await expectRefused(await send('not zipped', headers), 'invalid_client_metadata');
    });

    test('that is missing is 400', async () => {
      await expectRefused(await send(''), 'invalid_redirect_uri');
    });

    test('that nests without end is 400', async () => {
      const body = `${'['.repeat(30_000)}${']'.repeat(30_000)}`;
      await expectRefused(await send(body), 'invalid_client_metadata');
    });

    test.each(['text/plain', 'application/x-www-form-urlencoded'])(
      'is read as JSON whatever it calls itself: %s',
      async (type) => {
        expect((await send({ redirect_uris: [REDIRECT_URI] }, { 'content-type': type })).status).toBe(201);
      },
    );

    test('is not taken by another method: 405', async () => {
      for (const method of ['GET', 'PUT', 'DELETE']) {
        const response = await fetch(`${server.url}/oauth/register`, { method });
        expect(response.status, method).toBe(405);
        expect(response.headers.get('allow')).toBe('POST, OPTIONS');
      }
    });
  });
});
