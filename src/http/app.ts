import express, { type Express } from 'express';
import helmet from 'helmet';
import type { SessionManager } from '../auth/session-manager.ts';
import type { HttpConfig } from '../http-config.ts';
import type { Logger } from '../observability/logger.ts';
import type { UpstreamStatus } from '../observability/upstream-status.ts';
import { createMcpServer } from '../server.ts';
import type { Store } from '../storage/store.ts';
import { connectionOf } from '../transports/caller.ts';
import { mcpEndpoint } from '../transports/http.ts';
import { HttpSessions } from '../transports/http-sessions.ts';
import type { Access } from './access.ts';
import { resourceMetadataOf } from './addresses.ts';
import { health } from './health.ts';
import { home, lastResort } from './home.ts';
import type { InFlight } from './in-flight.ts';
import { rateLimits } from './rate-limits.ts';

/** As long as proxies in front usually keep a silent connection open, with room. */
const KEEP_ALIVE_MS = 15_000;

export interface AppOptions {
  readonly config: HttpConfig;
  /** The public origin, without a slash at its end. */
  readonly publicUrl: string;
  readonly store: Store;
  /** Memory stands in for a Redis that could not be reached. */
  readonly fallback: boolean;
  readonly sessions: SessionManager;
  readonly upstream: UpstreamStatus;
  readonly inFlight: InFlight;
  /** How users are let in. */
  readonly access: Access;
  readonly logger: Logger;
  readonly keepAliveMs?: number | undefined;
}

export interface HttpApp {
  readonly app: Express;
  /** Ends the streams on which nothing is under way. */
  endStreams(): void;
  /** Ends sessions and whatever is still under way; their clients can go on elsewhere. */
  close(): Promise<void>;
}

/** The whole web server: landing page, authorization server, and `/mcp`. */
export function createHttpApp(options: AppOptions): HttpApp {
  const { config, publicUrl, store, access, inFlight, logger } = options;
  const limits = rateLimits(config.rateLimits);
  const onError = (error: unknown) => logger.warn({ err: error }, 'http error');
  const keepAliveMs = options.keepAliveMs ?? KEEP_ALIVE_MS;
  const createServer = () => createMcpServer(connectionOf);
  const sessions = new HttpSessions({
    sessions: options.sessions,
    createServer,
    max: config.maxSessions,
    keepAliveMs,
    onError,
  });
  const { hostname } = new URL(publicUrl);
  const endpoint = mcpEndpoint({
    authenticate: access.authenticate,
    limit: limits.user,
    createServer,
    sessions,
    allowedHosts: [hostname, ...config.allowedHosts],
    allowedOrigins: [hostname, ...config.allowedHosts, ...config.allowedOrigins],
    resourceMetadata: resourceMetadataOf(publicUrl),
    keepAliveMs,
    onError,
  });

  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', config.trustProxy);
  app.set('query parser', 'simple');
  app.use(
    helmet({
      // Each page brings the policy that fits it; what is no page needs none, as browsers do not render it.
      contentSecurityPolicy: false,
      // Web clients open the sign-in in a window and wait for word from it, which this would cut off.
      crossOriginOpenerPolicy: false,
      xFrameOptions: { action: 'deny' },
      strictTransportSecurity: publicUrl.startsWith('https:'),
    }),
  );
  app.use(
    health({
      store,
      fallback: options.fallback,
      upstream: options.upstream,
      activeSessions: () => sessions.size,
      draining: () => inFlight.draining,
    }),
  );
  app.use(inFlight.count);
  app.use('/mcp', limits.address, endpoint.router);
  app.use(access.routes(limits, onError));
  app.use(home({ publicUrl, store, signInHost: access.signInHost, demo: config.demo }));
  app.use(lastResort(onError));
  return {
    app,
    endStreams: () => endpoint.endStreams(),
    async close() {
      await Promise.all([endpoint.close(), sessions.close()]);
    },
  };
}
