import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FetchDocument } from './auth/authorization-server/fetch-document.ts';
import { SessionManager } from './auth/session-manager.ts';
import type { Access } from './http/access.ts';
import { createHttpApp } from './http/app.ts';
import { demo } from './http/demo.ts';
import { eventsFor } from './http/events.ts';
import { fixedToken } from './http/fixed-token.ts';
import { InFlight } from './http/in-flight.ts';
import { listen } from './http/listen.ts';
import { type OpenStore, openStore } from './http/open-store.ts';
import { type SignInEvents, signIn } from './http/sign-in.ts';
import type { HttpConfig } from './http-config.ts';
import type { CognitoSettings } from './http-settings.ts';
import type { Logger } from './observability/logger.ts';
import { UpstreamStatus } from './observability/upstream-status.ts';
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
  /**
   * Ends the server: no new connections, `/ready` says so, calls under way may finish for as long as the settings
   * allow, streams end so that their clients go on elsewhere.
   */
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
  const { store, fallback } = await storeFor(config, logger, overrides);
  let answer: RequestListener = answerStarting;
  const server = await listen(config, (req, res) => answer(req, res), logger);
  const { port } = server.address() as AddressInfo;
  const publicUrl = config.publicUrl ?? `${config.tls ? 'https' : 'http'}://localhost:${port}`;
  const backend = await backendOf(config);
  const upstream = new UpstreamStatus();
  const inFlight = new InFlight();
  const sessions = new SessionManager({
    store,
    idleMs: config.sessionTimeoutMs,
    maxPerUser: config.maxSessionsPerUser,
  });
  const web = createHttpApp({
    config,
    publicUrl,
    store,
    fallback,
    sessions,
    upstream,
    inFlight,
    access: accessFor(config, publicUrl, store, backend, eventsFor(logger, upstream), overrides),
    logger,
    keepAliveMs: overrides.keepAliveMs,
  });
  answer = web.app;
  logger.info({ url: publicUrl, port, storage: store.kind, access: config.access.kind }, 'ready');
  return {
    url: publicUrl,
    async close() {
      const closed = once(server, 'close');
      server.close();
      web.endStreams();
      await inFlight.drain(config.shutdownTimeoutMs);
      await web.close();
      server.closeAllConnections();
      await closed;
      await backend.close?.();
      if (!overrides.store) await store.close();
    },
  };
}

async function storeFor(
  { storage }: HttpConfig,
  logger: Logger,
  { store }: HttpServerOverrides,
): Promise<OpenStore> {
  return store ? { store, fallback: false } : openStore(storage, logger);
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

function accessFor(
  config: HttpConfig,
  publicUrl: string,
  store: Store,
  { baseUrl, cognito }: Backend,
  events: SignInEvents,
  { fetchDocument }: HttpServerOverrides,
): Access {
  const offered = { toolsets: config.toolsets, readOnly: config.readOnly };
  if (config.access.kind === 'fixed-token') {
    return fixedToken({ baseUrl, apiToken: config.access.apiToken, offered, ...events });
  }
  if (!cognito) throw new Error('Users are to sign in, but nothing says where.');
  return signIn({
    publicUrl,
    store,
    encryption: new Encryption(config.encryptionKeys.length > 0 ? config.encryptionKeys : [ownKey()]),
    cognito: {
      ...cognito,
      redirectUri: cognito.redirectUri ?? `${publicUrl}/oauth/callback`,
      onRequest: events.onCognito,
    },
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
