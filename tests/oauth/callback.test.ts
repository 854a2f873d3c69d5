import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { Encryption, generateEncryptionKey, parseEncryptionKeys } from '../../src/storage/encryption.ts';
import { MemoryStore } from '../../src/storage/memory-store.ts';
import { StoreUnavailable } from '../../src/storage/store.ts';
import { startTestServer, type TestServer } from '../support/http-server.ts';
import { authorizeUrl, pkce, REDIRECT_URI, register, TestBrowser } from '../support/oauth-flow.ts';
import { signInAt } from '../support/sign-in.ts';
import { AgeingStore } from './ageing-store.ts';
import { answerOf, approve, cookiesSetBy, expectPage } from './sign-in-steps.ts';
import { describeOnStores, type SuiteStore } from './stores.ts';

const NO_SIGN_IN = 'This sign-in cannot be finished';
const KEY = generateEncryptionKey();

describeOnStores('the callback', (open) => {
  let suite: SuiteStore;
  let store: AgeingStore;
  let server: TestServer;
  let clientId: string;
  let browser: TestBrowser;
  const { challenge } = pkce();

  beforeAll(async () => {
    suite = await open();
    store = new AgeingStore(suite.store);
    server = await startTestServer({ store, env: { TOKEN_ENCRYPTION_KEY: KEY } });
    clientId = (await register(server.url)).client_id;
  });

  beforeEach(() => {
    browser = new TestBrowser();
  });

  afterEach(() => vi.useRealTimers());

  afterAll(async () => {
    await server?.close();
    await suite?.close();
  });

  function request(parameters: Record<string, string> = {}): URL {
    return authorizeUrl(server.url, { client_id: clientId, code_challenge: challenge, ...parameters });
  }

  /** From the authorization request to the way back from Fergus's sign-in, which is not gone yet. */
  async function wayBack(parameters: Record<string, string> = {}, user = 'owner'): Promise<URL> {
    return signInAt(await approve(browser, request(parameters)), user, browser.fetch);
  }

  /** The cookie that ties the sign-in to the browser. */
  function cookieOf(address: URL): [name: string, value: string] {
    const [found, ...more] = [...browser.cookiesOf(address.href)].filter(([name]) =>
      name.includes('sign-in'),
    );
    if (!found || more.length > 0) throw new Error('Not one sign-in, but none or several.');
    return found;
  }

  describe('after a sign-in', () => {
    test('gives the client a code with state and issuer at its very address, and nothing of Fergus', async () => {
      const address = await wayBack({ state: 'of & the=client' });
      const response = await browser.fetch(address);
      expect(response.headers.get('location')).toMatch(`${REDIRECT_URI}?code=`);
      expect(response.headers.get('cache-control')).toBe('no-store');
      const code = expect.stringMatching(/^fmcp_code\./);
      expect(answerOf(response)).toEqual({ code, state: 'of & the=client', iss: server.url });
      for (const secret of server.cognito.issued) {
        expect(response.headers.get('location')).not.toContain(secret);
      }
    });

    test('keeps the query that the client registered', async () => {
      const uri = 'https://app.example/cb?tenant=7';
      const { client_id } = await register(server.url, { redirect_uris: [uri] });
      const response = await browser.fetch(await wayBack({ client_id, redirect_uri: uri }));
      expect(response.headers.get('location')).toMatch(`${uri}&code=`);
    });

    test('opens an app with a scheme of its own from a page', async () => {
      const uri = 'cursor://anysphere.cursor-mcp/oauth/callback';
      const { client_id } = await register(server.url, { client_name: '<i>Cursor', redirect_uris: [uri] });
      const response = await browser.fetch(await wayBack({ client_id, redirect_uri: uri }));
      const html = await expectPage(response, 'You are signed in', 200);
      const link = /<a class="button primary" href="(cursor:[^"]+)">Return to <bdi>&lt;i&gt;Cursor</.exec(
        html,
      )?.[1];
      expect(link).toMatch(/^cursor:\/\/anysphere\.cursor-mcp\/oauth\/callback\?code=[^"]+&amp;iss=/);
      expect(html).toContain(`content="1;url=${link}"`);
    });

    test('takes the cookie away that has done its work', async () => {
      const address = await wayBack();
      const [name] = cookieOf(address);
      expect(cookiesSetBy(await browser.fetch(address)).get(name)).toMatchObject({
        value: '',
        Expires: 'Thu, 01 Jan 1970 00:00:00 GMT',
      });
    });

    test('works in several tabs of one browser at once, each for its own client', async () => {
      const clients = await Promise.all(['a', 'b', 'c'].map(() => register(server.url)));
      const addresses = [];
      for (const { client_id } of clients) addresses.push(await wayBack({ client_id, state: client_id }));
      const answers = await Promise.all(addresses.reverse().map((address) => browser.fetch(address)));
      const states = answers.map((answer) => answerOf(answer).state);
      expect(states).toEqual(clients.map(({ client_id }) => client_id).reverse());
      expect([...browser.cookiesOf(server.url).keys()]).toEqual(['fergus-browser']);
    });
  });

  describe('shows a page and redirects nowhere', () => {
    test.each([
      ['missing', ''],
      ['empty', 'state='],
      ['unknown', `state=${'x'.repeat(43)}`],
      ['beyond all measure', `state=${'x'.repeat(10_000)}`],
    ])('where state is %s', async (_, state) => {
      await wayBack();
      for (const answer of ['code=c', 'error=access_denied', 'error=server_error']) {
        const response = await browser.fetch(`${server.url}/oauth/callback?${answer}&${state}`);
        await expectPage(response, NO_SIGN_IN);
      }
    });

    test('where state is there twice', async () => {
      const address = await wayBack();
      const state = address.searchParams.get('state');
      await expectPage(await browser.fetch(`${address}&state=${state}`), NO_SIGN_IN);
    });

    test('where state was used, whatever came of it', async () => {
      for (const answer of ['code=of-nobody', 'error=access_denied', undefined]) {
        const address = await wayBack();
        if (answer !== undefined) address.search = `${answer}&state=${address.searchParams.get('state')}`;
        const [name, value] = cookieOf(address);
        answerOf(await browser.fetch(address));
        await expectPage(await browser.fetch(address), NO_SIGN_IN);
        browser.setCookie(server.url, name, value);
        await expectPage(await browser.fetch(address), NO_SIGN_IN);
        browser = new TestBrowser();
      }
    });

    test('for all but one of those who bring the same state at once', async () => {
      const address = await wayBack();
      const answers = await Promise.all([1, 2, 3, 4].map(() => browser.fetch(address)));
      expect(answers.map(({ status }) => status).sort()).toEqual([302, 400, 400, 400]);
    });

    test('in a browser other than the one that began, and lets that one go on', async () => {
      const address = await wayBack();
      const mine = browser;
      browser = new TestBrowser();
      await expectPage(await browser.fetch(address), NO_SIGN_IN);
      await wayBack();
      await expectPage(await browser.fetch(address), NO_SIGN_IN);
      expect(answerOf(await mine.fetch(address))).toHaveProperty('code');
    });

    test('where the cookie is not as it was sealed, or is one of another sign-in or name', async () => {
      const other = await wayBack();
      const [, ofOther] = cookieOf(other);
      browser = new TestBrowser();
      const address = await wayBack();
      const [name, value] = cookieOf(address);
      const ofBrowser = browser.cookiesOf(server.url).get('fergus-browser') ?? '';
      for (const wrong of [`${value}x`, value.replace(/.{3}$/, 'AAA'), ofOther, ofBrowser, 'x']) {
        browser.setCookie(server.url, name, wrong);
        await expectPage(await browser.fetch(address), NO_SIGN_IN);
      }
      browser.setCookie(server.url, name, value);
      expect(answerOf(await browser.fetch(address))).toHaveProperty('code');
    });

    test('where the cookie was made for another client', async () => {
      const { client_id: other } = await register(server.url);
      const address = await wayBack();
      const [name, value] = cookieOf(address);
      const encryption = new Encryption(parseEncryptionKeys(KEY));
      const content = encryption.decrypt(value, name) ?? '';
      expect(content).toContain(clientId);
      browser.setCookie(server.url, name, encryption.encrypt(content.replace(clientId, other), name));
      await expectPage(await browser.fetch(address), NO_SIGN_IN);
    });

    test('where more than ten minutes have passed since the approval', async () => {
      const inTime = await wayBack({ state: 'in time' });
      await store.pass(599_000);
      expect(answerOf(await browser.fetch(inTime))).toMatchObject({ state: 'in time' });
      const late = await approve(browser, request());
      await store.pass(601_000);
      await expectPage(await browser.fetch(await signInAt(late, 'owner', browser.fetch)), NO_SIGN_IN);
    });
  });

  test('keeps what it must remember by hash or sealed, and forgets it with the answer', async () => {
    const upstream = await approve(browser, request({ state: 'a-state-of-the-client' }));
    const [state = '', ...others] = ['state', 'nonce', 'code_challenge'].map(
      (name) => upstream.searchParams.get(name) ?? '',
    );
    const key = `sign-in:${createHash('sha256').update(state).digest('base64url')}`;
    expect(await store.get(key)).toBeDefined();
    const kept = await suite.dump();
    for (const secret of [state, ...others, 'a-state-of-the-client']) expect(kept).not.toContain(secret);
    await browser.fetch(await signInAt(upstream, 'owner', browser.fetch));
    expect(await store.get(key)).toBeUndefined();
  });
});

test('where the store does not answer, loading the callback again later goes on', async () => {
  class FailingStore extends MemoryStore {
    down = false;

    override take(key: string): Promise<string | undefined> {
      return this.down ? Promise.reject(new StoreUnavailable()) : super.take(key);
    }
  }
  const store = new FailingStore();
  const server = await startTestServer({ store });
  try {
    const browser = new TestBrowser();
    const { client_id } = await register(server.url);
    const url = authorizeUrl(server.url, { client_id, code_challenge: pkce().challenge });
    const address = await signInAt(await approve(browser, url), 'owner', browser.fetch);
    store.down = true;
    const failed = await browser.fetch(address);
    expect(failed.headers.get('retry-after')).toBe('5');
    await expectPage(failed, 'Just a moment', 503);
    store.down = false;
    expect(answerOf(await browser.fetch(address))).toHaveProperty('code');
  } finally {
    await server.close();
    await store.close();
  }
});
