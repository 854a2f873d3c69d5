import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CATALOG } from '../../src/tools/catalog.ts';
import { startTestServer, type TestServer, type TestServerOptions } from '../support/http-server.ts';
import { signedInClient } from '../support/oauth-flow.ts';
import { expectRefusal, postMcp } from './mcp-post.ts';
import { callTool, INITIALIZE, initialize, inSession, resultOf } from './mcp-request.ts';
import { listenIn, openSession, statusIn, toolsIn } from './mcp-session.ts';
import { describeOnStores, type SuiteStore } from './stores.ts';

const KEEP_ALIVE_MS = 50;
/** A busy machine takes its time. */
const PATIENCE = { timeout: 15_000 };
const METHODS = ['POST', 'GET', 'DELETE'] as const;
const NOT_FOUND = -32_001;
/** Version 4 of RFC 9562. */
const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

describeOnStores('a session', (open) => {
  let stored: SuiteStore;
  let server: TestServer;
  let token: string;
  let stranger: string;
  beforeAll(async () => {
    stored = await open();
    server = await startTestServer({ store: stored.store, keepAliveMs: KEEP_ALIVE_MS });
    token = (await signedInClient(server.url, 'owner')).tokens.access_token;
    stranger = (await signedInClient(server.url, 'other')).tokens.access_token;
  });
  afterAll(async () => {
    await server?.close();
    await stored?.close();
  });

  const list = { id: 1, method: 'tools/list' };
  const asked = (id: string, method: (typeof METHODS)[number], bearer = token) =>
    inSession(server.mcpUrl, bearer, id, method === 'POST' ? { message: list } : { method });

  test('has a random UUID for an id', async () => {
    const ids = await Promise.all(Array.from({ length: 5 }, () => openSession(server.mcpUrl, token)));
    for (const id of ids) expect(id).toMatch(UUID);
    expect(new Set(ids).size).toBe(5);
  });

  test('is none of the ids that the client makes up', async () => {
    const id = '00000000-0000-4000-8000-000000000000';
    const opened = await postMcp(server.mcpUrl, { token, headers: { 'mcp-session-id': id } });
    expect(opened.status).toBe(200);
    expect(opened.headers.get('mcp-session-id')).not.toBe(id);
    expect(await statusIn(server.mcpUrl, token, id)).toBe(404);
  });

  test.each(METHODS)('that is not named is 400 on %s', async (method) => {
    const response = await postMcp(server.mcpUrl, { token, method, body: { jsonrpc: '2.0', ...list } });
    expect(await expectRefusal(response, 400, -32_000)).toContain('Mcp-Session-Id');
  });

  test('is needed for notifications and answers of the 2025 era, too', async () => {
    for (const message of [{ method: 'notifications/initialized' }, { id: 1, result: {} }]) {
      const response = await postMcp(server.mcpUrl, { token, body: { jsonrpc: '2.0', ...message } });
      await expectRefusal(response, 400, -32_000);
    }
  });

  test.each([
    ['unknown', '7d444840-9dc0-41d1-b245-5ffdce74fad2'],
    ['malformed', 'no-session'],
    ['a path', '../../session'],
    ['empty', ''],
    ['a key of the store', '{7d444840-9dc0-41d1-b245-5ffdce74fad2}:session'],
    ['long', 'x'.repeat(4000)],
  ])('whose id is %s is 404 on every method', async (_, id) => {
    for (const method of METHODS) await expectRefusal(await asked(id, method), 404, NOT_FOUND);
  });

  test('of another user is 404 on every method, says no more than of an unknown one, and goes on', async () => {
    const id = await openSession(server.mcpUrl, token);
    const stream = await listenIn(server.mcpUrl, token, id);
    const unknown = await asked('7d444840-9dc0-41d1-b245-5ffdce74fad2', 'POST', stranger);
    const words = await expectRefusal(unknown, 404, NOT_FOUND);
    for (const method of METHODS) {
      expect(await expectRefusal(await asked(id, method, stranger), 404, NOT_FOUND)).toBe(words);
    }
    const heard = stream.text().length;
    await expect.poll(() => stream.text().length, PATIENCE).toBeGreaterThan(heard);
    expect(stream.ended()).toBe(false);
    expect(await statusIn(server.mcpUrl, token, id)).toBe(200);
    stream.leave();
  });

  test('serves another sign-in of its user', async () => {
    const id = await openSession(server.mcpUrl, token);
    const again = (await signedInClient(server.url, 'owner')).tokens.access_token;
    expect(await statusIn(server.mcpUrl, again, id)).toBe(200);
  });

  test('is ended by DELETE, with its stream', async () => {
    const id = await openSession(server.mcpUrl, token);
    const stream = await listenIn(server.mcpUrl, token, id);
    expect((await asked(id, 'DELETE')).status).toBe(200);
    await expect.poll(() => stream.ended(), PATIENCE).toBe(true);
    for (const method of METHODS) await expectRefusal(await asked(id, method), 404, NOT_FOUND);
  });

  test('is no matter of the 2026 era: none is given, none is needed, and one that is named is ignored', async () => {
    const response = await callTool(server.mcpUrl, token, 'list-customers', { limit: 1 });
    expect(response.headers.get('mcp-session-id')).toBeNull();
    expect((await resultOf(response)).isError).not.toBe(true);
    const version = '2026-07-28';
    const meta = {
      'io.modelcontextprotocol/protocolVersion': version,
      'io.modelcontextprotocol/clientCapabilities': {},
    };
    const named = await postMcp(server.mcpUrl, {
      token,
      headers: { 'mcp-session-id': 'x', 'mcp-protocol-version': version, 'mcp-method': 'tools/list' },
      body: { jsonrpc: '2.0', ...list, params: { _meta: meta } },
    });
    expect(named.status, await named.text()).toBe(200);
  });

  describe('has a stream', () => {
    test('that shows signs of life', async () => {
      const id = await openSession(server.mcpUrl, token);
      const stream = await listenIn(server.mcpUrl, token, id);
      expect(stream.response.status).toBe(200);
      expect(stream.response.headers.get('content-type')).toBe('text/event-stream');
      expect(stream.response.headers.get('x-accel-buffering')).toBe('no');
      await expect.poll(() => stream.text(), PATIENCE).toMatch(/(?:: keepalive\n\n){2}/);
      stream.leave();
    });

    test('of which there is one at a time', async () => {
      const id = await openSession(server.mcpUrl, token);
      const first = await listenIn(server.mcpUrl, token, id);
      await expectRefusal(await asked(id, 'GET'), 409, -32_000);
      expect(first.ended()).toBe(false);
      first.leave();
    });

    test('that the client has to accept as such', async () => {
      const id = await openSession(server.mcpUrl, token);
      const headers = { accept: 'application/json', 'mcp-session-id': id };
      await expectRefusal(await postMcp(server.mcpUrl, { token, method: 'GET', headers }), 406, -32_000);
    });
  });

  describe('is offered by its address', () => {
    const at = (query: string) => `${server.mcpUrl}?${query}`;
    const names = (keep: (tool: (typeof CATALOG)[number]) => boolean) =>
      CATALOG.filter(keep).map(({ name }) => name);
    const offered = async (query: string, bearer = token) => {
      const id = await openSession(at(query), bearer);
      return toolsIn(at(query), bearer, id);
    };

    test('the everyday tools without a choice', async () => {
      expect(await offered('')).toEqual(names(({ everyday }) => everyday));
    });

    test('the toolsets that it names', async () => {
      expect(await offered('toolsets=jobs,quotes')).toEqual(
        names(({ toolset }) => toolset === 'jobs' || toolset === 'quotes'),
      );
      expect(await offered('toolsets=all')).toEqual(names(() => true));
    });

    test.each(['readonly=true', 'readonly=1'])('with %s only what changes nothing', async (query) => {
      expect(await offered(`toolsets=all&${query}`)).toEqual(names(({ access }) => access === 'read'));
    });

    test('with readonly=true no change, by either era', async () => {
      const id = await openSession(at('readonly=true'), token);
      const message = { id: 1, method: 'tools/call', params: { name: 'create-customer', arguments: {} } };
      for (const response of [
        await inSession(at('readonly=true'), token, id, { message }),
        await callTool(at('readonly=true'), token, 'create-customer'),
      ]) {
        expect(await response.text()).toMatch(
          /"code":-32602,"message":"Tool create-customer is not offered here/,
        );
      }
    });

    test('with readonly=false no more than its sign-in allows', async () => {
      const reader = (await signedInClient(server.url, 'owner', { write: false })).tokens.access_token;
      expect(await offered('toolsets=all&readonly=false', reader)).toEqual(
        names(({ access }) => access === 'read'),
      );
    });

    test.each(['toolsets=jobs,nonsense', 'toolsets=', 'readonly=perhaps', 'toolsets=jobs&toolsets=quotes'])(
      'nothing for %s: 400 that says what there is',
      async (query) => {
        for (const response of [
          await initialize(at(query), token),
          await callTool(at(query), token, 'list-jobs'),
        ]) {
          expect(await expectRefusal(response, 400, -32_602)).toMatch(
            /Invalid params in the address: .*(jobs|true)/,
          );
        }
      },
    );
  });

  describe('is not opened by an initialize', () => {
    const initializeWith = (change: object, headers: Record<string, string> = {}) =>
      postMcp(server.mcpUrl, { token, headers, body: { ...INITIALIZE, ...change } });

    test('of more than 16 KB, which would be kept; one of just less is fine', async () => {
      const padded = (length: number) => {
        const params = { ...INITIALIZE.params, clientInfo: { name: '', version: '1' } };
        const name = 'x'.repeat(length - JSON.stringify(params).length);
        return { params: { ...params, clientInfo: { name, version: '1' } } };
      };
      const words = await expectRefusal(await initializeWith(padded(16_385)), 400, -32_602);
      expect(words).toContain('16384');
      expect((await initializeWith(padded(16_384))).status).toBe(200);
    });

    test.each<[string, object, Record<string, string>, number]>([
      ['whose answer the client does not accept', {}, { accept: 'application/json' }, 406],
      ['that is a notification', { id: undefined }, {}, 202],
    ])('%s', async (_, change, headers, status) => {
      const response = await initializeWith(change, headers);
      expect(response.status).toBe(status);
      expect(response.headers.get('mcp-session-id')).toBeNull();
    });
  });
});

