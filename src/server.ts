import type { Server } from '@modelcontextprotocol/server';
import type { FergusClient } from './fergus/client.ts';
import { INSTRUCTIONS } from './instructions.ts';
import { complete } from './server/completion.ts';
import { EraAwareServer } from './server/era-codes.ts';
import { getPrompt, listPrompts } from './server/prompts.ts';
import { listResources, listResourceTemplates, readResource } from './server/resources.ts';
import { handleToolCalls, listTools, type ToolCallOptions } from './server/tool-calls.ts';
import { VERSION } from './version.ts';

/** What there is changes only with a new version of the server. */
const LIST_TTL_MS = 60 * 60_000;

/**
 * An MCP server over one Fergus credential, for either transport and both protocol eras.
 *
 * It stands on the SDK's low-level `Server`: the catalog converts its schemas once, where `McpServer` would
 * convert them on every `tools/list` and register every tool anew for every stateless request.
 *
 * @param options which tools to offer (from `selectTools`), and what outlives a single request.
 */
export function createMcpServer(client: FergusClient, options: ToolCallOptions): Server {
  const server = new EraAwareServer(
    { name: 'fergus-mcp', title: 'Fergus', version: VERSION },
    {
      capabilities: { tools: {}, prompts: {}, resources: {}, completions: {} },
      instructions: INSTRUCTIONS,
      cacheHints: {
        'tools/list': { ttlMs: LIST_TTL_MS, cacheScope: 'private' },
        'prompts/list': { ttlMs: LIST_TTL_MS, cacheScope: 'public' },
        'resources/list': { ttlMs: LIST_TTL_MS, cacheScope: 'public' },
        'resources/templates/list': { ttlMs: LIST_TTL_MS, cacheScope: 'public' },
      },
    },
  );
  server.setRequestHandler('tools/list', () => listTools(options.tools));
  server.setRequestHandler('tools/call', handleToolCalls(server, client, options));
  server.setRequestHandler('prompts/list', listPrompts);
  server.setRequestHandler('prompts/get', ({ params }) => getPrompt(params.name, params.arguments ?? {}));
  server.setRequestHandler('resources/list', listResources);
  server.setRequestHandler('resources/templates/list', listResourceTemplates);
  server.setRequestHandler('resources/read', ({ params }, ctx) =>
    readResource(params.uri, client.forCall({ signal: ctx.mcpReq.signal })),
  );
  server.setRequestHandler('completion/complete', ({ params }, ctx) =>
    complete(params, client.forCall({ signal: ctx.mcpReq.signal })),
  );
  return server;
}
