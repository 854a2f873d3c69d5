import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../support/http-server.ts';
import { signedInClient } from '../support/oauth-flow.ts';
import { expectRefusal, postMcp } from './mcp-post.ts';
import { INITIALIZE } from './mcp-request.ts';
import { type PlainAnswer, plainRequest } from './plain-request.ts';
import { describeOnStores, type SuiteStore } from './stores.ts';

const ENV = {
  ALLOWED_HOSTS: 'mcp.internal, https://other.example:8443/',
  ALLOWED_ORIGINS: 'https://inspector.example,App.Example',
  TRUST_PROXY: '1',
};
const REQUEST_HEADERS = [
  'Authorization',
  'Content-Type',
  'Accept',
  'Mcp-Session-Id',
  'MCP-Protocol-Version',
  'Mcp-Method',
  'Mcp-Name',
  'Last-Event-ID',
];

describeOnStores('/mcp by whom it is called', (open) => {
  let stored: SuiteStore;
  let server: TestServer;
  let token: string;
  let port: string;
  beforeAll(async () => {
    stored = await open();
    server = await startTestServer({ store: stored.store, env: ENV });
    token = (await signedInClient(server.url, 'owner')).tokens.access_token;
    port = new URL(server.url).port;
  });
  afterAll(async () => {
    await server?.close();
    await stored?.close();
  });

  /** `initialize` with a good token to a server that the request calls so. */
  const asHost = (host: string, more: Record<string, string> = {}, path = '/mcp') =>
    plainRequest(`http://127.0.0.1:${port}`, {
      method: 'POST',
      path,
      headers: {
        host,
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...more,
      },
      body: JSON.stringify(INITIALIZE),
    });

  const expectForbidden = ({ status, headers, body }: PlainAnswer) => {
    expect(status, body).toBe(403);
    expect(headers['content-type']).toMatch(/^application\/json/);
    expect(JSON.parse(body)).toMatchObject({ jsonrpc: '2.0', error: { code: -32_000 }, id: null });
  };

  const fromOrigin = (origin: string) => postMcp(server.mcpUrl, { token, headers: { origin } });

  describe('Host', () => {
    test.each([
      'localhost',
      'LOCALHOST:80',
      'localhost:9999',
      'mcp.internal',
      'mcp.internal:3100',
      'other.example',
    ])('of PUBLIC_URL or ALLOWED_HOSTS is let in, with any port: %s', async (host) => {
      expect((await asHost(host)).status).toBe(200);
    });

    test.each([
      'evil.example',
      '127.0.0.1',
      'localhost.evil.example',
      'evil.example:80',
      'sub.mcp.internal',
      'internal',
      'inspector.example',
      'evil.example@localhost',
      'localhost/evil.example',
      'localhost?evil.example',
      'localhost:99999',
      'localhost:x',
      '[::1]',
      'evil.example, localhost',
    ])('that is another is 403, even with a good token: %s', async (host) => {
      expectForbidden(await asHost(host));
    });

    test('that is missing is 403', async () => {
      const socket = connect(Number(port), '127.0.0.1');
      await once(socket, 'connect');
      socket.end(`POST /mcp HTTP/1.0\r\nAuthorization: Bearer ${token}\r\n\r\n`);
      expect(await text(socket)).toMatch(/^HTTP\/1\.\d 403 [\s\S]*"Missing Host header"/);
    });

    test('is what the request says itself, and not what it says of another', async () => {
      expectForbidden(
        await asHost('evil.example', { 'x-forwarded-host': 'localhost', forwarded: 'host=localhost' }),
      );
      expect((await asHost('localhost', { 'x-forwarded-host': 'evil.example' })).status).toBe(200);
    });

    test('cannot be named in the request line besides: 400', async () => {
      const { status, body } = await asHost('localhost', {}, 'http://evil.example/mcp');
      expect(status).toBe(400);
      expect(JSON.parse(body)).toMatchObject({ jsonrpc: '2.0', error: { code: -32_000 } });
    });
  });

  describe('Origin', () => {
    test('that is missing passes: only browsers send one', async () => {
      expect((await postMcp(server.mcpUrl, { token })).status).toBe(200);
    });

    test.each([
      'http://localhost',
      'http://localhost:6274',
      'https://mcp.internal',
      'https://inspector.example',
      'https://app.example:8443',
    ])('of PUBLIC_URL, ALLOWED_HOSTS or ALLOWED_ORIGINS is let in, and told so: %s', async (origin) => {
      const response = await fromOrigin(origin);
      expect(response.status).toBe(200);
      expect(response.headers.get('access-control-allow-origin')).toBe(origin);
      expect(response.headers.get('vary')).toMatch(/\bOrigin\b/);
    });

    test.each([
      'https://evil.example',
      'https://sub.inspector.example',
      'https://inspector.example.evil.example',
      'https://localhost.evil.example',
      'null',
      'file://',
      'chrome-extension://inspector',
      'inspector.example',
    ])('that is another is 403, even with a good token: %s', async (origin) => {
      const response = await fromOrigin(origin);
      await expectRefusal(response, 403, -32_000);
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
    });
  });

  describe('a browser of an allowed origin', () => {
    const origin = 'https://inspector.example';
    const preflight = (from: string, method: string) =>
      fetch(server.mcpUrl, {
        method: 'OPTIONS',
        headers: {
          origin: from,
          'access-control-request-method': method,
          'access-control-request-headers': REQUEST_HEADERS.join(',').toLowerCase(),
        },
      });

    test.each(['POST', 'GET', 'DELETE'])(
      'may send %s with all that clients of either era send',
      async (method) => {
        const response = await preflight(origin, method);
        expect(response.status).toBe(204);
        expect(response.headers.get('access-control-allow-origin')).toBe(origin);
        expect(response.headers.get('access-control-allow-headers')).toBe(REQUEST_HEADERS.join(','));
        expect(response.headers.get('access-control-allow-methods')?.split(',')).toContain(method);
      },
    );

    test('of another origin may not', async () => {
      const response = await preflight('https://evil.example', 'POST');
      expect(response.status).toBe(403);
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
    });

    test.each([
      ['a success', 200, () => token],
      ['a refusal', 401, () => 'wrong'],
    ])('reads the challenge and the session id of %s', async (_, status, bearer) => {
      const response = await postMcp(server.mcpUrl, { token: bearer(), headers: { origin } });
      expect(response.status).toBe(status);
      expect(response.headers.get('access-control-expose-headers')).toBe('WWW-Authenticate,Mcp-Session-Id');
    });

    test('never sends credentials of its own', async () => {
      const answers = [
        await preflight(origin, 'POST'),
        await fromOrigin(origin),
        await postMcp(server.mcpUrl),
      ];
      for (const { headers } of answers) {
        expect(headers.get('access-control-allow-credentials')).toBeNull();
        expect(headers.get('access-control-allow-origin')).not.toBe('*');
      }
    });
  });
});
