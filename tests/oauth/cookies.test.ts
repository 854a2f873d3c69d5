import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer } from '../support/http-server.ts';
import { authorizeUrl, pkce, register, sealedRequestIn, TestBrowser } from '../support/oauth-flow.ts';
import { signInAt } from '../support/sign-in.ts';
import { startBehindHttps } from './behind-https.ts';
import { answerOf, cookiesSetBy, redirectOf } from './sign-in-steps.ts';

interface Address {
  /** Where clients are told to go. */
  readonly issuer: string;
  /** Where on this machine that is. */
  local(publicAddress: string | URL): URL;
  close(): Promise<void>;
}

/** The answers that set cookies, of one sign-in from the consent page to the callback. */
async function signInSteps({ issuer, local }: Address) {
  const browser = new TestBrowser();
  const { client_id } = await register(local(`${issuer}/`).origin);
  const asked = authorizeUrl(issuer, { client_id, code_challenge: pkce().challenge });
  const page = await browser.fetch(local(asked));
  const body = new URLSearchParams({ request: sealedRequestIn(await page.text()), decision: 'approve' });
  const approval = await browser.fetch(local(`${issuer}/authorize/consent`), { method: 'POST', body });
  const back = local(await signInAt(redirectOf(approval), 'owner', browser.fetch));
  const callback = await browser.fetch(back);
  return { browser, client_id, page, approval, back, callback };
}

type Steps = Awaited<ReturnType<typeof signInSteps>>;

const ADDRESSES = [
  [
    'https',
    '__Host-fergus-',
    { Secure: true },
    async (): Promise<Address> => {
      const { url, local, close } = await startBehindHttps();
      return { issuer: url, local, close };
    },
  ],
  [
    'plain http, which is for this machine alone',
    'fergus-',
    {},
    async (): Promise<Address> => {
      const { url, close } = await startTestServer();
      return { issuer: url, local: (address) => new URL(address), close };
    },
  ],
] as const;

describe.each(ADDRESSES)('the cookies of a sign-in over %s', (_, prefix, secure, start) => {
  let address: Address;
  let steps: Steps;

  beforeAll(async () => {
    address = await start();
    steps = await signInSteps(address);
  });

  afterAll(() => address?.close());

  /** For this host and all its paths alone (no Domain), out of reach of scripts and of other sites' requests. */
  const attributes = { value: expect.any(String), Path: '/', HttpOnly: true, SameSite: 'Lax', ...secure };
  const lasting = { ...attributes, 'Max-Age': '600', Expires: expect.any(String) };

  test('are one for the browser with the consent page', () => {
    expect([...cookiesSetBy(steps.page)]).toEqual([[`${prefix}browser`, lasting]]);
  });

  test('are one for each sign-in with the redirect to Fergus', () => {
    const name = expect.stringMatching(RegExp(`^${prefix}sign-in-[\\w-]{8}$`));
    expect([...cookiesSetBy(steps.approval)]).toEqual([[name, lasting]]);
  });

  test('end with the callback, under the same attributes', () => {
    const [name] = [...cookiesSetBy(steps.approval).keys()];
    const ended = { ...attributes, value: '', Expires: 'Thu, 01 Jan 1970 00:00:00 GMT' };
    expect([...cookiesSetBy(steps.callback)]).toEqual([[name, ended]]);
    expect(answerOf(steps.callback)).toMatchObject({ iss: address.issuer, code: expect.any(String) });
  });

  test('are sealed: they tell neither client nor state, and are different each time', async () => {
    const { browser, client_id } = steps;
    const again = await browser.fetch(
      address.local(authorizeUrl(address.issuer, { client_id, code_challenge: pkce().challenge })),
    );
    const [first, second] = [steps.page, again].map(
      (page) => cookiesSetBy(page).get(`${prefix}browser`)?.value,
    );
    expect(first).toMatch(/^\w+(?:\.[\w-]+){3}$/);
    expect(second).not.toBe(first);
    const [cookie] = cookiesSetBy(steps.approval).values();
    const state = steps.back.searchParams.get('state') ?? '';
    const text = Buffer.from(String(cookie?.value).split('.')[2] ?? '', 'base64url').toString('latin1');
    for (const secret of [client_id, state]) expect(text).not.toContain(secret);
  });
});

test('a cookie without the prefix is none over https', async () => {
  const server = await startBehindHttps();
  try {
    const { local, url } = server;
    const browser = new TestBrowser();
    const { client_id } = await register(local(`${url}/`).origin);
    const page = await browser.fetch(
      local(authorizeUrl(url, { client_id, code_challenge: pkce().challenge })),
    );
    const value = String(cookiesSetBy(page).get('__Host-fergus-browser')?.value);
    const planted = new TestBrowser();
    planted.setCookie(local(url).href, 'fergus-browser', value);
    const body = new URLSearchParams({ request: sealedRequestIn(await page.text()), decision: 'deny' });
    const target = local(`${url}/authorize/consent`);
    expect((await planted.fetch(target, { method: 'POST', body })).status).toBe(400);
    expect((await browser.fetch(target, { method: 'POST', body })).status).toBe(303);
    expect(page.headers.get('strict-transport-security')).toMatch(/^max-age=\d{7,}/);
  } finally {
    await server.close();
  }
});
