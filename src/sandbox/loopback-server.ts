import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LoopbackServer {
  /** Base URL without a slash at the end. */
  readonly url: string;
  /** Fires `closing`, then ends every connection, waiting answers included. */
  close(): Promise<void>;
}

/**
 * Listens on this machine alone.
 *
 * @param port 0: any free one.
 * @throws when the port is taken.
 */
export async function listenOnLoopback(
  listener: RequestListener,
  port: number,
  closing: AbortController,
): Promise<LoopbackServer> {
  const server = createServer(listener);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      if (closing.signal.aborted) return;
      closing.abort();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
