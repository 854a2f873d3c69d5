import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signedInClient } from '../support/oauth-flow.ts';
import { messagesIn, type ServerMessage } from './event-stream.ts';
import { inSession } from './mcp-request.ts';
import { listenIn, openSession, statusIn, toolsIn } from './mcp-session.ts';
import { describeOnStores, type SuiteStore } from './stores.ts';
import { startTwoServers, type TwoServers } from './two-servers.ts';

const ELICITATION = { elicitation: {} };

describeOnStores('a session that another instance takes up', (open) => {
  let stored: SuiteStore;
  let pair: TwoServers;
  let token: string;
  let stranger: string;
  beforeAll(async () => {
    stored = await open();
    pair = await startTwoServers(stored.store);
    token = (await signedInClient(pair.first.url, 'owner')).tokens.access_token;
    stranger = (await signedInClient(pair.first.url, 'other')).tokens.access_token;
  });
  afterAll(async () => {
    await pair?.close();
    await stored?.close();
  });

  const removals = () => pair.first.fergus.requests.filter(({ method }) => method === 'DELETE').length;

  /** Deletes a customer by the second instance. @returns what came back, in order. */
  const deleteCustomer = async (id: string, confirm: boolean): Promise<ServerMessage[]> => {
    const address = `${pair.second.mcpUrl}?toolsets=customers`;
    const customerId = [...pair.first.fergus.businesses.main.customers.keys()].at(-1);
    const params = { name: 'delete-customer', arguments: { customerId } };
    const response = await inSession(address, token, id, {
      message: { id: 9, method: 'tools/call', params },
    });
    const messages: ServerMessage[] = [];
    for await (const message of messagesIn(response)) {
      messages.push(message);
      if (message.method !== 'elicitation/create') continue;
      const result = { action: 'accept', content: { confirm } };
      const answered = await inSession(address, token, id, { message: { id: message.id, result } });
      expect(answered.status).toBe(202);
    }
    return messages;
  };

  test('goes on without an initialize', async () => {
    const id = await openSession(pair.first.mcpUrl, token);
    const tools = await toolsIn(pair.second.mcpUrl, token, id);
    expect(tools).toEqual(await toolsIn(pair.first.mcpUrl, token, id));
    expect(tools.length).toBeGreaterThan(20);
  });

  test('goes on for requests that come together', async () => {
    const id = await openSession(pair.first.mcpUrl, token);
    const statuses = Array.from({ length: 20 }, () => statusIn(pair.second.mcpUrl, token, id));
    expect(new Set(await Promise.all(statuses))).toEqual(new Set([200]));
  });

  test('has its stream there', async () => {
    const id = await openSession(pair.first.mcpUrl, token);
    const stream = await listenIn(pair.second.mcpUrl, token, id);
    expect(stream.response.status).toBe(200);
    stream.leave();
  });

  test('is that of its user there, too', async () => {
    const id = await openSession(pair.first.mcpUrl, token);
    expect(await statusIn(pair.second.mcpUrl, stranger, id)).toBe(404);
    expect(await statusIn(pair.second.mcpUrl, token, id)).toBe(200);
  });

  test('that is ended there has ended here', async () => {
    const id = await openSession(pair.first.mcpUrl, token);
    expect(await statusIn(pair.second.mcpUrl, token, id)).toBe(200);
    const ended = await inSession(pair.second.mcpUrl, token, id, { method: 'DELETE' });
    expect(ended.status).toBe(200);
    expect(await statusIn(pair.first.mcpUrl, token, id)).toBe(404);
  });

  describe('knows what the client can do', () => {
    test('which is not asked where it cannot be', async () => {
      const id = await openSession(pair.first.mcpUrl, token);
      const messages = await deleteCustomer(id, true);
      expect(messages.map(({ method }) => method)).toEqual([undefined]);
      expect(JSON.stringify(messages)).toContain('confirm: true');
      expect(removals()).toBe(0);
    });

    test('which is asked where it can be asked, and whose answer counts', async () => {
      const id = await openSession(pair.first.mcpUrl, token, ELICITATION);
      const refused = await deleteCustomer(id, false);
      expect(refused.map(({ method }) => method)).toEqual(['elicitation/create', undefined]);
      expect(refused.at(-1)?.result).toMatchObject({ isError: true });
      expect(removals()).toBe(0);
      const agreed = await deleteCustomer(id, true);
      expect(agreed.map(({ method }) => method)).toEqual(['elicitation/create', undefined]);
      expect(agreed.at(-1)?.result).not.toMatchObject({ isError: true });
      expect(removals()).toBe(1);
    });
  });
});
