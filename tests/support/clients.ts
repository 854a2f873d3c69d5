import { Client, type RequestOptions, type Transport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { Client as V1Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as V1StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { Transport as V1Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { cleanEnv, emptyDir, PROGRAM } from './raw-stdio.ts';

/** The real clients that the server has to serve, by the way they open the connection. */
export const CLIENT_KINDS = ['v2 legacy', 'v2 auto', 'v2 pinned 2026-07-28', 'v1'] as const;
export type ClientKind = (typeof CLIENT_KINDS)[number];

/** The clients that speak protocol revision 2026-07-28. */
export const MODERN_KINDS: readonly ClientKind[] = ['v2 auto', 'v2 pinned 2026-07-28'];

/** A tool result as the tests look at it. */
export interface Result {
  readonly isError?: boolean | undefined;
  readonly structuredContent?: unknown;
  readonly content: ReadonlyArray<{ readonly type: string; readonly text?: string | undefined }>;
}

/** What can be completed. */
export type Reference = { type: 'ref/prompt'; name: string } | { type: 'ref/resource'; uri: string };

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly onprogress?: (progress: { progress: number; message?: string | undefined }) => void;
}

/** What the tests use of a client: both SDKs' clients have it. */
export interface ConnectedClient {
  readonly kind: ClientKind;
  /** The protocol revision that was agreed on, where the client tells. */
  readonly protocolVersion: string | undefined;
  listTools(): Promise<{
    tools: ReadonlyArray<{ name: string; inputSchema: unknown; outputSchema?: unknown }>;
  }>;
  callTool(name: string, args: Record<string, unknown>, options?: CallOptions): Promise<Result>;
  listPrompts(): Promise<{ prompts: ReadonlyArray<{ name: string }> }>;
  getPrompt(
    name: string,
    args?: Record<string, string>,
  ): Promise<{ messages: ReadonlyArray<{ role: string; content: unknown }> }>;
  complete(reference: Reference, argument: string, value: string): Promise<readonly string[]>;
  listResources(): Promise<{ resources: ReadonlyArray<{ uri: string }> }>;
  listResourceTemplates(): Promise<{ resourceTemplates: ReadonlyArray<{ uriTemplate: string }> }>;
  readResource(uri: string): Promise<{ contents: ReadonlyArray<{ uri: string; text?: string | undefined }> }>;
  instructions(): string | undefined;
  close(): Promise<void>;
}

/** How the client's user answers a question. */
export type Answer = { action: 'accept'; content: { confirm: boolean } } | { action: 'decline' | 'cancel' };
export type AnswerQuestion = (question: string) => Answer;

/** A way to a server, by the transport of either SDK. */
export interface Route {
  v1(): V1Transport;
  v2(): Transport;
}

/** Starts the built program and connects a client of the kind to it. */
export function connect(
  kind: ClientKind,
  args: readonly string[],
  env: Record<string, string> = {},
  answer?: AnswerQuestion,
): Promise<ConnectedClient> {
  const launch = {
    command: process.execPath,
    args: [PROGRAM, ...args],
    env: cleanEnv({ LOG_LEVEL: 'silent', ...env }),
    cwd: emptyDir(),
  };
  const route = { v1: () => new V1StdioClientTransport(launch), v2: () => new StdioClientTransport(launch) };
  return connectBy(kind, route, answer);
}

/** Connects a client of the kind to the server at the end of a route. */
export function connectBy(kind: ClientKind, route: Route, answer?: AnswerQuestion): Promise<ConnectedClient> {
  return kind === 'v1' ? connectV1(route.v1(), answer) : connectV2(kind, route.v2(), answer);
}

const INFO = { name: 'interop-test', version: '1.0.0' };

async function connectV1(
  transport: V1Transport,
  answer: AnswerQuestion | undefined,
): Promise<ConnectedClient> {
  const client = new V1Client(INFO, { capabilities: answer ? { elicitation: {} } : {} });
  if (answer) client.setRequestHandler(ElicitRequestSchema, ({ params }) => answer(params.message));
  await client.connect(transport);
  return {
    kind: 'v1',
    protocolVersion: undefined,
    listTools: () => client.listTools(),
    callTool: async (name, input, options) =>
      (await client.callTool({ name, arguments: input }, undefined, options)) as Result,
    listPrompts: () => client.listPrompts(),
    getPrompt: (name, input) => client.getPrompt({ name, arguments: input }),
    complete: async (ref, name, value) =>
      (await client.complete({ ref, argument: { name, value } })).completion.values,
    listResources: () => client.listResources(),
    listResourceTemplates: () => client.listResourceTemplates(),
    readResource: async (uri) =>
      (await client.readResource({ uri })) as { contents: { uri: string; text?: string }[] },
    instructions: () => client.getInstructions(),
    close: () => client.close(),
  };
}

async function connectV2(
  kind: ClientKind,
  transport: Transport,
  answer: AnswerQuestion | undefined,
): Promise<ConnectedClient> {
  const mode =
    kind === 'v2 legacy' ? 'legacy' : kind === 'v2 auto' ? 'auto' : ({ pin: '2026-07-28' } as const);
  const capabilities = answer ? { elicitation: {} } : {};
  const client = new Client(INFO, { capabilities, versionNegotiation: { mode } });
  if (answer) client.setRequestHandler('elicitation/create', ({ params }) => answer(params.message));
  await client.connect(transport);
  return {
    kind,
    protocolVersion: client.getNegotiatedProtocolVersion(),
    listTools: () => client.listTools(),
    callTool: async (name, input, options: RequestOptions = {}) =>
      (await client.callTool({ name, arguments: input }, options)) as Result,
    listPrompts: () => client.listPrompts(),
    getPrompt: (name, input = {}) => client.getPrompt({ name, arguments: input }),
    complete: async (ref, name, value) =>
      (await client.complete({ ref, argument: { name, value } })).completion.values,
    listResources: () => client.listResources(),
    listResourceTemplates: () => client.listResourceTemplates(),
    readResource: async (uri) =>
      (await client.readResource({ uri })) as { contents: { uri: string; text?: string }[] },
    instructions: () => client.getInstructions(),
    close: () => client.close(),
  };
}

/** The text of a result. */
export function textOf(result: Result): string {
  return result.content.map(({ text }) => text ?? '').join('\n');
}
