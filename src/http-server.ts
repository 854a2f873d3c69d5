import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FetchDocument } from './auth/authorization-server/fetch-document.ts';
import { SessionManager } from './auth/session-manager.ts';
import type { Access } from './http/access.ts';
import { createHttpApp } from './http/app.ts';
import { demo } from './http/demo.ts';
import { eventsFor } from './http/events.ts';
import { fixedToken } from './http/fixed-token.ts';
import { openStore } from './http/open-store.ts';
import { signIn } from './http/sign-in.ts';
import type { CognitoSettings, HttpConfig } from './http-config.ts';
import type { Logger } from './observability/logger.ts';
import { Encryption } from './storage/encryption.ts';
import type { Store } from './storage/store.ts';

/** What tests put in the place of the world outside. */
export interface HttpServerOverrides {
  readonly fetchDocument?: FetchDocument | undefined;
  /** A store that outlives this server, or is shared with another one. */
  readonly store?: Store | undefined;
  readonly keepAliveMs?: number | undefined;
}

export interface HttpServer {
  /** The public origin, without a slash at its end. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Starts the remote server and resolves when it takes requests. It calls neither Fergus nor its sign-in by itself.
 *
 * @throws where the port is taken, or the store that was asked for cannot be reached.
 */
export async function startHttpServer(
  config: HttpConfig,
  logger: Logger,
  overrides: HttpServerOverrides = {},
): Promise<HttpServer> {
  const store = overrides.store ?? (await openStore(config.storage, logger));
  let answer: RequestListener = answerStarting;
  const server = await listen(config, (req, res) => answer(req, res));
  const { port } = server.address() as AddressInfo;
  const publicUrl = config.publicUrl ?? `http://localhost:${port}`;
  const backend = await backendOf(config);
  const access = accessPart(config, publicUrl, store, backend, logger, overrides);
  const sessions = new SessionManager({
    store,
    idleMs: config.sessionTimeoutMs,
    maxPerUser: config.maxSessionsPerUser,
  });
  const { keepAliveMs } = overrides;
  const { app, close } = createHttpApp({ config, publicUrl, store, sessions, access, logger, keepAliveMs });
  answer = app;
  logger.info({ url: publicUrl, storage: store.kind, access: config.access.kind }, 'ready');
  return {
    url: publicUrl,
    async close() {
      const closed = once(server, 'close');
      server.close();
      await close();
      server.closeAllConnections();
      await closed;
      await backend.close?.();
      if (!overrides.store) await store.close();
    },
  };
}

/** Where Fergus and its sign-in are: the real ones, or the stand-ins of the demo. */
interface Backend {
  readonly baseUrl: string;
  readonly cognito?: CognitoSettings | undefined;
  readonly close?: () => Promise<void>;
}

async function backendOf({ access, baseUrl }: HttpConfig): Promise<Backend> {
  if (access.kind === 'demo') return demo();
  return access.kind === 'sign-in' ? { baseUrl, cognito: access.cognito } : { baseUrl };
}

function accessPart(
  config: HttpConfig,
  publicUrl: string,
  store: Store,
  { baseUrl, cognito }: Backend,
  logger: Logger,
  { fetchDocument }: HttpServerOverrides,
): Access {
  const events = eventsFor(logger);
  const offered = { toolsets: config.toolsets, readOnly: config.readOnly };
  if (config.access.kind === 'fixed-token') {
    return fixedToken({ baseUrl, apiToken: config.access.apiToken, offered, ...events });
  }
  if (!cognito) throw new Error('Users are to sign in, but nothing says where.');
  return signIn({
    publicUrl,
    store,
    encryption: new Encryption(config.encryptionKeys.length > 0 ? config.encryptionKeys : [ownKey()]),
    cognito: { ...cognito, redirectUri: cognito.redirectUri ?? `${publicUrl}/oauth/callback` },
    baseUrl,
    offered,
    requireOwner: config.requireOwner,
    lifetimeMs: config.sessionTimeoutMs,
    fetchDocument,
    ...events,
  });
}

const answerStarting: RequestListener = (_req, res) => {
  res.writeHead(503, { 'Retry-After': '1' }).end('Starting.');
};

/** A key of this process alone: good where the store is no more than its memory, too. */
function ownKey() {
  return { id: 'process', key: randomBytes(32) };
}

/** Takes the port at once, so that two servers on one port are noticed before anything else is done. */
async function listen({ host, port }: HttpConfig, listener: RequestListener): Promise<Server> {
  const server = createServer(listener);
  server.listen(port, host);
  await once(server, 'listening');
  return server;
}
