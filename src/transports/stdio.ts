import type { Server } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import type { Logger } from '../observability/logger.ts';

/**
 * Serves one client over stdin and stdout until it hangs up or the process is told to end. Both protocol eras
 * are spoken; the client's first message decides.
 *
 * @param createServer makes the server for the connection.
 * @returns when the connection has ended.
 */
export async function serveOverStdio(createServer: () => Server, logger: Logger): Promise<void> {
  const ended = new Promise<string>((resolve) => {
    process.stdin.once('end', () => resolve('the client closed stdin'));
    process.stdin.once('close', () => resolve('the client closed stdin'));
    process.stdout.once('error', () => resolve('the client closed stdout'));
    process.once('SIGINT', () => resolve('SIGINT'));
    process.once('SIGTERM', () => resolve('SIGTERM'));
  });
  const handle = serveStdio(createServer, {
    onerror: (error) => logger.warn({ err: error }, 'protocol error'),
  });
  const reason = await ended;
  logger.info({ reason }, 'stopping');
  await handle.close();
}
