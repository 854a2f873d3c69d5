import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { startTestServer, type TestServer } from '../support/http-server.ts';
import { answerConsent, authorizeUrl, pkce, TestBrowser } from '../support/oauth-flow.ts';
import { AgeingStore } from './ageing-store.ts';
import { callBack, signInBy } from './client-flow.ts';
import { DocumentHost } from './document-host.ts';
import { statusWith } from './mcp-request.ts';
import { expectPage, openConsent } from './sign-in-steps.ts';
import { describeOnStores, type SuiteStore } from './stores.ts';
import { askForTokens, redemption, refreshing } from './token-requests.ts';

const CALLBACK = 'https://app.example/callback';
const DOCUMENT = { client_name: 'App', redirect_uris: [CALLBACK] };
const CONSENT = 'Let this app use your Fergus account?';
const REFUSED = 'The app could not be checked';

describeOnStores('a client metadata document', (open) => {
  let stored: SuiteStore;
  let store: AgeingStore;
  let server: TestServer;
  const host = new DocumentHost();
  let count = 0;
  beforeAll(async () => {
    stored = await open();
    store = new AgeingStore(stored.store);
    server = await startTestServer({ store, fetchDocument: host.fetch });
  });
  beforeEach(() => {
    host.fetched.length = 0;
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  afterAll(async () => {
    await server?.close();
    await stored?.close();
  });

  /** An address that nothing was asked of yet. */
  const newAddress = () => {
    count += 1;
    return `https://app.example/${count}/client.json`;
  };

  const ask = (clientId: string, browser = new TestBrowser()) => browser.fetch(authorizeOf(clientId));
  const authorizeOf = (clientId: string) =>
    authorizeUrl(server.url, {
      client_id: clientId,
      redirect_uri: CALLBACK,
      code_challenge: pkce().challenge,
    });

  test('makes a client that signs in, calls tools and refreshes, with one fetch in all', async () => {
    const id = host.put(newAddress(), DOCUMENT);
    const { status, tokens } = await signInBy(server.url, { clientId: id, redirectUri: CALLBACK });
    expect(status).toBe(200);
    expect(await statusWith(server.mcpUrl, tokens.access_token)).toBe(200);
    const refreshed = await askForTokens(server.url, refreshing({ client_id: id }, tokens.refresh_token));
    expect(refreshed.status).toBe(200);
    expect(host.fetched).toEqual([id]);
  });

  test('is fetched once for all who ask at the same time', async () => {
    const id = host.put(newAddress(), DOCUMENT);
    // Long enough for all requests to be there while the first fetch is under way.
    host.gate = sleep(500);
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(id)));
    for (const answer of answers) await expectPage(answer, CONSENT, 200);
    expect(host.fetched).toEqual([id]);
  });

  test('whose client presents a secret is refused: 401', async () => {
    const id = host.put(newAddress(), DOCUMENT);
    const form = { ...refreshing({ client_id: id }, 'x'), client_secret: 'made-up' };
    expect(await askForTokens(server.url, form)).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
  });

  describe('is refused on a page where it', () => {
    const { client_name: _name, ...nameless } = DOCUMENT;
    const { redirect_uris: _uris, ...homeless } = DOCUMENT;

    test.each<[string, Record<string, unknown>, RegExp]>([
      ['is about another client', { ...DOCUMENT, client_id: 'https://app.example/other' }, /another address/],
      ['has no client_id', { ...DOCUMENT, client_id: undefined }, /client_id is missing/],
      ['has no name', nameless, /client_name/],
      ['has an empty name', { ...DOCUMENT, client_name: ' ' }, /client_name is empty/],
      ['has no redirect URIs', homeless, /redirect_uris/],
      [
        'has a redirect URI that is not allowed',
        { ...DOCUMENT, redirect_uris: ['http://x.example'] },
        /https/,
      ],
      ['holds a secret', { ...DOCUMENT, client_secret: 's' }, /shared secret/],
      ['wants a secret', { ...DOCUMENT, token_endpoint_auth_method: 'client_secret_post' }, /shared secret/],
      ['can do keys only', { ...DOCUMENT, token_endpoint_auth_method: 'private_key_jwt' }, /none/],
    ])('%s', async (_, document, reason) => {
      const id = host.put(newAddress(), document);
      expect(await expectPage(await ask(id), REFUSED)).toMatch(reason);
      const token = await askForTokens(server.url, refreshing({ client_id: id }, 'x'));
      expect(token).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    });

    test.each<[string, (address: string) => string]>([
      ['a trailing slash', (address) => `${address}/`],
      ['an empty query', (address) => `${address}?`],
      ['its port', (address) => address.replace('.example/', '.example:443/')],
      ['its case', (address) => address.replace('client', 'Client')],
    ])('names an address that differs by %s', async (_, change) => {
      const address = newAddress();
      host.put(address, { ...DOCUMENT, client_id: change(address) });
      expect(await expectPage(await ask(address), REFUSED)).toMatch(/another address/);
    });

    test.each([
      ['is a redirect', { status: 302 }, /redirect/],
      ['is not there', { status: 404 }, /there is none/],
      ['comes from a host that fails', { status: 500 }, /status 500/],
      ['is a web page', { contentType: 'text/html', body: '<html>' }, /not JSON/],
      ['is no JSON', { body: '{nope' }, /not valid JSON/],
      ['is a list', { body: '[]' }, /not a JSON object/],
    ])('%s', async (_, about, reason) => {
      expect(await expectPage(await ask(host.answer(newAddress(), about)), REFUSED)).toMatch(reason);
    });

    test('cannot be had', async () => {
      expect(await expectPage(await ask(newAddress()), REFUSED)).toMatch(/did not answer within 5 seconds/);
    });
  });

  test.each([
    ['http', 'http://app.example/client.json', 'This app is not known here'],
    ['another scheme', 'ftp://app.example/client.json', 'This app is not known here'],
    ['capitals', 'HTTPS://app.example/client.json', 'This app is not known here'],
    ['a root', 'https://app.example/', REFUSED],
    ['an empty fragment', 'https://app.example/client.json#', REFUSED],
    ['2,049 characters', `https://app.example/${'x'.repeat(2029)}`, REFUSED],
  ])('is fetched from no address with %s', async (_, id, heading) => {
    await expectPage(await ask(id), heading);
    const token = await askForTokens(server.url, refreshing({ client_id: id }, 'x'));
    expect(token).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect(host.fetched).toEqual([]);
  });

  describe('that is gone or unreadable later', () => {
    /** Long enough for a document that may not be stored to be fetched anew, and short enough for a code. */
    const LATER_MS = 31_000;
    const uncached = { cacheControl: 'no-store' };

    test('still stands for a day, where it may be stored', async () => {
      const id = host.put(newAddress(), DOCUMENT);
      await expectPage(await ask(id), CONSENT, 200);
      host.remove(id);
      await store.pass(10 * 60_000);
      await expectPage(await ask(id), CONSENT, 200);
      expect(host.fetched).toEqual([id, id]);
    });

    test('is not asked for again at once', async () => {
      const id = newAddress();
      await expectPage(await ask(id), REFUSED);
      await expectPage(await ask(id), REFUSED);
      expect(host.fetched).toEqual([id]);
      host.put(id, DOCUMENT);
      await store.pass(LATER_MS);
      await expectPage(await ask(id), CONSENT, 200);
    });

    test.each<[string, (id: string) => void, number, string, string | null]>([
      ['unreadable', (id) => host.remove(id), 503, 'temporarily_unavailable', '5'],
      ['gone', (id) => host.answer(id, { status: 404 }), 401, 'invalid_client', null],
    ])('when the code is redeemed (%s)', async (_, change, status, error, retryAfter) => {
      const id = host.put(newAddress(), DOCUMENT, uncached);
      const flow = { clientId: id, redirectUri: CALLBACK };
      const { parameters, verifier } = await callBack(server.url, flow);
      change(id);
      await store.pass(LATER_MS);
      const answer = await askForTokens(
        server.url,
        redemption(
          { client_id: id },
          { code: parameters.get('code') ?? '', verifier },
          { redirect_uri: CALLBACK },
        ),
      );
      expect(answer).toMatchObject({ status, body: { error } });
      expect(answer.headers.get('retry-after')).toBe(retryAfter);
    });

    test.each<[string, (id: string) => void]>([
      ['unreadable', (id) => host.remove(id)],
      ['gone', (id) => host.answer(id, { status: 404 })],
      [
        'without this redirect URI',
        (id) => host.put(id, { ...DOCUMENT, redirect_uris: ['https://x.example/'] }),
      ],
    ])('when the user agrees (%s): a page, and nobody is sent to Fergus', async (_, change) => {
      const id = host.put(newAddress(), DOCUMENT, uncached);
      const browser = new TestBrowser();
      const sealed = await openConsent(browser, authorizeOf(id));
      change(id);
      await store.pass(LATER_MS);
      const response = await answerConsent(browser, server.url, sealed);
      expect(response.status).toBe(400);
      expect(response.headers.get('location')).toBeNull();
      expect(await response.text()).toMatch(/<h1>(The app could not be checked|This app is not known here)</);
    });

    test('when an app with a scheme of its own is called back: the user gets there all the same', async () => {
      const redirectUri = 'com.example.app:/callback';
      const id = host.put(newAddress(), { ...DOCUMENT, redirect_uris: [redirectUri] }, uncached);
      const { address } = await callBack(server.url, { clientId: id, redirectUri }, async () => {
        host.remove(id);
        await store.pass(LATER_MS);
      });
      expect(address).toMatch(/^com\.example\.app:\/callback\?code=/);
    });
  });
});

describe('without a fetcher of the test’s own, a document', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server?.close());

  const refusedFor = async (clientId: string) => {
    const parameters = { client_id: clientId, redirect_uri: CALLBACK, code_challenge: pkce().challenge };
    return expectPage(await new TestBrowser().fetch(authorizeUrl(server.url, parameters)), REFUSED);
  };

  test('on this machine is not asked for: no connection is made', async () => {
    let connections = 0;
    const listener = createServer(() => {
      connections += 1;
    }).listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const address = listener.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    expect(await refusedFor(`https://127.0.0.1:${port}/client.json`)).toContain('has no public address');
    expect(connections).toBe(0);
    listener.close();
  });

  test.each([
    'https://[::1]/client.json',
    'https://[::ffff:127.0.0.1]/client.json',
    'https://2130706433/client.json',
    'https://0x7f.1/client.json',
    'https://169.254.169.254/latest/meta-data',
    'https://10.0.0.7/client.json',
    'https://0.0.0.0/client.json',
  ])('at an address that is not public is not asked for: %s', async (id) => {
    expect(await refusedFor(id)).toContain('has no public address');
  });
});
