import { once } from 'node:events';
import {
  Agent,
  createServer,
  request as forward,
  type IncomingHttpHeaders,
  type IncomingMessage,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request and its answer, as they went over the wire. */
export interface Exchange {
  readonly method: string;
  /** Still percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly answer: {
    readonly status: number;
    readonly headers: IncomingHttpHeaders;
    readonly body: string;
  };
}

export interface RecordingProxy {
  /** Base URL to be used in the place of the target's. */
  readonly url: string;
  /** Oldest first. */
  readonly exchanges: readonly Exchange[];
  close(): Promise<void>;
}

/** Starts an HTTP proxy on a loopback port that passes everything on unchanged and writes it down. */
export async function startRecordingProxy(target: string): Promise<RecordingProxy> {
  const exchanges: Exchange[] = [];
  const agent = new Agent({ keepAlive: true });
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const { method = '', url = '', headers, rawHeaders } = incoming;
      const body = await bytesOf(incoming);
      const upstream = forward(target + url, { method, headers: rawHeaders, agent }).end(body);
      const [answer] = (await once(upstream, 'response')) as [IncomingMessage];
      const answerBody = await bytesOf(answer);
      const { statusCode: status = 0 } = answer;
      const { pathname: path, searchParams: query } = new URL(url, target);
      exchanges.push({
        method,
        path,
        query,
        headers,
        body: body.toString(),
        answer: { status, headers: answer.headers, body: answerBody.toString() },
      });
      outgoing.writeHead(status, answer.rawHeaders).end(answerBody);
    })().catch((error: Error) => outgoing.destroy(error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    exchanges,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      agent.destroy();
      await closed;
    },
  };
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
