import type { Config } from './config.ts';
import { FergusClient, type RequestEvent } from './fergus/client.ts';
import type { Logger } from './observability/logger.ts';
import type { ToolCallEvent } from './server/tool-calls.ts';
import { createMcpServer } from './server.ts';
import { selectTools } from './tools/catalog.ts';
import { DuplicateGuard } from './tools/shared/duplicate-guard.ts';
import { serveOverStdio } from './transports/stdio.ts';
import { VERSION } from './version.ts';

/**
 * Runs the local server: one credential, one client on stdio. Starting sends nothing to Fergus, so a wrong token
 * or a missing network shows in the first tool call and not as a process that dies.
 */
export async function runLocalServer(config: Config, logger: Logger): Promise<void> {
  const backend = config.demo ? await startDemo() : { baseUrl: config.baseUrl, token: config.apiToken ?? '' };
  const client = new FergusClient({
    baseUrl: backend.baseUrl,
    token: backend.token,
    userAgent: `fergus-mcp/${VERSION}`,
    onRequest: (event) => logger.debug(event satisfies RequestEvent, 'fergus request'),
  });
  const tools = selectTools(config);
  const onToolCall = ({ error, ...event }: ToolCallEvent) => {
    if (event.outcome === 'bug') logger.error({ ...event, err: error }, 'tool call');
    else logger.info(event, 'tool call');
  };
  const connection = { client, tools, duplicates: new DuplicateGuard(), onToolCall };
  logger.info(
    { version: VERSION, tools: tools.length, readOnly: config.readOnly, demo: config.demo },
    'ready',
  );
  try {
    await serveOverStdio(() => createMcpServer(() => connection), logger);
  } finally {
    await backend.close?.();
  }
}

interface Backend {
  readonly baseUrl: string;
  readonly token: string;
  readonly close?: () => Promise<void>;
}

/** The sandbox with its invented business, in this process, in the place of Fergus. */
async function startDemo(): Promise<Backend> {
  const { startSandboxFergus } = await import('./sandbox/fergus-api/index.ts');
  const sandbox = await startSandboxFergus();
  return { baseUrl: sandbox.url, token: sandbox.tokens.owner, close: () => sandbox.close() };
}
