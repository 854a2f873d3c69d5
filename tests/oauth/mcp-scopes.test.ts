import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { CATALOG } from '../../src/tools/catalog.ts';
import { startTestServer, type TestServer } from '../support/http-server.ts';
import { type SignedInClient, signedInClient } from '../support/oauth-flow.ts';
import { expectRefusal, postMcp } from './mcp-post.ts';
import { callTool, initialize, inSession, resultOf } from './mcp-request.ts';
import { describeOnStores, type SuiteStore } from './stores.ts';
import { askForTokens, refreshing } from './token-requests.ts';

const CUSTOMER = { customerFullName: 'Scoped Ltd', mainContact: { firstName: 'Robin', lastName: 'Scope' } };

describeOnStores('the scope at /mcp', (open) => {
  let stored: SuiteStore;
  let server: TestServer;
  let reader: SignedInClient;
  let writer: SignedInClient;
  beforeAll(async () => {
    stored = await open();
    server = await startTestServer({ store: stored.store });
    reader = await signedInClient(server.url, 'owner', { write: false });
    writer = await signedInClient(server.url, 'owner');
  });
  afterAll(async () => {
    await server?.close();
    await stored?.close();
  });
  beforeEach(() => {
    server.fergus.requests.length = 0;
  });

  const tokenOf = ({ tokens }: SignedInClient) => tokens.access_token;

  const openSession = async (token: string): Promise<string> => {
    const response = await initialize(server.mcpUrl, token);
    await response.text();
    return response.headers.get('mcp-session-id') ?? '';
  };

  const call = (name: string, args: object) => ({
    id: 1,
    method: 'tools/call',
    params: { name, arguments: args },
  });

  const expectStepUp = async (response: Response) => {
    const words = 'This sign-in allows reading only; making changes needs the scope fergus:write.';
    expect(await expectRefusal(response, 403, -32_000)).toBe(words);
    expect(response.headers.get('www-authenticate')).toBe(
      `Bearer error="insufficient_scope", error_description="${words}", scope="fergus:read fergus:write", resource_metadata="${server.url}/.well-known/oauth-protected-resource/mcp"`,
    );
    expect(server.fergus.requests).toEqual([]);
  };

  test('for reading lets read, in both eras', async () => {
    const token = tokenOf(reader);
    const modern = await resultOf(await callTool(server.mcpUrl, token, 'list-customers', { limit: 1 }));
    expect(modern.isError).not.toBe(true);
    const id = await openSession(token);
    const message = call('list-customers', { limit: 1 });
    const legacy = await resultOf(await inSession(server.mcpUrl, token, id, { message }));
    expect(legacy.isError).not.toBe(true);
  });

  test('for reading does not let change, in the 2026 era: 403 with the scope that is needed', async () => {
    await expectStepUp(await callTool(server.mcpUrl, tokenOf(reader), 'create-customer', CUSTOMER));
  });

  test('for reading does not let change, in the 2025 era: 403 with the scope that is needed', async () => {
    const id = await openSession(tokenOf(reader));
    const message = call('create-customer', CUSTOMER);
    await expectStepUp(await inSession(server.mcpUrl, tokenOf(reader), id, { message }));
  });

  test('counts for each message of a batch', async () => {
    const headers = { 'mcp-session-id': await openSession(tokenOf(reader)) };
    const messages = [call('list-customers', { limit: 1 }), { ...call('create-customer', CUSTOMER), id: 2 }];
    const body = messages.map((message) => ({ jsonrpc: '2.0', ...message }));
    await expectStepUp(await postMcp(server.mcpUrl, { token: tokenOf(reader), headers, body }));
  });

  test.each(['application/json; x', 'application/json;charset=utf-8', 'APPLICATION/JSON'])(
    'counts for a body of the type %j',
    async (type) => {
      const headers = { 'mcp-session-id': await openSession(tokenOf(reader)), 'content-type': type };
      const body = { jsonrpc: '2.0', ...call('create-customer', CUSTOMER) };
      await expectStepUp(await postMcp(server.mcpUrl, { token: tokenOf(reader), headers, body }));
    },
  );

  test('is that of the sign-in of each request, not that of the one that opened the session', async () => {
    const id = await openSession(tokenOf(writer));
    const message = call('create-customer', CUSTOMER);
    await expectStepUp(await inSession(server.mcpUrl, tokenOf(reader), id, { message }));
  });

  test('for reading guards every tool that changes something', async () => {
    const changing = CATALOG.filter(({ access }) => access !== 'read');
    expect(changing.length).toBeGreaterThan(30);
    for (const { name } of changing) {
      await expectStepUp(await callTool(server.mcpUrl, tokenOf(reader), name, {}));
    }
  });

  test('for making changes lets change', async () => {
    const result = await resultOf(
      await callTool(server.mcpUrl, tokenOf(writer), 'create-customer', CUSTOMER),
    );
    expect(result.isError, JSON.stringify(result.content)).not.toBe(true);
    expect(server.fergus.requests.some(({ method }) => method === 'POST')).toBe(true);
  });

  test('fergus:write alone includes fergus:read', async () => {
    const client = await signedInClient(server.url, 'owner');
    const form = refreshing(client, client.tokens.refresh_token, { scope: 'fergus:write' });
    const { tokens } = await askForTokens(server.url, form);
    expect(tokens.scope).toBe('fergus:write');
    const args = { limit: 1 };
    const read = await resultOf(await callTool(server.mcpUrl, tokens.access_token, 'list-customers', args));
    expect(read.isError).not.toBe(true);
    const change = await callTool(server.mcpUrl, tokens.access_token, 'create-customer', {
      ...CUSTOMER,
      customerFullName: 'Narrow Ltd',
    });
    expect((await resultOf(change)).isError).not.toBe(true);
  });
});
