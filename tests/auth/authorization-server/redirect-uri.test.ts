import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkRedirectUri,
  displayHost,
  isLoopback,
  isPrivateUse,
  matchRedirectUri,
} from '../../../src/auth/authorization-server/redirect-uri.ts';

const LONGEST = `https://app.example/${'a'.repeat(2048 - 20)}`;

/** With what the consent page is told of each. */
const ACCEPTED = [
  ['https://claude.ai/api/mcp/auth_callback', 'claude.ai', 'web'],
  ['https://chatgpt.com/connector/oauth/a1B2_c3', 'chatgpt.com', 'web'],
  ['https://vscode.dev/redirect', 'vscode.dev', 'web'],
  ['https://app.example', 'app.example', 'web'],
  ['https://app.example:8443/cb?tenant=7&next=%2Fhome', 'app.example:8443', 'web'],
  ['https://APP.example/cb', 'app.example', 'web'],
  ['https://xn--bcher-kva.example/cb', 'xn--bcher-kva.example', 'web'],
  ['https://app.example/a@b/cb', 'app.example', 'web'],
  ['https://[2001:db8::1]/cb', '[2001:db8::1]', 'web'],
  [LONGEST, 'app.example', 'web'],
  ['https://localhost.example/cb', 'localhost.example', 'web'],
  ['https://2130706433/cb', '127.0.0.1', 'loopback'],
  ['https://localhost/cb', 'localhost', 'loopback'],
  ['http://localhost/callback', 'localhost', 'loopback'],
  ['http://localhost:3000/callback', 'localhost:3000', 'loopback'],
  ['http://127.0.0.1:33418/', '127.0.0.1:33418', 'loopback'],
  ['http://127.0.0.1:33418', '127.0.0.1:33418', 'loopback'],
  ['http://[::1]:8080/cb?x=1', '[::1]:8080', 'loopback'],
  ['cursor://anysphere.cursor-mcp/oauth/callback', 'cursor://anysphere.cursor-mcp', 'private'],
  ['vscode://vscode.github-authentication/cb', 'vscode://vscode.github-authentication', 'private'],
  ['vscode-insiders://publisher.extension/cb', 'vscode-insiders://publisher.extension', 'private'],
  ['com.example.app:/oauth2redirect', 'com.example.app:', 'private'],
  ['com.example.app://callback', 'com.example.app://callback', 'private'],
  ['com.example.app://localhost/cb', 'com.example.app://localhost', 'private'],
] as const;

