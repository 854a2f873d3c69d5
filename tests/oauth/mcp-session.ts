import { type Listening, listen } from './event-stream.ts';
import { postMcp } from './mcp-post.ts';
import { INITIALIZE, inSession } from './mcp-request.ts';

/** Opens a session of the 2025 era. @returns its id. @throws where there is none. */
export async function openSession(
  mcpUrl: string,
  token: string,
  capabilities: Record<string, unknown> = {},
): Promise<string> {
  const body = { ...INITIALIZE, params: { ...INITIALIZE.params, capabilities } };
  const response = await postMcp(mcpUrl, { token, body });
  const text = await response.text();
  const id = response.headers.get('mcp-session-id');
  if (response.status !== 200 || id === null) throw new Error(`initialize: ${response.status} ${text}`);
  return id;
}

let requests = 0;

/** The status that a small request in a session is answered with: 200 where the session lives. */
export async function statusIn(mcpUrl: string, token: string, id: string): Promise<number> {
  requests += 1;
  const response = await inSession(mcpUrl, token, id, { message: { id: requests, method: 'ping' } });
  await response.text();
  return response.status;
}

/** Opens the stream on which a client waits for messages of the server. */
export function listenIn(mcpUrl: string, token: string, id: string): Promise<Listening> {
  const headers = { accept: 'text/event-stream', authorization: `Bearer ${token}`, 'mcp-session-id': id };
  return listen((signal) => fetch(mcpUrl, { headers, signal }));
}

/** The names of the tools that a session is offered. */
export async function toolsIn(mcpUrl: string, token: string, id: string): Promise<readonly string[]> {
  const response = await inSession(mcpUrl, token, id, { message: { id: 1, method: 'tools/list' } });
  const [, json = '{}'] = /^data: (\{.*)$/m.exec(await response.text()) ?? [];
  const { result } = JSON.parse(json) as { result?: { tools: { name: string }[] } };
  return result?.tools.map(({ name }) => name) ?? [];
}
