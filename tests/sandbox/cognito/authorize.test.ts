import { get, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { signInAt } from '../../support/sign-in.ts';
import { REDIRECT_URI, setUp } from './setup.ts';

const open = (url: URL) => fetch(url, { redirect: 'manual' });

describe('the sign-in page', () => {
  test('says that it is a demo and has a button per user and one to cancel, without any script', async () => {
    const { cognito, authorizeUrl } = await setUp();
    const page = await open(authorizeUrl());
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const html = await page.text();
    expect(html).toMatch(/<title>[^<]*demo stand-in for Fergus<\/title>/);
    expect(html).not.toContain('<script');
    expect([...html.matchAll(/<button[^>]*name="answer" value="(\w+)"/g)].map((match) => match[1])).toEqual([
      'owner',
      'member',
      'other',
      'cancel',
    ]);
    for (const { name, email } of cognito.users) {
      expect(html).toContain(`<strong>${name}</strong>`);
      expect(html).toContain(email);
    }
    expect(html).toContain('Kererū Plumbing, Gas &amp; Electrical Ltd');
  });

  test('forbids scripts, frames and caching, and leaves the redirects of its form alone', async () => {
    const { authorizeUrl } = await setUp();
    const { headers } = await open(authorizeUrl());
    const policy = headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('form-action');
    expect([headers.get('cache-control'), headers.get('referrer-policy')]).toEqual([
      'no-store',
      'no-referrer',
    ]);
  });

  test('escapes what stands in its address, which no browser has encoded', async () => {
    const { authorizeUrl } = await setUp();
    const { hostname, port, pathname, search } = authorizeUrl();
    const path = `${pathname}${search}&x="><b>'`;
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      get({ hostname, port, path }, resolve).on('error', reject);
    });
    const html = await text(response);
    expect(html).toContain('&amp;x=&quot;&gt;&lt;b&gt;&#39;">');
    expect(html).not.toContain('<b>');
  });
});

describe('the answer', () => {
  test('of a user goes back with a code and the state, character by character', async () => {
    const { cognito, authorizeUrl } = await setUp();
    const back = await signInAt(authorizeUrl(), 'owner');
    expect(back.origin + back.pathname).toBe(REDIRECT_URI);
    expect(Object.fromEntries(back.searchParams)).toEqual({ code: cognito.issued[0], state: 'the state/&=' });
  });

  test('keeps the query of the redirect address, and leaves out a state that there was none of', async () => {
    const { authorizeUrl } = await setUp();
    const redirect_uri = `${REDIRECT_URI}?tenant=7`;
    const back = await signInAt(authorizeUrl({ redirect_uri, state: undefined }), 'owner');
    expect([...back.searchParams.keys()]).toEqual(['tenant', 'code']);
  });

  test('cancel goes back with access_denied and gives out nothing', async () => {
    const { cognito, authorizeUrl } = await setUp();
    const back = await signInAt(authorizeUrl(), 'cancel');
    expect(Object.fromEntries(back.searchParams)).toEqual({ error: 'access_denied', state: 'the state/&=' });
    expect(cognito.issued).toEqual([]);
  });

  test('that names nobody gets a page and no redirect', async () => {
    const { authorizeUrl } = await setUp();
    for (const body of [new URLSearchParams({ answer: 'somebody' }), new URLSearchParams()]) {
      const response = await fetch(authorizeUrl(), { method: 'POST', body, redirect: 'manual' });
      expect([response.status, response.headers.get('location')]).toEqual([400, null]);
    }
  });
});

describe('a wrong request', () => {
  test.each([
    ['of an unknown client', { client_id: 'somebody-else' }],
    ['without a client', { client_id: undefined }],
    ['without a redirect address', { redirect_uri: undefined }],
    ['with a redirect address elsewhere', { redirect_uri: 'https://example.com/cb' }],
    [
      'with a redirect address that only looks like this machine',
      { redirect_uri: 'http://localhost.example' },
    ],
    ['with a redirect address that is none', { redirect_uri: 'localhost' }],
  ])('%s gets a page and no redirect, opened or answered', async (_, changes) => {
    const { authorizeUrl, cognito } = await setUp();
    const body = new URLSearchParams({ answer: 'owner' });
    const opened = await open(authorizeUrl(changes));
    const answered = await fetch(authorizeUrl(changes), { method: 'POST', body, redirect: 'manual' });
    for (const { status, headers } of [opened, answered]) {
      expect([status, headers.get('location')]).toEqual([400, null]);
      expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    }
    expect(cognito.issued).toEqual([]);
  });

  test.each([
    ['without a response type', { response_type: undefined }, 'invalid_request'],
    ['for another response type', { response_type: 'token' }, 'unsupported_response_type'],
    ['without the scope openid', { scope: 'email profile' }, 'invalid_scope'],
    ['without PKCE', { code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
    ['with plain PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['with a challenge that is no SHA-256', { code_challenge: 'short' }, 'invalid_request'],
  ])('%s goes back with the error and the state, opened or answered', async (_, changes, error) => {
    const { authorizeUrl, cognito } = await setUp();
    const body = new URLSearchParams({ answer: 'owner' });
    const opened = await open(authorizeUrl(changes));
    const answered = await fetch(authorizeUrl(changes), { method: 'POST', body, redirect: 'manual' });
    for (const response of [opened, answered]) {
      const back = new URL(response.headers.get('location') ?? '');
      expect(back.origin + back.pathname).toBe(REDIRECT_URI);
      expect([back.searchParams.get('error'), back.searchParams.get('state')]).toEqual([
        error,
        'the state/&=',
      ]);
    }
    expect(cognito.issued).toEqual([]);
  });
});

describe('redirect addresses', () => {
  test.each(['http://127.0.0.1:9/x', 'http://[::1]:65535/', 'http://localhost/cb?a=1'])(
    'without a list, every http address of this machine will do: %s',
    async (redirect_uri) => {
      const { authorizeUrl } = await setUp();
      expect((await signInAt(authorizeUrl({ redirect_uri }), 'owner')).href).toMatch(/[?&]code=/);
    },
  );

  test('with a list, they are compared character by character', async () => {
    const { authorizeUrl } = await setUp({ redirectUris: [REDIRECT_URI] });
    expect((await open(authorizeUrl())).status).toBe(200);
    for (const redirect_uri of [
      `${REDIRECT_URI}/`,
      `${REDIRECT_URI}?x`,
      'http://127.0.0.1:3100/oauth/callback',
    ]) {
      expect((await open(authorizeUrl({ redirect_uri }))).status).toBe(400);
    }
  });
});