const REFUSED = [
  ['', /RFC 3986/],
  ['https://app.example/cb#', /fragment/],
  ['https://app.example/cb#code', /fragment/],
  ['http://localhost:3000/cb#x', /fragment/],
  ['https://*.app.example/cb', /wildcard/],
  ['https://app.example/*', /wildcard/],
  ['http://localhost:*/cb', /wildcard/],
  [`${LONGEST}a`, /2,048/],
  ['https://user@app.example/cb', /user name/],
  ['https://user:secret@app.example/cb', /user name/],
  ['https://@app.example/cb', /user name/],
  ['http://127.0.0.1:80@evil.com/', /user name/],
  ['http://localhost@evil.com/', /user name/],
  ['cursor://user@anysphere.cursor-mcp/cb', /user name/],
  ['http://app.example/cb', /https/],
  ['http://localhost./cb', /https/],
  ['http://app.localhost/cb', /https/],
  ['http://localhost.evil.com/cb', /https/],
  ['http://127.0.0.1.evil.com/cb', /https/],
  ['http://127.0.0.2/cb', /https/],
  ['http://127.1/cb', /https/],
  ['http://0.0.0.0/cb', /https/],
  ['http://0x7f000001/cb', /https/],
  ['http://[::ffff:127.0.0.1]/cb', /https/],
  ['http://[0:0:0:0:0:0:0:1]/cb', /https/],
  ['http://LOCALHOST/cb', /https/],
  ['http://%6cocalhost/cb', /https/],
  ['http://localhost:/cb', /https/],
  ['http:localhost/cb', /https/],
  ['http:/localhost/cb', /https/],
  ['http:///localhost/cb', /https/],
  ['https:app.example/cb', /valid host/],
  ['https:/app.example/cb', /valid host/],
  ['https:///app.example/cb', /valid host/],
  ['https://app.example:/cb', /valid host/],
  ['https://app.example:port/cb', /valid host/],
  ['https://app.example:99999/cb', /valid host/],
  ['http://localhost:99999/cb', /valid host/],
  ['https://app%2eexample/cb', /valid host/],
  ['https://[::g]/cb', /valid host/],
  ['https://1.2.3.999/cb', /valid host/],
  ['http://localhost:3000\\@evil.com', /RFC 3986/],
  ['https:\\\\app.example/cb', /RFC 3986/],
  ['https://app.example/a b', /RFC 3986/],
  [' https://app.example/cb', /RFC 3986/],
  ['https://app.example/cb\n', /RFC 3986/],
  ['https://app.exa\tmple/cb', /RFC 3986/],
  ['https://app.example/cb\r\nSet-Cookie: a=b', /RFC 3986/],
  ['java\nscript:alert(1)', /RFC 3986/],
  ['https://app.example/\u0000', /RFC 3986/],
  ['https://bücher.example/cb', /RFC 3986/],
  ['https://app.example/cb?q="', /RFC 3986/],
  ['https://app.example/<b>', /RFC 3986/],
  ['https://app.example/%zz', /RFC 3986/],
  ['https://app.example/100%', /RFC 3986/],
  ['/callback', /absolute/],
  ['//app.example/cb', /absolute/],
  ['app.example/cb', /absolute/],
  ['HTTPS://app.example/cb', /absolute/],
  ['javascript:alert(1)', /scheme/],
  ['data:text/html,hello', /scheme/],
  ['file:///etc/passwd', /scheme/],
  ['blob:https://app.example/7', /scheme/],
  ['ftp://app.example/cb', /scheme/],
  ['ws://app.example/cb', /scheme/],
  ['about:blank', /scheme/],
  ['ms-msdt:/id', /scheme/],
  ['myapp://callback', /scheme/],
  ['urn:ietf:wg:oauth:2.0:oob', /scheme/],
  ['com.example.app://host:99999/cb', /valid host/],
] as const;

describe('registration', () => {
  test.each(ACCEPTED)('takes %j', (uri, host, kind) => {
    expect(checkRedirectUri(uri)).toBeUndefined();
    expect(displayHost(uri)).toBe(host);
    expect(isLoopback(uri)).toBe(kind === 'loopback');
    expect(isPrivateUse(uri)).toBe(kind === 'private');
  });

  test.each(REFUSED)('refuses %j', (uri, problem) => {
    expect(checkRedirectUri(uri)).toMatch(problem);
    expect(matchRedirectUri([uri], uri)).toBeUndefined();
  });

  test('says what is wrong in characters that an error_description may have (RFC 6749 §5.2)', () => {
    for (const [uri] of REFUSED) {
      expect(checkRedirectUri(uri)).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+\.$/);
    }
  });
});

