import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

export interface HeldAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** A request whose head the server has seen, and whose body is still to come. */
export interface HeldPost {
  /** Sends the body. */
  finish(): Promise<HeldAnswer>;
}

/** Opens a connection of its own and resolves when the server has taken the head of the request. */
export async function holdPost(url: string, form: Readonly<Record<string, string>>): Promise<HeldPost> {
  const body = new URLSearchParams(form).toString();
  const post = request(url, {
    method: 'POST',
    agent: false,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': Buffer.byteLength(body),
      // The answer to it says that the head was taken (RFC 9110 §10.1.1).
      expect: '100-continue',
    },
  });
  post.flushHeaders();
  await once(post, 'continue');
  return {
    async finish() {
      const answered = once(post, 'response') as Promise<[IncomingMessage]>;
      post.end(body);
      const [response] = await answered;
      return {
        status: response.statusCode ?? 0,
        body: JSON.parse(await text(response)) as Record<string, unknown>,
      };
    },
  };
}
