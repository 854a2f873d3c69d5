import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CATALOG } from '../../src/tools/catalog.ts';
import { CLIENT_KINDS, textOf } from '../support/clients.ts';
import { connectOverHttp, type HttpClient, isUnauthorized, TestSignIn } from '../support/http-clients.ts';
import { startTestServer, type TestServer } from '../support/http-server.ts';
import { validCalls } from '../support/tool-calls.ts';

/* Clients whose user allowed reading only, and that want to change something. */
describe.each(CLIENT_KINDS)('%s client with a sign-in for reading only', (kind) => {
  let server: TestServer;
  let signIn: TestSignIn;
  let client: HttpClient;

  beforeAll(async () => {
    server = await startTestServer();
  });

  afterAll(() => server.close());

  beforeEach(async () => {
    signIn = new TestSignIn('owner', { write: false });
    client = await connectOverHttp(kind, server.mcpUrl, signIn);
    signIn.requests.length = 0;
    server.fergus.requests.length = 0;
    return () => client.close();
  });

  const createJob = () => {
    const calls = validCalls(server.fergus.businesses.main, kind);
    const found = calls.find(({ name }) => name === 'create-job');
    return client.callTool('create-job', found?.arguments ?? {});
  };
  const writes = () => server.fergus.requests.filter(({ method }) => method !== 'GET');

  test('is offered what only looks, and may use it', async () => {
    expect(signIn.kept.tokens?.scope).toBe('fergus:read');
    const names = (await client.listTools()).tools.map(({ name }) => name);
    const offered = CATALOG.filter(({ name }) => names.includes(name));
    expect(new Set(offered.map(({ access }) => access))).toEqual(new Set(['read']));
    const result = await client.callTool('list-users', {});
    expect(result.isError, textOf(result)).not.toBe(true);
  });

  if (kind === 'v1') {
    // Its SDK answers the challenge with a refresh, which cannot widen a scope, and gives up.
    test('is told that it may not when it tries to change something', async () => {
      await expect(createJob()).rejects.toMatchObject({ code: 403 });
      expect(writes()).toEqual([]);
    });
    return;
  }

  test('asks its user for more when it wants to change something', async () => {
    await expect(createJob()).rejects.toSatisfy(isUnauthorized);
    expect(signIn.requests).toContain('POST /mcp 403');
    expect(signIn.authorizations[1]?.searchParams.get('scope')).toBe('fergus:read fergus:write');
    expect(writes()).toEqual([]);
  });

  test('goes on once its user allowed more, and is offered more', async () => {
    expect((await client.listTools()).tools.map(({ name }) => name)).not.toContain('create-job');
    signIn.write = true;
    await expect(createJob()).rejects.toSatisfy(isUnauthorized);
    await client.route.finishSignIn();
    const result = await createJob();
    expect(result.isError, textOf(result)).not.toBe(true);
    expect(writes()).toHaveLength(1);
    expect((await client.listTools()).tools.map(({ name }) => name)).toContain('create-job');
  });

  test('is refused again, and asks again, when its user allows no more', async () => {
    await expect(createJob()).rejects.toSatisfy(isUnauthorized);
    await client.route.finishSignIn();
    await expect(createJob()).rejects.toSatisfy(isUnauthorized);
    expect(signIn.authorizations).toHaveLength(3);
    expect(writes()).toEqual([]);
  });
});
