import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../support/http-server.ts';
import { signedInClient } from '../support/oauth-flow.ts';

/*
 * A request whose connection is lost: in the 2026 era that is how a client gives it up, before it is an accident
 * (MCP, Streamable HTTP).
 */
let server: TestServer;
let token: string;

beforeAll(async () => {
  server = await startTestServer();
  token = (await signedInClient(server.url, 'owner')).tokens.access_token;
});

afterAll(() => server.close());

afterEach(() => {
  server.fergus.requests.length = 0;
});

/** The call's request to Fergus. */
const asked = () => server.fergus.requests.find(({ path }) => path === '/sites');

const post = (message: object, headers: Record<string, string>, signal?: AbortSignal) =>
  fetch(server.mcpUrl, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...headers,
    },
    body: JSON.stringify({ jsonrpc: '2.0', ...message }),
    ...(signal && { signal }),
  });

/** Sends a request that Fergus answers after half a second, and hangs up as soon as Fergus has it. */
async function hangUpDuring(send: (signal: AbortSignal) => Promise<Response>): Promise<void> {
  server.fergus.faults.order({ kind: 'delay', delayMs: 500, path: '/sites' });
  const controller = new AbortController();
  const answer = send(controller.signal).then((response) => response.text());
  await expect.poll(asked, { timeout: 20_000, interval: 10 }).toBeDefined();
  controller.abort();
  await expect(answer).rejects.toThrow();
}

test('in the 2025 era it runs to its end', async () => {
  const params = {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'test', version: '1.0.0' },
  };
  const opened = await post({ id: 1, method: 'initialize', params }, {});
  await opened.text();
  const headers = { 'mcp-session-id': opened.headers.get('mcp-session-id') ?? '' };
  const call = { id: 2, method: 'tools/call', params: { name: 'list-sites', arguments: {} } };
  await hangUpDuring((signal) => post(call, headers, signal));
  await expect.poll(() => asked()?.status, { timeout: 20_000 }).toBe(200);
  expect(asked()?.aborted).toBe(false);
});

test('in the 2026 era it is given up, and so is what it asked of Fergus', async () => {
  const version = '2026-07-28';
  const meta = {
    'io.modelcontextprotocol/protocolVersion': version,
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const params = { name: 'list-sites', arguments: {}, _meta: meta };
  const headers = { 'mcp-protocol-version': version, 'mcp-method': 'tools/call', 'mcp-name': 'list-sites' };
  await hangUpDuring((signal) => post({ id: 1, method: 'tools/call', params }, headers, signal));
  await expect.poll(() => asked()?.aborted, { timeout: 20_000 }).toBe(true);
});
