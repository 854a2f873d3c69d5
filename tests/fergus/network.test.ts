import { once } from 'node:events';
import { createServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { FergusClient, type RequestEvent } from '../../src/fergus/client.ts';
import { createJob, getJob } from '../../src/fergus/endpoints/jobs.ts';
import { selfSigned } from './self-signed.ts';
import { failureOf, sendJson, setUp, setUpBare } from './servers.ts';

const DRAFT = { jobType: 'Quote', title: 'Tap', isDraft: true } as const;

test('a certificate that is not trusted is named, is not tried again, and nothing was sent', async () => {
  let received = 0;
  const server = createServer(selfSigned(), (_, response) => {
    received += 1;
    sendJson(response, 200, { data: { id: 1 } });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const events: RequestEvent[] = [];
  const client = new FergusClient({
    baseUrl: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token: 'x',
    onRequest: (event) => events.push(event),
  });
  const failure = await failureOf(createJob(client.forCall(), DRAFT));
  expect(failure).toMatchObject({ kind: 'network', retryable: false, outcomeUnknown: false });
  expect(failure.message).toMatch(
    /certificate of Fergus .* is not trusted .*\(DEPTH_ZERO_SELF_SIGNED_CERT\)/,
  );
  expect(failure.message).toContain('NODE_EXTRA_CA_CERTS');
  expect(events.length).toBe(1);
  expect(received).toBe(0);
});

test('what is no HTTP is a connection that broke off', async () => {
  const server = createTcpServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end('220 mail.example ESMTP\r\n'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const failure = await failureOf(getJob(new FergusClient({ baseUrl, token: 'x' }).forCall(), 1));
  expect(failure).toMatchObject({ kind: 'network', retryable: true, outcomeUnknown: false });
  // Node 20 names its parser's code, Node 24 none.
  expect(failure.message).toMatch(/broke off(?: \(HPE_\w+\))?\. Try again/);
});

test('a body beyond 10 MB is refused by what it says of itself, before it is read', async () => {
  const { api } = await setUpBare((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 11 * 1024 * 1024 });
    response.write('{"data":');
  });
  expect((await failureOf(getJob(api, 1))).message).toContain('larger than 10 MB');
});

test('a body just below 10 MB is read', async () => {
  const padding = 'x'.repeat(10 * 1024 * 1024 - 100);
  const { api } = await setUpBare((_, response) => sendJson(response, 200, { data: { id: 1, padding } }));
  expect((await getJob(api, 1)).id).toBe(1);
});

test('every attempt is reported, with neither query nor token', async () => {
  const events: RequestEvent[] = [];
  const { sandbox, api } = await setUp({}, { onRequest: (event) => events.push(event), timeoutMs: 500 });
  const job = [...sandbox.businesses.main.jobs.keys()][0] ?? 0;
  sandbox.faults.order({ kind: 'status', status: 503 });
  await getJob(api, job);
  sandbox.faults.order({ kind: 'reset', method: 'POST' });
  await failureOf(createJob(api, DRAFT));
  sandbox.faults.order({ kind: 'not-json' });
  await failureOf(getJob(api, job));
  sandbox.faults.order({ kind: 'hang' });
  await failureOf(getJob(api, job));
  const seen = events.map(({ method, path, attempt, outcome }) => [method, path, attempt, outcome]);
  expect(seen).toEqual([
    ['GET', `/jobs/${job}`, 1, 503],
    ['GET', `/jobs/${job}`, 2, 200],
    ['POST', '/jobs', 1, 'network'],
    ['GET', `/jobs/${job}`, 1, 'bad-answer'],
    ['GET', `/jobs/${job}`, 1, 'timeout'],
  ]);
  expect(events.every(({ durationMs }) => Number.isInteger(durationMs) && durationMs >= 0)).toBe(true);
  expect(JSON.stringify(events)).not.toContain(sandbox.tokens.owner);
});
