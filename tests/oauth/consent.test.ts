import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../support/http-server.ts';
import {
  answerConsent,
  authorizeAs,
  authorizeUrl,
  pkce,
  REDIRECT_URI,
  register,
  sealedRequestIn,
  signedInClient,
  TestBrowser,
} from '../support/oauth-flow.ts';
import { answerOf, approve, cookiesSetBy, openConsent, redirectOf } from './sign-in-steps.ts';
import { describeOnStores, type SuiteStore } from './stores.ts';

const NAME = `"><script>alert('name')</script>`;
const STATE = 'state-of-the-client';

describeOnStores('consent', (open) => {
  let suite: SuiteStore;
  let server: TestServer;
  let clientId: string;
  let browser: TestBrowser;
  const { challenge } = pkce();

  beforeAll(async () => {
    suite = await open();
    server = await startTestServer({ store: suite.store });
    const uris = [REDIRECT_URI, 'https://app.example/cb', 'cursor://anysphere.cursor-mcp/oauth/callback'];
    clientId = (await register(server.url, { client_name: NAME, redirect_uris: uris })).client_id;
  });

  beforeEach(() => {
    browser = new TestBrowser();
    server.cognito.requests.length = 0;
  });

  afterAll(async () => {
    await server?.close();
    await suite?.close();
  });

  function request(parameters: Record<string, string | undefined> = {}): URL {
    const own = { client_id: clientId, code_challenge: challenge, state: STATE };
    return authorizeUrl(server.url, { ...own, ...parameters });
  }

  describe('the page', () => {
    test('says which app asks, where it leads, what it may do and where the sign-in is', async () => {
      const html = await (await browser.fetch(request({ redirect_uri: 'https://app.example/cb' }))).text();
      expect(html).toContain('<dd class="address">app.example</dd>');
      expect(html).toContain('Look into your account');
      expect(html).toContain('Make changes');
      expect(html).toContain(`<strong>${new URL(server.cognito.url).host}</strong>`);
      expect(html).toContain('“&quot;&gt;&lt;script&gt;alert(&#39;name&#39;)&lt;/script&gt;”');
      expect(html).not.toContain('<script');
    });

    test.each([
      ['https://app.example/cb', false, false],
      [REDIRECT_URI, true, false],
      ['cursor://anysphere.cursor-mcp/oauth/callback', false, true],
    ])('warns of what an address cannot prove: %s', async (redirectUri, loopback, app) => {
      const html = await (await browser.fetch(request({ redirect_uri: redirectUri }))).text();
      expect(html.includes('This address is on your own computer.')).toBe(loopback);
      expect(html.includes('This is an app on your device.')).toBe(app);
    });

    test('cannot be framed, holds no script, and does not stop the redirects that follow its form', async () => {
      const { headers } = await browser.fetch(request());
      const policy = headers.get('content-security-policy')?.split('; ');
      expect(policy).toEqual([
        "default-src 'none'",
        expect.stringMatching(/^style-src 'sha256-[\w+/]{43}='$/),
        "base-uri 'none'",
        "frame-ancestors 'none'",
      ]);
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cache-control')).toBe('no-store');
    });

    test('leaves the window that opened it within reach', async () => {
      const { headers } = await browser.fetch(request());
      expect(headers.has('cross-origin-opener-policy')).toBe(false);
    });

    test('comes before anything goes to the sign-in, and again after an approval', async () => {
      for (let round = 0; round < 2; round += 1) {
        const page = await browser.fetch(request());
        expect(page.status).toBe(200);
        expect([...cookiesSetBy(page).keys()]).toEqual(['fergus-browser']);
        expect(server.cognito.requests).toEqual([]);
        const upstream = redirectOf(
          await answerConsent(browser, server.url, sealedRequestIn(await page.text())),
        );
        expect(upstream.origin).toBe(server.cognito.url);
      }
    });
  });

  describe('a denial', () => {
    test('is told to the client, and starts nothing', async () => {
      const sealed = await openConsent(browser, request());
      const before = await suite.dump();
      const response = await answerConsent(browser, server.url, sealed, { decision: 'deny' });
      expect(response.headers.get('location')).toMatch(`${REDIRECT_URI}?`);
      expect(answerOf(response)).toEqual({
        error: 'access_denied',
        error_description: 'The user did not allow it.',
        state: STATE,
        iss: server.url,
      });
      expect(response.headers.getSetCookie()).toEqual([]);
      expect(await suite.dump()).toBe(before);
      expect(server.cognito.requests).toEqual([]);
    });
  });

  describe('an approval', () => {
    test('leads to the sign-in with parameters of our own alone', async () => {
      const theirs = { nonce: 'theirs-n', login_hint: 'theirs-l', prompt: 'theirs-p', lang: 'theirs-g' };
      const upstream = await approve(browser, request({ ...theirs, scope: 'fergus:read theirs-s' }));
      expect(`${upstream.origin}${upstream.pathname}`).toBe(`${server.cognito.url}/oauth2/authorize`);
      expect(Object.fromEntries(upstream.searchParams)).toEqual({
        response_type: 'code',
        client_id: server.cognito.clientId,
        redirect_uri: `${server.url}/oauth/callback`,
        scope: 'openid email profile',
        state: expect.stringMatching(/^[\w-]{43}$/),
        nonce: expect.stringMatching(/^[\w-]{43}$/),
        code_challenge: expect.stringMatching(/^[\w-]{43}$/),
        code_challenge_method: 'S256',
      });
      for (const part of [clientId, challenge, STATE, '7777', 'theirs', 'fergus:read']) {
        expect(upstream.href).not.toContain(part);
      }
    });

    test('gives each sign-in a state, a nonce and a challenge of its own', async () => {
      const sealed = await openConsent(browser, request());
      const answers = [1, 2].map(() => answerConsent(browser, server.url, sealed));
      const [one, two] = (await Promise.all(answers)).map((answer) => redirectOf(answer).searchParams);
      for (const name of ['state', 'nonce', 'code_challenge']) {
        expect(one?.get(name)).not.toBe(two?.get(name));
      }
    });

    test('ties the sign-in to the browser by a cookie that is set with the redirect', async () => {
      const response = await answerConsent(browser, server.url, await openConsent(browser, request()));
      const cookies = [...cookiesSetBy(response)];
      expect(cookies).toEqual([
        [
          expect.stringMatching(/^fergus-sign-in-[\w-]{8}$/),
          expect.objectContaining({ HttpOnly: true, SameSite: 'Lax', Path: '/', 'Max-Age': '600' }),
        ],
      ]);
    });

    test('of what was asked allows what stays ticked', async () => {
      const both = await signedInClient(server.url, 'owner');
      expect(both.tokens.scope).toBe('fergus:read fergus:write');
      const reading = await signedInClient(server.url, 'owner', { write: false });
      expect(reading.tokens.scope).toBe('fergus:read');
    });

    test('never allows more than was asked, whatever the form says', async () => {
      const { verifier, challenge: own } = pkce();
      const url = request({ scope: 'fergus:read', code_challenge: own });
      const back = await authorizeAs('owner', url, { write: true });
      const body = new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: clientId,
        code: back.searchParams.get('code') ?? '',
        code_verifier: verifier,
        redirect_uri: REDIRECT_URI,
      });
      const tokens = await fetch(`${server.url}/oauth/token`, { method: 'POST', body });
      expect(await tokens.json()).toMatchObject({ scope: 'fergus:read' });
    });
  });
});
