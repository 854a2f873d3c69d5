import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../support/http-server.ts';
import { signedInClient } from '../support/oauth-flow.ts';
import { expectRefusal, postMcp } from './mcp-post.ts';
import { INITIALIZE, initialize } from './mcp-request.ts';
import { plainRequest } from './plain-request.ts';
import { describeOnStores, type SuiteStore } from './stores.ts';

const MEGABYTE = 1024 * 1024;
const PARSE_ERROR = -32_700;
const INVALID_REQUEST = -32_600;

describeOnStores('a body at /mcp', (open) => {
  let stored: SuiteStore;
  let server: TestServer;
  let token: string;
  beforeAll(async () => {
    stored = await open();
    server = await startTestServer({ store: stored.store });
    token = (await signedInClient(server.url, 'owner')).tokens.access_token;
  });
  afterAll(async () => {
    await server?.close();
    await stored?.close();
  });

  const post = (body: unknown, headers: Record<string, string> = {}) =>
    postMcp(server.mcpUrl, { token, body, headers });

  const sessionHeader = async () => {
    const response = await initialize(server.mcpUrl, token);
    await response.text();
    return { 'mcp-session-id': response.headers.get('mcp-session-id') ?? '' };
  };

  const list = (id: number) => ({ jsonrpc: '2.0', id, method: 'tools/list' });

  test.each(['{nope', '{"jsonrpc":"2.0"', 'hello', '<html>', '{"a":1}{"b":2}', '\u0000', "{'a': 1}"])(
    'that is no JSON is -32700: %j',
    async (body) => {
      await expectRefusal(await post(body), 400, PARSE_ERROR);
    },
  );

  test('that is no JSON is -32700 within a session, too', async () => {
    await expectRefusal(await post('{nope', await sessionHeader()), 400, PARSE_ERROR);
  });

  test('that is damaged on its way is -32700', async () => {
    const headers = { 'content-encoding': 'gzip' };
    await expectRefusal(await post('not zipped', headers), 400, PARSE_ERROR);
    const cut = gzipSync(JSON.stringify(INITIALIZE)).subarray(0, 40);
    await expectRefusal(await post(cut, headers), 400, PARSE_ERROR);
  });

  test('that is missing is -32700', async () => {
    await expectRefusal(await post(''), 400, PARSE_ERROR);
    await expectRefusal(await post('', await sessionHeader()), 400, PARSE_ERROR);
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const answer = await plainRequest(server.url, { method: 'POST', path: '/mcp', headers });
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body)).toMatchObject({ error: { code: PARSE_ERROR } });
  });

  test.each([
    ['null', 'null'],
    ['a text', '"initialize"'],
    ['a number', '7'],
    ['an empty object', '{}'],
    ['an empty batch', '[]'],
    ['a batch of other things', '[1, 2]'],
    ['another version of JSON-RPC', '{"jsonrpc":"1.0","id":1,"method":"tools/list"}'],
    ['a method that is no text', '{"jsonrpc":"2.0","id":1,"method":7}'],
  ])('that is JSON but no message is -32600: %s', async (_, body) => {
    await expectRefusal(await post(body), 400, INVALID_REQUEST);
  });

  describe('of more than 1 MB', () => {
    const padded = (bytes: number) => {
      const message = JSON.stringify({ ...list(1), params: { pad: '' } });
      return message.replace('"pad":""', `"pad":"${'x'.repeat(bytes - message.length)}"`);
    };

    test('is 413, and of just 1 MB is not', async () => {
      await expectRefusal(await post(padded(MEGABYTE + 1)), 413, -32_000);
      const response = await post(padded(MEGABYTE), await sessionHeader());
      expect(response.status, await response.text()).toBe(200);
    });

    test('is 413 before anything looks whether it is JSON', async () => {
      await expectRefusal(await post('x'.repeat(MEGABYTE + 1)), 413, -32_000);
    });

    test('is 413 when it comes without its length', async () => {
      const chunk = new Uint8Array(64 * 1024).fill(0x20);
      let left = 20;
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          left -= 1;
          if (left < 0) controller.close();
          else controller.enqueue(chunk);
        },
      });
      const headers = {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      };
      const response = await fetch(server.mcpUrl, {
        method: 'POST',
        headers,
        body,
        duplex: 'half',
      } as RequestInit);
      await expectRefusal(response, 413, -32_000);
    });

    test('is 413 when it is so large only unpacked', async () => {
      const packed = gzipSync(Buffer.alloc(8 * MEGABYTE, 0x20));
      expect(packed.length).toBeLessThan(MEGABYTE / 10);
      await expectRefusal(await post(packed, { 'content-encoding': 'gzip' }), 413, -32_000);
    });
  });

  test.each([
    ['text/plain'],
    ['application/x-www-form-urlencoded'],
    ['multipart/form-data; boundary=x'],
    ['application/jsonp'],
    ['text/json'],
    ['text/plain; application/json'],
  ])('of the type %s is 415, with a session and without', async (type) => {
    const headers = { 'content-type': type };
    await expectRefusal(await post(INITIALIZE, headers), 415, -32_000);
    await expectRefusal(await post(list(1), headers), 415, -32_000);
    await expectRefusal(await post(list(1), { ...(await sessionHeader()), ...headers }), 415, -32_000);
  });

  test.each([
    ['content-type', 'application/json; charset=latin1'],
    ['content-encoding', 'rot13'],
  ])('with the %s %s is 415', async (name, value) => {
    const words = await expectRefusal(await post(INITIALIZE, { [name]: value }), 415, -32_000);
    expect(words).toContain('UTF-8');
  });

  test.each([
    ['content-type', 'application/json; charset=utf-8'],
    ['content-type', 'Application/JSON'],
  ])('with the %s %s is read', async (name, value) => {
    expect((await post(INITIALIZE, { [name]: value })).status).toBe(200);
  });

  test('that is packed is read', async () => {
    const body = gzipSync(JSON.stringify(INITIALIZE));
    expect((await post(body, { 'content-encoding': 'gzip' })).status).toBe(200);
  });

  test('that is a batch is answered message by message, in the 2025 era', async () => {
    const response = await post([list(1), list(2)], await sessionHeader());
    expect(response.status).toBe(200);
    const answers = [...(await response.text()).matchAll(/^data: (.+)$/gm)].map(
      ([, json = '']) => JSON.parse(json) as { id: number; result?: object },
    );
    expect(answers.map(({ id }) => id).sort()).toEqual([1, 2]);
    expect(answers.every(({ result }) => result !== undefined)).toBe(true);
  });

  test.each([
    ['of the 2025 era, outside a session', false, 400, -32_000],
    ['with initialize in it', true, 400, INVALID_REQUEST],
  ])('that is a batch %s is refused', async (_, inSession, status, code) => {
    const messages = inSession ? [list(1), INITIALIZE] : [list(1), list(2)];
    await expectRefusal(await post(messages, inSession ? await sessionHeader() : {}), status, code);
  });

  test('that is a batch with a message of the 2026 era in it is refused', async () => {
    const meta = { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' };
    const messages = [list(1), { ...list(2), params: { _meta: meta } }];
    await expectRefusal(await post(messages, await sessionHeader()), 400, INVALID_REQUEST);
  });

  test.each(['PUT', 'PATCH', 'PROPFIND', 'HEAD'])(
    'is taken by no other method: %s is 405',
    async (method) => {
      const headers = { host: new URL(server.url).host, authorization: `Bearer ${token}` };
      const answer = await plainRequest(server.url, { method, path: '/mcp', headers });
      expect(answer.status).toBe(405);
      expect(answer.headers.allow).toBe('GET, POST, DELETE, OPTIONS');
      expect(answer.headers['content-type']).toMatch(/^application\/json/);
    },
  );

  test('that nests without end is refused without a trace of the inside', async () => {
    const response = await post(`${'['.repeat(200_000)}${']'.repeat(200_000)}`);
    expect(response.status).toBeGreaterThanOrEqual(400);
    await expectRefusal(response, response.status, -32_603);
  });
});
