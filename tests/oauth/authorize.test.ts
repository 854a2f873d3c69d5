import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../support/http-server.ts';
import { authorizeUrl, pkce, REDIRECT_URI, register, TestBrowser } from '../support/oauth-flow.ts';
import { answerOf, expectPage, redirectOf } from './sign-in-steps.ts';
import { describeOnStores, type SuiteStore } from './stores.ts';

const UNKNOWN_CLIENT = 'This app is not known here';
const NAMELESS_CLIENT = 'The app did not say who it is';
const UNLISTED_ADDRESS = 'The app gave an address that it has not registered';
const CONSENT = 'Let this app use your Fergus account?';

const WEB_URI = 'https://app.example/cb?tenant=7';

describeOnStores('the authorization endpoint', (open) => {
  let suite: SuiteStore;
  let server: TestServer;
  let clientId: string;
  const { challenge } = pkce();

  beforeAll(async () => {
    suite = await open();
    server = await startTestServer({ store: suite.store });
    const uris = [REDIRECT_URI, WEB_URI, 'http://127.0.0.1/cb?x=1', 'http://[::1]:1234', 'cursor://app/cb'];
    clientId = (await register(server.url, { redirect_uris: uris })).client_id;
  });

  afterAll(async () => {
    await server?.close();
    await suite?.close();
  });

  /** A request that is right but for these parameters. */
  function ask(parameters: Record<string, string | undefined> = {}, more = ''): Promise<Response> {
    const url = authorizeUrl(server.url, { client_id: clientId, code_challenge: challenge, ...parameters });
    return new TestBrowser().fetch(`${url}${more}`);
  }

  async function expectConsent(parameters: Record<string, string | undefined> = {}): Promise<string> {
    return expectPage(await ask(parameters), CONSENT, 200);
  }

  describe('first looks at the client, and where that fails shows a page', () => {
    test.each([
      ['unknown', '2a1e1a0e-7d4c-4d3e-9b1f-0a4a3f6f1e11', UNKNOWN_CLIENT],
      ['no id of ours', '<script>alert(1)</script>', UNKNOWN_CLIENT],
      ['a key of the store', '}:client', UNKNOWN_CLIENT],
      ['empty', '', UNKNOWN_CLIENT],
      ['missing', undefined, NAMELESS_CLIENT],
    ])('%s', async (_, id, heading) => {
      const html = await expectPage(await ask({ client_id: id, response_type: 'token' }), heading);
      expect(html).not.toContain('<script');
    });

    test('given twice', async () => {
      await expectPage(await ask({}, `&client_id=${clientId}`), NAMELESS_CLIENT);
    });

    test("another client's address is of no use", async () => {
      const { client_id: other } = await register(server.url, { redirect_uris: ['https://other.example/'] });
      await expectPage(await ask({ client_id: other }), UNLISTED_ADDRESS);
    });
  });

  describe('then at the redirect address, and where that fails shows a page, whatever else is wrong', () => {
    test.each([
      ['missing', undefined],
      ['empty', ''],
      ['of no form at all', 'not a uri'],
      ['with a port that does not exist', 'http://localhost:99999/callback'],
      ['unlisted', 'https://evil.example/cb?tenant=7'],
      ['relative', '/callback'],
      ['of another scheme', 'http://app.example/cb?tenant=7'],
      ['with a user name', 'https://app.example@evil.example/cb?tenant=7'],
      ['with a user name on loopback', 'http://localhost:7777@evil.example/callback'],
      ['with a backslash', 'http://localhost\\@evil.example/callback'],
      ['with a tab', 'http://local\thost:7777/callback'],
      ['with a fragment', `${REDIRECT_URI}#x`],
      ['with the default port', 'https://app.example:443/cb?tenant=7'],
      ['in capitals', 'https://APP.example/cb?tenant=7'],
      ['with a path below', 'https://app.example/cb/below?tenant=7'],
      ['with a slash more', 'https://app.example/cb/?tenant=7'],
      ['with dot segments', 'https://app.example/x/../cb?tenant=7'],
      ['with another query', 'https://app.example/cb?tenant=8'],
      ['with a longer query', 'https://app.example/cb?tenant=7&x=1'],
      ['without the query', 'https://app.example/cb'],
      ['with a letter escaped', 'https://app.example/c%62?tenant=7'],
      ['on a port of another host', 'https://app.example:8443/cb?tenant=7'],
      ['on loopback with another path', 'http://localhost:7777/callback2'],
      ['on loopback over https', 'https://localhost:7777/callback'],
      ['on another name of loopback', 'http://127.0.0.1:7777/callback'],
      ['on a name like loopback', 'http://localhost.evil.example:7777/callback'],
      ['of an app, with another path', 'cursor://app/cb2'],
      ['of a script', 'javascript:alert(1)'],
    ])('%s', async (_, redirectUri) => {
      const wrong = { response_type: 'token', code_challenge: undefined };
      await expectPage(await ask({ ...wrong, redirect_uri: redirectUri }), UNLISTED_ADDRESS);
    });

    test('given twice', async () => {
      const again = `&redirect_uri=${encodeURIComponent(REDIRECT_URI)}`;
      await expectPage(await ask({}, again), UNLISTED_ADDRESS);
    });
  });

  describe('takes a redirect address', () => {
    test.each([WEB_URI, 'cursor://app/cb', REDIRECT_URI])('to the letter: %s', async (redirectUri) => {
      await expectConsent({ redirect_uri: redirectUri });
    });

    test.each([
      'http://localhost/callback',
      'http://localhost:1/callback',
      'http://localhost:65535/callback',
      'http://127.0.0.1:33418/cb?x=1',
      'http://[::1]:9/',
    ])('on loopback on any port: %s', async (redirectUri) => {
      const html = await expectConsent({ redirect_uri: redirectUri });
      expect(html).toContain(`<dd class="address">${new URL(redirectUri).host}</dd>`);
    });

    test('as it stands, so that an answer changes nothing in it but the query', async () => {
      const response = await ask({ redirect_uri: WEB_URI, response_type: 'token' });
      expect(response.headers.get('location')).toMatch(/^https:\/\/app\.example\/cb\?tenant=7&error=/);
    });
  });

  describe('then at the rest, and tells errors to the client by redirect', () => {
    test.each<[string, Record<string, string | undefined>, string]>([
      ['without response_type', { response_type: undefined }, 'invalid_request'],
      ['for a token', { response_type: 'token' }, 'unsupported_response_type'],
      ['for a code and a token', { response_type: 'code token' }, 'unsupported_response_type'],
      ['without a challenge', { code_challenge: undefined }, 'invalid_request'],
      ['with a challenge that is too short', { code_challenge: 'x'.repeat(42) }, 'invalid_request'],
      ['with a challenge of other letters', { code_challenge: `${'x'.repeat(42)}=` }, 'invalid_request'],
      ['with a plain challenge', { code_challenge_method: 'plain' }, 'invalid_request'],
      ['without a method, which would be plain', { code_challenge_method: undefined }, 'invalid_request'],
      ['with a method in small letters', { code_challenge_method: 's256' }, 'invalid_request'],
      ['for another resource', { resource: 'https://other.example/mcp' }, 'invalid_target'],
      ['for a resource that begins as ours', { resource: 'http://localhost.evil/mcp' }, 'invalid_target'],
      ['for an empty resource', { resource: '' }, 'invalid_target'],
      ['with a state beyond all measure', { state: 's'.repeat(2049) }, 'invalid_request'],
    ])('%s', async (_, parameters, error) => {
      const state = 'of the client';
      const response = await ask({ redirect_uri: WEB_URI, state, ...parameters });
      expect(redirectOf(response).origin).toBe('https://app.example');
      expect(answerOf(response)).toEqual({
        tenant: '7',
        error,
        error_description: expect.stringMatching(/^[ !#-[\]-~]+\.$/),
        state: parameters.state ?? state,
        iss: server.url,
      });
    });

    test.each(['response_type', 'code_challenge', 'code_challenge_method', 'resource', 'scope', 'x'])(
      'with %s twice',
      async (name) => {
        const answer = answerOf(await ask({ scope: 'fergus:read', x: '1' }, `&${name}=code`));
        expect(answer).toMatchObject({ error: 'invalid_request', state: 'client-state', iss: server.url });
      },
    );

    test('with state twice, which goes back once', async () => {
      expect(answerOf(await ask({}, '&state=2'))).toMatchObject({ error: 'invalid_request' });
    });

    test('gives state back unchanged, and none where there was none', async () => {
      const state = '<&"\'>+ %2F \\ ü\u202e\n{"a":1}';
      expect(answerOf(await ask({ response_type: 'x', state }))).toMatchObject({ state });
      expect(answerOf(await ask({ response_type: 'x', state: undefined }))).not.toHaveProperty('state');
    });

    test('with text that does nothing in the body of the redirect', async () => {
      const url = authorizeUrl(server.url, { client_id: clientId, state: '"><script>alert(1)</script>' });
      const response = await new TestBrowser().fetch(url, { headers: { accept: 'text/html' } });
      expect(redirectOf(response).searchParams.get('state')).toContain('<script>');
      expect(await response.text()).not.toContain('<script');
    });
  });

  describe('takes', () => {
    test('our resource in its canonical spelling, as the origin, and none', async () => {
      for (const resource of [server.mcpUrl, server.url, `${server.url}/`, undefined]) {
        await expectConsent({ resource });
      }
    });

    test.each([
      ['none', undefined, true],
      ['both', 'fergus:read fergus:write', true],
      ['unknown ones', 'openid offline_access fergus:admin', true],
      ['reading', 'fergus:read', false],
      ['reading and an unknown one', 'fergus:read offline_access', false],
      ['changes alone', 'fergus:write', true],
    ])('scopes as far as they are ours, and all where none is: %s', async (_, scope, write) => {
      const html = await expectConsent({ scope });
      expect(html.includes('value="fergus:write" checked')).toBe(write);
      expect(html.includes('It did not ask to make changes')).toBe(!write);
    });

    test('parameters that it does not know', async () => {
      await expectConsent({
        prompt: 'none',
        nonce: 'n',
        response_mode: 'fragment',
        request_uri: 'https://x/',
      });
    });
  });

  describe('whatever a request says about its host', () => {
    /** A request with a target and headers that `fetch` would not send. */
    function send(target: string, headers: Record<string, string> = {}): Promise<Response> {
      const { port } = new URL(server.url);
      return new Promise((resolve, reject) => {
        request({ host: '127.0.0.1', port, path: target, headers }, (answer) => {
          const { location, 'content-type': type = '' } = answer.headers;
          answer.resume().once('end', () => {
            const given = { 'content-type': type, ...(location !== undefined && { location }) };
            resolve(new Response(null, { status: answer.statusCode ?? 0, headers: given }));
          });
        })
          .on('error', reject)
          .end();
      });
    }

    test('names the public address as the issuer', async () => {
      const { pathname, search } = authorizeUrl(server.url, { client_id: clientId });
      const headers = {
        host: 'evil.example',
        'x-forwarded-host': 'evil.example',
        forwarded: 'host=evil.example',
      };
      const answers = [
        await send(`${pathname}${search}`, headers),
        await send(`http://evil.example${pathname}${search}`),
      ];
      for (const answer of answers) expect(answerOf(answer)).toMatchObject({ iss: server.url });
    });

    test.each([
      '//evil.example/authorize',
      '/\\evil.example/authorize',
      'http://[/authorize',
      '/authorize/..',
    ])('is not led astray by the target %s', async (target) => {
      const { search } = authorizeUrl(server.url, { client_id: clientId });
      const answer = await send(`${target}${search}`);
      expect([400, 404]).toContain(answer.status);
      expect(answer.headers.has('location')).toBe(false);
    });
  });

  test('keeps nothing of a request in the store, so that asking costs no memory', async () => {
    const before = await suite.dump();
    for (let i = 0; i < 20; i += 1) await expectConsent({ state: `s${i}` });
    expect(await suite.dump()).toBe(before);
    expect(server.cognito.requests).toEqual([]);
  });
});
