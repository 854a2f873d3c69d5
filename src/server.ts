import {
  type CallToolResult,
  type CompleteResult,
  type GetPromptResult,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { FergusApi } from './fergus/api.ts';
import type { FergusClient } from './fergus/client.ts';
import { getCompanyProfile } from './fergus/company-profile.ts';
import { FergusError } from './fergus/errors.ts';
import { INSTRUCTIONS } from './instructions.ts';
import { PROMPTS } from './prompts/index.ts';
import { CATALOG } from './tools/catalog.ts';
import type { Tool } from './tools/define-tool.ts';
import { DuplicateGuard } from './tools/shared/duplicate-guard.ts';
import { renderResult } from './tools/shared/render.ts';
import { fitResult } from './tools/shared/result-size.ts';
import { ToolError } from './tools/tool-error.ts';
import { VERSION } from './version.ts';

/** One finished tool call, for logs and metrics. */
export interface ToolCallEvent {
  readonly tool: string;
  readonly durationMs: number;
  readonly outcome: 'ok' | 'refused' | 'fergus-error' | 'cancelled' | 'bug';
  /** The error behind an outcome other than `ok`. */
  readonly error?: unknown;
}

export interface McpServerOptions {
  /** The tools to offer, from `selectTools`. */
  readonly tools: readonly Tool[];
  /** One per credential, so that it outlives a single request. */
  readonly duplicates?: DuplicateGuard | undefined;
  readonly onToolCall?: ((event: ToolCallEvent) => void) | undefined;
}

/** Tools and prompts change only with a new version of the server. */
const LIST_TTL_MS = 60 * 60_000;

/**
 * An MCP server over one Fergus credential, for either transport and both protocol eras.
 *
 * It stands on the SDK's low-level `Server`: the catalog converts its schemas once, where `McpServer` would
 * convert them on every `tools/list` and register every tool anew for every stateless request.
 */
export function createMcpServer(client: FergusClient, options: McpServerOptions): Server {
  const tools = new Map(options.tools.map((tool) => [tool.name, tool]));
  const duplicates = options.duplicates ?? new DuplicateGuard();
  const server = new Server(
    { name: 'fergus-mcp', title: 'Fergus', version: VERSION },
    {
      capabilities: { tools: {}, prompts: {}, completions: {} },
      instructions: INSTRUCTIONS,
      cacheHints: {
        'tools/list': { ttlMs: LIST_TTL_MS, cacheScope: 'private' },
        'prompts/list': { ttlMs: LIST_TTL_MS, cacheScope: 'public' },
      },
    },
  );

  server.setRequestHandler('tools/list', () => ({ tools: options.tools.map(describeTool) }));

  server.setRequestHandler('tools/call', async ({ params }, ctx): Promise<CallToolResult> => {
    const tool = tools.get(params.name);
    if (!tool) throw new ProtocolError(ProtocolErrorCode.InvalidParams, unknownTool(params.name));
    const started = performance.now();
    let outcome: ToolCallEvent['outcome'] = 'ok';
    let error: unknown;
    try {
      return await callTool(tool, params.arguments, client, duplicates, ctx);
    } catch (caught) {
      error = caught;
      outcome = outcomeOf(caught, ctx.mcpReq.signal);
      if (outcome === 'cancelled') throw caught;
      return { content: [{ type: 'text', text: explain(caught, tool, params.arguments) }], isError: true };
    } finally {
      const durationMs = Math.round(performance.now() - started);
      options.onToolCall?.({ tool: tool.name, durationMs, outcome, ...(error !== undefined && { error }) });
    }
  });

  server.setRequestHandler('prompts/list', () => ({
    prompts: PROMPTS.map(({ name, title, description, arguments: args }) => ({
      name,
      title,
      description,
      arguments: args.map((argument) => ({
        name: argument.name,
        description: argument.description,
        required: argument.required,
      })),
    })),
  }));

  server.setRequestHandler('prompts/get', ({ params }) => getPrompt(params.name, params.arguments ?? {}));

  server.setRequestHandler('completion/complete', ({ params }, ctx) => {
    const fergus = client.forCall({ signal: ctx.mcpReq.signal });
    return complete(params.ref, params.argument, fergus);
  });

  return server;
}

function describeTool({ name, title, description, inputSchema, outputSchema, annotations }: Tool) {
  return { name, title, description, inputSchema, outputSchema, annotations: { title, ...annotations } };
}

async function callTool(
  tool: Tool,
  args: unknown,
  client: FergusClient,
  duplicates: DuplicateGuard,
  ctx: ServerContext,
): Promise<CallToolResult> {
  const { signal } = ctx.mcpReq;
  const progress = progressReporter(ctx);
  const fergus = client.forCall({
    signal,
    onWait: (seconds) => progress(`Waiting ${seconds} s for Fergus's limit of requests a minute`),
  });
  const company = () => getCompanyProfile(fergus);
  const { structured, summary } = await tool.call(args, { fergus, company, progress, duplicates, signal });
  const render = (value: Record<string, unknown>) => renderResult(value, summary);
  const structuredContent = fitResult(structured, render);
  return { content: [{ type: 'text', text: render(structuredContent) }], structuredContent };
}

/** Progress for clients that gave a token; a lost notification must not fail the call. */
function progressReporter(ctx: ServerContext): (message: string) => void {
  const progressToken = ctx.mcpReq._meta?.progressToken;
  let progress = 0;
  return (message) => {
    if (progressToken === undefined) return;
    progress += 1;
    const params = { progressToken, progress, message };
    ctx.mcpReq.notify({ method: 'notifications/progress', params }).catch(() => {});
  };
}

function outcomeOf(error: unknown, signal: AbortSignal): ToolCallEvent['outcome'] {
  if (signal.aborted) return 'cancelled';
  if (error instanceof ToolError) return 'refused';
  return error instanceof FergusError ? 'fergus-error' : 'bug';
}

function explain(error: unknown, tool: Tool, args: unknown): string {
  if (error instanceof ToolError) return error.message;
  if (!(error instanceof FergusError)) {
    return `${tool.name} failed because of a fault in fergus-mcp itself, not in Fergus or the arguments. The server's log has the details.`;
  }
  if (error.outcomeUnknown && tool.verifyWith !== undefined) {
    return error.withNextStep(`Look with ${tool.verifyWith} first.`).message;
  }
  // Errors without a status are our own and already say more than a hint by kind could.
  const hint = error.status === undefined ? undefined : tool.hintsFor(args)[error.kind];
  return hint === undefined ? error.message : error.withNextStep(hint).message;
}

function unknownTool(name: string): string {
  const elsewhere = CATALOG.find((tool) => tool.name === name);
  if (!elsewhere) return `Unknown tool: ${name}`;
  return `Tool ${name} is not offered here: it is a ${elsewhere.access} tool of the toolset "${elsewhere.toolset}", which this server was started without.`;
}

function findPrompt(name: string) {
  const prompt = PROMPTS.find((candidate) => candidate.name === name);
  if (!prompt) throw new ProtocolError(ProtocolErrorCode.InvalidParams, `Unknown prompt: ${name}`);
  return prompt;
}

function getPrompt(name: string, given: Record<string, string>): GetPromptResult {
  const prompt = findPrompt(name);
  const refuse = (argument: string, why: string) => {
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, `Prompt ${name}: ${argument} ${why}`);
  };
  for (const key of Object.keys(given)) {
    if (!prompt.arguments.some((argument) => argument.name === key)) refuse(key, 'is not an argument');
  }
  const values: Record<string, string | undefined> = {};
  for (const argument of prompt.arguments) {
    const value = given[argument.name]?.trim() || undefined;
    if (value === undefined && argument.required) refuse(argument.name, 'is required');
    const problem = value === undefined ? undefined : argument.check?.(value);
    if (problem !== undefined) refuse(argument.name, problem);
    values[argument.name] = value;
  }
  const text = prompt.message(values);
  return { description: prompt.description, messages: [{ role: 'user', content: { type: 'text', text } }] };
}

const MAX_COMPLETIONS = 100;

async function complete(
  ref: { readonly type: string; readonly name?: string },
  argument: { readonly name: string; readonly value: string },
  fergus: FergusApi,
): Promise<CompleteResult> {
  if (ref.type !== 'ref/prompt' || ref.name === undefined) {
    throw new ProtocolError(
      ProtocolErrorCode.InvalidParams,
      'There is nothing to complete for this reference',
    );
  }
  const prompt = findPrompt(ref.name);
  const known = prompt.arguments.find((candidate) => candidate.name === argument.name);
  if (!known) {
    throw new ProtocolError(
      ProtocolErrorCode.InvalidParams,
      `Prompt ${ref.name} has no argument ${argument.name}`,
    );
  }
  const values = [...((await known.complete?.(argument.value, fergus)) ?? [])];
  return {
    completion: { values: values.slice(0, MAX_COMPLETIONS), hasMore: values.length > MAX_COMPLETIONS },
  };
}
