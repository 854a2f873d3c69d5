import { once } from 'node:events';
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

export interface PlainAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface PlainRequest {
  readonly method?: string;
  /** The request target, to the letter. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** Sends a request with whatever `Host` and target are given, which `fetch` would choose by itself. */
export async function plainRequest(server: string, about: PlainRequest): Promise<PlainAnswer> {
  const { method = 'GET', path, headers = {}, body } = about;
  const { hostname: host, port } = new URL(server);
  const length = body === undefined ? {} : { 'content-length': `${Buffer.byteLength(body)}` };
  const sent = request({ host, port, path, method, headers: { ...length, ...headers }, agent: false });
  const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
  sent.end(body);
  const [response] = await answered;
  return { status: response.statusCode ?? 0, headers: response.headers, body: await text(response) };
}