describeOnStores('a session of a server of its own', (open) => {
  let stored: SuiteStore;
  let server: TestServer | undefined;
  beforeEach(async () => {
    stored = await open();
  });
  afterEach(async () => {
    await server?.close();
    await stored.close();
  });

  const start = async (options: TestServerOptions) => {
    server = await startTestServer({ store: stored.store, ...options });
    const { tokens } = await signedInClient(server.url, 'owner');
    return { mcpUrl: server.mcpUrl, token: tokens.access_token };
  };

  test('has a new stream as soon as the client left the first, without a sign of life between', async () => {
    const { mcpUrl, token } = await start({ keepAliveMs: 10 * 60_000 });
    const id = await openSession(mcpUrl, token);
    const first = await listenIn(mcpUrl, token, id);
    expect(first.response.status).toBe(200);
    first.leave();
    const statusOfNext = async () => {
      const next = await listenIn(mcpUrl, token, id);
      next.leave();
      return next.response.status;
    };
    await expect.poll(statusOfNext, PATIENCE).toBe(200);
  });

  test('of a server that is read-only is offered no more by readonly=false', async () => {
    const { mcpUrl, token } = await start({ env: { FERGUS_READ_ONLY: 'true' } });
    const address = `${mcpUrl}?readonly=false&toolsets=all`;
    const reading = CATALOG.filter(({ access }) => access === 'read').map(({ name }) => name);
    expect(await toolsIn(address, token, await openSession(address, token))).toEqual(reading);
  });
});
