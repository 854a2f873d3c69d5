import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { SCOPES } from '../../src/auth/scopes.ts';
import { SessionManager } from '../../src/auth/session-manager.ts';
import { FergusClient } from '../../src/fergus/client.ts';
import { MemoryStore } from '../../src/storage/memory-store.ts';
import { DuplicateGuard } from '../../src/tools/shared/duplicate-guard.ts';
import { Caller } from '../../src/transports/caller.ts';
import { mcpEndpoint } from '../../src/transports/http.ts';
import { HttpSessions } from '../../src/transports/http-sessions.ts';
import { createFixtureServer } from './fixture/server.ts';

/**
 * The product's `/mcp` in front of the tools, prompts and resources that the conformance suite brings its own calls
 * for. Everybody is let in: the suite cannot sign in.
 */
export async function startFixtureServer(): Promise<{ readonly mcpUrl: string; close(): Promise<void> }> {
  const store = new MemoryStore();
  const onError = () => {};
  const keepAliveMs = 15_000;
  const sessions = new HttpSessions({
    sessions: new SessionManager({ store, idleMs: 60_000, maxPerUser: 1000 }),
    createServer: createFixtureServer,
    max: 1000,
    keepAliveMs,
    onError,
  });
  // Nothing behind it asks Fergus.
  const client = new FergusClient({ baseUrl: 'http://localhost', token: 'none' });
  const connection = { client, tools: [], duplicates: new DuplicateGuard() };
  const caller = new Caller({ clientId: 'suite', userId: 'suite', scopes: SCOPES, connection });
  const endpoint = mcpEndpoint({
    authenticate: async () => caller,
    limit: (_req, _res, next) => next(),
    createServer: createFixtureServer,
    sessions,
    allowedHosts: ['localhost'],
    allowedOrigins: ['localhost'],
    resourceMetadata: '',
    keepAliveMs,
    onError,
  });
  const server = createServer(express().use('/mcp', endpoint.router)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    mcpUrl: `http://localhost:${(server.address() as AddressInfo).port}/mcp`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      await Promise.all([endpoint.close(), sessions.close()]);
      server.closeAllConnections();
      await closed;
      await store.close();
    },
  };
}
