import type { Result } from '../support/clients.ts';

const JSON_AND_STREAM = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

/** Calls a tool by one request of the 2026 era, which needs nothing before it. */
export function callTool(
  mcpUrl: string,
  token: string,
  name: string,
  args: Record<string, unknown> = {},
): Promise<Response> {
  const version = '2026-07-28';
  const meta = {
    'io.modelcontextprotocol/protocolVersion': version,
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  return fetch(mcpUrl, {
    method: 'POST',
    headers: {
      ...JSON_AND_STREAM,
      authorization: `Bearer ${token}`,
      'mcp-protocol-version': version,
      'mcp-method': 'tools/call',
      'mcp-name': name,
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name, arguments: args, _meta: meta },
    }),
  });
}

/** Opens a session of the 2025 era. */
export function initialize(mcpUrl: string, token: string): Promise<Response> {
  return fetch(mcpUrl, {
    method: 'POST',
    headers: { ...JSON_AND_STREAM, authorization: `Bearer ${token}` },
    body: JSON.stringify(INITIALIZE),
  });
}

export const INITIALIZE = {
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'oauth-test', version: '1.0.0' },
  },
};

/** A request within a session of the 2025 era. */
export function inSession(
  mcpUrl: string,
  token: string,
  sessionId: string,
  request: { readonly method?: 'GET' | 'DELETE' | 'POST'; readonly message?: Record<string, unknown> } = {},
): Promise<Response> {
  const { method = 'POST', message } = request;
  return fetch(mcpUrl, {
    method,
    headers: {
      ...JSON_AND_STREAM,
      ...(method === 'GET' && { accept: 'text/event-stream' }),
      authorization: `Bearer ${token}`,
      'mcp-session-id': sessionId,
      'mcp-protocol-version': '2025-11-25',
    },
    ...(message && { body: JSON.stringify({ jsonrpc: '2.0', ...message }) }),
  });
}

/** The status that a small call is answered with: 200 for a token that works. */
export async function statusWith(mcpUrl: string, token: string): Promise<number> {
  const response = await callTool(mcpUrl, token, 'list-customers', { limit: 1 });
  await response.arrayBuffer();
  return response.status;
}

/** The tool result in an answer, whether that is JSON or a stream. @throws where there is none. */
export async function resultOf(response: Response): Promise<Result> {
  const text = await response.text();
  const json = /^data: (\{.*)$/m.exec(text)?.[1] ?? text;
  const { result } = JSON.parse(json) as { result?: Result };
  if (result === undefined) throw new Error(`No result, but HTTP ${response.status}: ${text.slice(0, 300)}`);
  return result;
}
