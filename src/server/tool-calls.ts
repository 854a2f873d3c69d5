import {
  type CallToolRequest,
  type CallToolResult,
  type InputRequiredResult,
  type ListToolsResult,
  ProtocolError,
  ProtocolErrorCode,
  type Server,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { FergusClient } from '../fergus/client.ts';
import { getCompanyProfile } from '../fergus/company-profile.ts';
import { FergusError } from '../fergus/errors.ts';
import { linksOf } from '../resources/index.ts';
import { CATALOG } from '../tools/catalog.ts';
import { ConfirmationNeeded } from '../tools/confirmation.ts';
import type { Tool } from '../tools/define-tool.ts';
import type { DuplicateGuard } from '../tools/shared/duplicate-guard.ts';
import { fitResult } from '../tools/shared/result-size.ts';
import type { ToolContext } from '../tools/tool-context.ts';
import { ToolError } from '../tools/tool-error.ts';
import { askUser, confirmer } from './elicitation.ts';

/** Earlier clients do not know this kind of content and refuse a result that holds it (MCP 2025-06-18). */
const FIRST_WITH_LINKS = '2025-06-18';

/** One finished tool call, for logs and metrics. */
export interface ToolCallEvent {
  readonly tool: string;
  readonly durationMs: number;
  readonly outcome: 'ok' | 'asked' | 'refused' | 'fergus-error' | 'cancelled' | 'bug';
  /** The error behind an outcome that is neither `ok` nor `asked`. */
  readonly error?: unknown;
}

/** Whom a request speaks for, and what it may use. Always the same on stdio; over HTTP that of the sign-in. */
export interface Connection {
  readonly client: FergusClient;
  /** The tools to offer, from `selectTools`. */
  readonly tools: readonly Tool[];
  /** The user may allow more at any time, so the list of tools must not be remembered. */
  readonly toolsMayGrow?: boolean | undefined;
  /** One per user, so that it outlives a single request. */
  readonly duplicates: DuplicateGuard;
  readonly onToolCall?: ((event: ToolCallEvent) => void) | undefined;
}

/** The answer to `tools/list`. */
export function listTools({ tools, toolsMayGrow }: Connection): ListToolsResult {
  return {
    ...(toolsMayGrow && { ttlMs: 0 }),
    tools: tools.map(({ name, title, description, inputSchema, outputSchema, annotations }) => ({
      name,
      title,
      description,
      inputSchema,
      outputSchema,
      annotations: { title, ...annotations },
    })),
  };
}

/**
 * The handler of `tools/call`. What goes wrong inside a tool becomes a result with `isError`, which a model can
 * read; only a tool that does not exist is a protocol error (−32602).
 */
export function handleToolCalls(server: Server, connectionOf: (ctx: ServerContext) => Connection) {
  return async (
    { params }: CallToolRequest,
    ctx: ServerContext,
  ): Promise<CallToolResult | InputRequiredResult> => {
    const connection = connectionOf(ctx);
    const tool = connection.tools.find(({ name }) => name === params.name);
    if (!tool) throw new ProtocolError(ProtocolErrorCode.InvalidParams, unknownTool(params.name));
    const started = performance.now();
    const report = (outcome: ToolCallEvent['outcome'], error?: unknown) => {
      const durationMs = Math.round(performance.now() - started);
      connection.onToolCall?.({
        tool: tool.name,
        durationMs,
        outcome,
        ...(error !== undefined && { error }),
      });
    };
    try {
      const context = contextOf(connection, server, ctx);
      const linked = (server.getNegotiatedProtocolVersion() ?? '') >= FIRST_WITH_LINKS;
      const result = await callTool(tool, params.arguments, context, linked);
      report('ok');
      return result;
    } catch (error) {
      if (error instanceof ConfirmationNeeded) {
        report('asked');
        return askUser(error.question);
      }
      report(outcomeOf(error, ctx.mcpReq.signal), error);
      if (ctx.mcpReq.signal.aborted) throw error;
      return { content: [{ type: 'text', text: explain(error, tool, params.arguments) }], isError: true };
    }
  };
}

function contextOf({ client, duplicates }: Connection, server: Server, ctx: ServerContext): ToolContext {
  const { signal } = ctx.mcpReq;
  const progress = progressReporter(ctx);
  const fergus = client.forCall({
    signal,
    onWait: (seconds) => progress(`Waiting ${seconds} s for Fergus's limit of requests a minute`),
  });
  return {
    fergus,
    company: () => getCompanyProfile(fergus),
    progress,
    duplicates,
    confirm: confirmer(server, ctx),
    signal,
  };
}

async function callTool(
  tool: Tool,
  args: unknown,
  context: ToolContext,
  linked: boolean,
): Promise<CallToolResult> {
  const { structured, summary } = await tool.call(args, context);
  const render = (value: Record<string, unknown>) => tool.textOf(value, summary);
  const structuredContent = fitResult(structured, render);
  const links = linked
    ? linksOf(structured).map((link) => ({ type: 'resource_link' as const, ...link }))
    : [];
  return { content: [{ type: 'text', text: render(structuredContent) }, ...links], structuredContent };
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
  return `Tool ${name} is not offered here: it is a ${elsewhere.access} tool of the toolset "${elsewhere.toolset}", which this connection was made without.`;
}
