import type { Server, ServerContext } from '@modelcontextprotocol/server';
import { INSTRUCTIONS } from './instructions.ts';
import { complete } from './server/completion.ts';
import { EraAwareServer } from './server/era-codes.ts';
import { getPrompt, listPrompts } from './server/prompts.ts';
import { listResources, listResourceTemplates, readResource } from './server/resources.ts';
import { type Connection, handleToolCalls, listTools } from './server/tool-calls.ts';
import { VERSION } from './version.ts';

/** What there is changes only with a new version of the server. */
const LIST_TTL_MS = 60 * 60_000;

/**
 * An MCP server with all tools, prompts and resources, for either transport and both protocol eras.
 *
 * It stands on the SDK's low-level `Server`: the catalog converts its schemas once, where `McpServer` would
 * convert them on every `tools/list` and register every tool anew for every stateless request.
 *
 * @param connectionOf whom a request speaks for. A session of the 2025 era has one server for all its requests,
 *   each of which brings its own sign-in, so this is asked anew for each.
 */
export function createMcpServer(connectionOf: (ctx: ServerContext) => Connection): Server {
  const fergusFor = (ctx: ServerContext) => connectionOf(ctx).client.forCall({ signal: ctx.mcpReq.signal });
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
  server.setRequestHandler('tools/list', (_request, ctx) => listTools(connectionOf(ctx)));
  server.setRequestHandler('tools/call', handleToolCalls(server, connectionOf));
  server.setRequestHandler('prompts/list', listPrompts);
  server.setRequestHandler('prompts/get', ({ params }) => getPrompt(params.name, params.arguments ?? {}));
  server.setRequestHandler('resources/list', listResources);
  server.setRequestHandler('resources/templates/list', listResourceTemplates);
  server.setRequestHandler('resources/read', ({ params }, ctx) => readResource(params.uri, fergusFor(ctx)));
  server.setRequestHandler('completion/complete', ({ params }, ctx) => complete(params, fergusFor(ctx)));
  return server;
}
