import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { FergusApi } from '../../src/fergus/api.ts';
import { FergusClient, type FergusClientOptions } from '../../src/fergus/client.ts';
import { FergusError } from '../../src/fergus/errors.ts';
import {
  type SandboxFergus,
  type SandboxOptions,
  startSandboxFergus,
} from '../../src/sandbox/fergus-api/index.ts';

export interface Setup {
  readonly sandbox: SandboxFergus;
  /** Speaks for the owner of the sandbox's main business. */
  readonly client: FergusClient;
  readonly api: FergusApi;
}

/** A sandbox and a client for the length of one test. */
export async function setUp(
  sandboxOptions: SandboxOptions = {},
  clientOptions: Partial<FergusClientOptions> = {},
): Promise<Setup> {
  const sandbox = await startSandboxFergus(sandboxOptions);
  onTestFinished(() => sandbox.close());
  const client = new FergusClient({ baseUrl: sandbox.url, token: sandbox.tokens.owner, ...clientOptions });
  return { sandbox, client, api: client.forCall() };
}

export interface BareRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What the sandbox never answers: a server that answers as the test says, for the length of one test. */
export async function setUpBare(
  answer: (request: BareRequest, response: ServerResponse) => void,
  clientOptions: Partial<FergusClientOptions> = {},
) {
  const requests: BareRequest[] = [];
  const listener: RequestListener = async (req, res) => {
    let body = '';
    for await (const chunk of req.setEncoding('utf8')) body += chunk;
    const request = { method: req.method ?? '', url: req.url ?? '', headers: req.headers, body };
    requests.push(request);
    answer(request, res);
  };
  const server = createServer(listener);
  let connections = 0;
  server.on('connection', () => {
    connections += 1;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new FergusClient({ baseUrl: url, token: 'some-token', ...clientOptions });
  return { url, requests, connections: () => connections, client, api: client.forCall() };
}

/** Answers JSON. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** A port of this machine where nobody listens. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** The error that a call to Fergus fails with; a success, or an error of another class, fails the test. */
export async function failureOf(call: Promise<unknown>): Promise<FergusError> {
  const outcome = await call.then(
    (value) => new Error(`Succeeded with ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
  if (outcome instanceof FergusError) return outcome;
  throw outcome;
}

/** The first record of a map. */
export function firstOf<T>(records: ReadonlyMap<number, T>, fits: (record: T) => boolean = () => true): T {
  for (const record of records.values()) if (fits(record)) return record;
  throw new Error('The sandbox has no such record.');
}
