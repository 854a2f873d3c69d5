import { once } from 'node:events';
import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https';
import type { HttpConfig } from '../http-config.ts';
import type { TlsSettings } from '../http-settings.ts';
import type { Logger } from '../observability/logger.ts';

/** Longer than proxies keep an idle connection, so that they never send into one that is just being closed. */
const KEEP_ALIVE_MS = 75_000;
/** How often certificates are looked at. */
const WATCH_MS = 2000;

/**
 * Opens the port, with TLS where certificates are set.
 *
 * @throws where the port cannot be had.
 */
export async function listen(
  { host, port, tls }: Pick<HttpConfig, 'host' | 'port' | 'tls'>,
  listener: RequestListener,
  logger: Logger,
): Promise<Server> {
  const server = tls === undefined ? createHttpServer(listener) : createTlsServer(tls, listener, logger);
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  // Has to be longer, or it would end connections that wait for their next request.
  server.headersTimeout = KEEP_ALIVE_MS + 1000;
  server.listen(port, host);
  await once(server, 'listening');
  return server;
}

/** Takes up new certificates when their files change: they are renewed every few weeks. */
function createTlsServer(tls: TlsSettings, listener: RequestListener, logger: Logger): HttpsServer {
  const files = [tls.certFile, tls.keyFile];
  const server = createHttpsServer(contextOf(tls), listener);
  const reload = () => {
    try {
      server.setSecureContext(contextOf(tls));
      logger.info({ certFile: tls.certFile }, 'tls: certificate loaded again');
    } catch (error) {
      // Certificate and key are written one after the other; the next change completes the pair.
      logger.warn({ err: error, certFile: tls.certFile }, 'tls: certificate not usable, the old one stays');
    }
  };
  for (const file of files) watchFile(file, { interval: WATCH_MS, persistent: false }, reload);
  server.once('close', () => {
    for (const file of files) unwatchFile(file, reload);
  });
  return server;
}

function contextOf({ certFile, keyFile }: TlsSettings): { cert: Buffer; key: Buffer } {
  return { cert: readFileSync(certFile), key: readFileSync(keyFile) };
}
