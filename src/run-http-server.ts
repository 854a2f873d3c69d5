import { type HttpConfig, type HttpFlags, loadHttpConfig } from './http-config.ts';
import { startHttpServer } from './http-server.ts';
import { createLogger, type Logger } from './observability/logger.ts';

/**
 * Runs the remote server until the process is told to end.
 *
 * @throws {ConfigError} with every problem of the configuration; an error with the reason where it cannot start.
 */
export async function runHttpServer(flags: HttpFlags): Promise<void> {
  const config = loadHttpConfig(flags);
  const logger = createLogger(config.logLevel);
  const server = await startHttpServer(config, logger).catch((error: unknown) => {
    throw readable(error, config);
  });
  if (config.demo) process.stdout.write(demoHints(server.url));
  const reason = await endReason(logger);
  logger.info({ reason }, 'stopping');
  process.once('SIGINT', () => process.exit(EXIT_INTERRUPTED));
  process.once('SIGTERM', () => process.exit(EXIT_INTERRUPTED));
  await server.close();
  logger.info('stopped');
}

/** For a second signal, which means now. */
const EXIT_INTERRUPTED = 130;

/** Resolves with the first signal, or with an error that nobody caught: then the process ends with 1. */
function endReason(logger: Logger): Promise<string> {
  return new Promise((resolve) => {
    const failed = (err: unknown) => {
      logger.fatal({ err }, 'an error that nobody caught');
      process.exitCode = 1;
      resolve('error');
    };
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
    process.on('uncaughtException', failed);
    process.on('unhandledRejection', failed);
  });
}

/** What a person at the terminal can do about a port that cannot be had. */
function readable(error: unknown, { host, port }: HttpConfig): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') {
    return new StartError(
      `Port ${port} is in use on ${host}. Stop what listens there, or choose another HTTP_PORT.`,
    );
  }
  if (code === 'EACCES') {
    return new StartError(`Port ${port} may not be opened by this user. Choose one above 1023 as HTTP_PORT.`);
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new StartError(`${host} is no address of this machine. Correct HTTP_HOST.`);
  }
  return error;
}

/** The server cannot start; the message says it all. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

function demoHints(url: string): string {
  return `
fergus-mcp serves an invented business at ${url}/mcp
Sign in as any of its users; nothing leaves this machine.

  In a browser   ${url}
  Claude Code    claude mcp add --transport http fergus-demo ${url}/mcp
  Inspector      npx -y -p node@24 -p @modelcontextprotocol/inspector mcp-inspector --transport http --server-url ${url}/mcp

Ctrl+C ends it.
`;
}
