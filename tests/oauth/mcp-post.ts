import { expect } from 'vitest';
import { INITIALIZE } from './mcp-request.ts';

/** What is sent to `/mcp`; what is left out is as a client of the 2025 era sends it. */
export interface McpPost {
  readonly token?: string;
  /** Sent as it is; other values than these as JSON. `initialize` where it is left out. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
}

/** One request of any kind. */
export function postMcp(
  mcpUrl: string,
  { token, body, headers, method = 'POST' }: McpPost = {},
): Promise<Response> {
  const asIs = typeof body === 'string' || body instanceof Uint8Array;
  return fetch(mcpUrl, {
    method,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(method === 'POST' && { body: asIs ? body : JSON.stringify(body ?? INITIALIZE) }),
  });
}

/**
 * Expects `/mcp` to refuse in JSON-RPC: no page, and nothing of what is inside.
 *
 * @returns its words.
 */
export async function expectRefusal(response: Response, status: number, code: number): Promise<string> {
  const text = await response.text();
  expect(response.status, text).toBe(status);
  expect(response.headers.get('content-type')).toMatch(/^application\/json\b/);
  expect(text).not.toMatch(/<|node_modules|\n\s*at /);
  const answer = JSON.parse(text) as { jsonrpc: string; error: { code: number; message: string } };
  expect(answer).toMatchObject({ jsonrpc: '2.0', error: { code } });
  return answer.error.message;
}