describe('an asked URI', () => {
  test.each([
    ['https://claude.ai/api/mcp/auth_callback', 'https://claude.ai/api/mcp/auth_callback'],
    ['cursor://anysphere.cursor-mcp/oauth/callback', 'cursor://anysphere.cursor-mcp/oauth/callback'],
    ['http://localhost/callback', 'http://localhost/callback'],
    ['http://localhost/callback', 'http://localhost:61000/callback'],
    ['http://localhost:3000/callback', 'http://localhost:61000/callback'],
    ['http://localhost:3000/callback', 'http://localhost/callback'],
    ['http://127.0.0.1/callback', 'http://127.0.0.1:1/callback'],
    ['http://[::1]:1/callback', 'http://[::1]:65535/callback'],
    ['http://127.0.0.1:33418/', 'http://127.0.0.1:51004/'],
    ['http://127.0.0.1:33418/', 'http://127.0.0.1:33418'],
    ['http://127.0.0.1:33418', 'http://127.0.0.1:51004/'],
    ['http://localhost/cb?app=1', 'http://localhost:3000/cb?app=1'],
    ['http://localhost?app=1', 'http://localhost:3000/?app=1'],
  ])('registered as %j is taken as %j, to the letter', (registered, asked) => {
    expect(matchRedirectUri(['https://other.example/cb', registered], asked)).toBe(asked);
  });

  test.each([
    ['https://claude.ai/api/mcp/auth_callback', 'https://claude.ai/api/mcp/auth_callback/'],
    ['https://claude.ai/api/mcp/auth_callback', 'https://claude.ai/api/mcp/auth_callback?x=1'],
    ['https://claude.ai/api/mcp/auth_callback', 'https://claude.ai:443/api/mcp/auth_callback'],
    ['https://claude.ai/api/mcp/auth_callback', 'https://CLAUDE.ai/api/mcp/auth_callback'],
    ['https://claude.ai/api/mcp/auth_callback', 'https://claude.ai/api/mcp/x/../auth_callback'],
    ['https://claude.ai/api/mcp/auth_callback', 'https://claude.ai/api/mcp/auth%5Fcallback'],
    ['https://claude.ai/api/mcp/auth_callback', 'https://claude.ai.evil.com/api/mcp/auth_callback'],
    ['https://app.example', 'https://app.example/'],
    ['https://localhost/cb', 'https://localhost:3000/cb'],
    ['https://app.example/cb', 'https://app.example:8443/cb'],
    ['http://localhost/callback', 'https://localhost/callback'],
    ['http://localhost/callback', 'http://127.0.0.1/callback'],
    ['http://127.0.0.1/callback', 'http://localhost:3000/callback'],
    ['http://127.0.0.1/callback', 'http://[::1]:3000/callback'],
    ['http://localhost/callback', 'http://localhost:3000/callback/'],
    ['http://localhost/callback', 'http://localhost:3000/Callback'],
    ['http://localhost/callback', 'http://localhost:3000/callback?x=1'],
    ['http://localhost/callback?x=1', 'http://localhost:3000/callback'],
    ['http://localhost/callback', 'http://localhost:3000/x/../callback'],
    ['http://localhost/callback', 'http://localhost:3000/callbac%6b'],
    ['http://localhost/callback', 'http://localhost:3000'],
    ['http://localhost/', 'http://localhost:3000//'],
    ['http://localhost/callback', 'http://localhost:99999/callback'],
    ['http://localhost/callback', 'http://localhost:3000/callback#'],
    ['http://localhost/callback', 'http://localhost:3000@evil.com/callback'],
    ['http://localhost/callback', 'http://localhost:3000\\@evil.com/callback'],
    ['http://localhost/callback', 'http://localhost.:3000/callback'],
    ['http://localhost/callback', 'http://app.localhost:3000/callback'],
    ['http://127.0.0.1/callback', 'http://127.1:3000/callback'],
    ['http://localhost/callback', ' http://localhost/callback'],
    ['http://localhost/callback', ''],
    ['cursor://anysphere.cursor-mcp/oauth/callback', 'cursor://anysphere.cursor-mcp:1/oauth/callback'],
  ])('registered as %j is not taken as %j', (registered, asked) => {
    expect(matchRedirectUri([registered], asked)).toBeUndefined();
  });

  test('is not taken where nothing is registered', () => {
    expect(matchRedirectUri([], 'https://app.example/cb')).toBeUndefined();
  });

  test('never leads a browser to another host than one that was registered', () => {
    const registered = ['http://localhost/cb', 'http://127.0.0.1:8080/cb', 'https://app.example/cb'];
    const pieces = [
      ...['http:', 'https:', '//', '/', '\\', '@', ':', '.', '..', '?', '#', '\t', '\n', '%00', '%2f', '%40'],
      ...[
        'localhost',
        '127.0.0.1',
        'app.example',
        'evil.com',
        '3000',
        '80',
        'cb',
        '/cb',
        '[::1]',
        '。',
        '@evil.com',
      ],
    ];
    const text = fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((parts) => parts.join(''));
    const nearMiss = fc
      .tuple(
        fc.constantFrom('http://localhost', 'http://127.0.0.1', 'https://app.example'),
        text,
        fc.constant('/cb'),
      )
      .map((parts) => parts.join(''));
    const origins = ['http://localhost', 'http://127.0.0.1', 'https://app.example'];
    let taken = 0;
    fc.assert(
      fc.property(fc.oneof(text, nearMiss), (asked) => {
        if (matchRedirectUri(registered, asked) === undefined) return;
        taken += 1;
        const { protocol, hostname, pathname, search } = new URL(asked);
        expect(origins).toContain(`${protocol}//${hostname}`);
        expect(pathname + search).toBe('/cb');
      }),
      { numRuns: 20_000 },
    );
    expect(taken).toBeGreaterThan(100);
  });
});
