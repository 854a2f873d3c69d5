import type { LookupAddress } from 'node:dns';
import { once } from 'node:events';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  createDocumentFetcher,
  DocumentFetchError,
  type DocumentFetcherOptions,
} from '../../../src/auth/authorization-server/fetch-document.ts';
import { dnsLookup, type Lookup } from '../../../src/auth/authorization-server/resolve-host.ts';
import { selfSigned } from '../../fergus/self-signed.ts';
import { watchingTraffic } from './connections.ts';
import { startNameServer } from './name-server.ts';

const LOOPBACK: LookupAddress = { address: '127.0.0.1', family: 4 };
const JSON_TYPE = { 'content-type': 'application/json' };
const { key, cert } = selfSigned();

const toLoopback: Lookup = async () => [LOOPBACK];

/** A host for "localhost" on loopback, and a fetcher that is allowed to go there. */
async function setUp(listener: RequestListener, options: DocumentFetcherOptions = {}) {
  const requests: IncomingMessage[] = [];
  const server = createServer({ key, cert }, (request, response) => {
    requests.push(request);
    listener(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  const isAllowedAddress = (address: string) => address === '127.0.0.1';
  const fetchDocument = createDocumentFetcher({ lookup: toLoopback, isAllowedAddress, ca: cert, ...options });
  const url = (path = '/client.json') => new URL(`https://localhost:${port}${path}`);
  return { requests, port, url, fetchDocument };
}

function send(response: ServerResponse, body: string, headers: Record<string, string> = JSON_TYPE): void {
  response.writeHead(200, headers).end(body);
}

async function reasonOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => new Error('It was fetched.'),
    (reason: unknown) => reason,
  );
  if (error instanceof DocumentFetchError) return error.message;
  throw error;
}

describe('a document', () => {
  test('is fetched with the headers that tell how long it may be kept', async () => {
    const expires = new Date(0).toUTCString();
    const { url, fetchDocument } = await setUp((_, response) => {
      send(response, '{"name":"Ärger"}', {
        'content-type': 'application/json; charset=utf-8',
        'cache-control': 'max-age=60',
        expires,
      });
    });
    expect(await fetchDocument(url())).toEqual({
      status: 200,
      contentType: 'application/json; charset=utf-8',
      cacheControl: 'max-age=60',
      expires,
      body: '{"name":"Ärger"}',
    });
  });

  test('is asked for plainly: no cookies, no credentials, a connection of its own each time', async () => {
    const { port, url, requests, fetchDocument } = await setUp((_, response) => {
      send(response, '{}', { ...JSON_TYPE, 'set-cookie': 'a=b; Path=/' });
    });
    await fetchDocument(url('/a/client.json?v=1'));
    await fetchDocument(url('/a/client.json?v=1'));
    for (const { method, url: path, headers } of requests) {
      expect({ method, path, headers }).toEqual({
        method: 'GET',
        path: '/a/client.json?v=1',
        headers: {
          accept: 'application/json',
          'user-agent': 'fergus-mcp',
          host: `localhost:${port}`,
          connection: 'close',
        },
      });
    }
    expect(requests.length).toBe(2);
  });

  test('may have another JSON type', async () => {
    const { url, fetchDocument } = await setUp((_, response) => {
      send(response, '{}', { 'content-type': 'application/client-metadata+json' });
    });
    expect((await fetchDocument(url())).body).toBe('{}');
  });

  test.each(['text/html', 'text/json', 'application/jsonp', 'application/octet-stream', ''])(
    'of the type %j is not read',
    async (type) => {
      const { url, fetchDocument } = await setUp((_, response) => {
        send(response, 'x'.repeat(100_000), type === '' ? {} : { 'content-type': type });
      });
      expect(await fetchDocument(url())).toMatchObject({ status: 200, body: '' });
    },
  );

  test('of another type is left at once, however much there is', async () => {
    let closed: Promise<unknown> | undefined;
    const { url, fetchDocument } = await setUp(
      (_, response) => {
        closed = once(response, 'close');
        response.writeHead(200, { 'content-type': 'text/html' }).write('<html>');
      },
      { timeoutMs: 3_600_000 },
    );
    await fetchDocument(url());
    await closed;
  });

  test.each([204, 403, 404, 500, 503])('is not what comes with status %i', async (status) => {
    const { url, fetchDocument } = await setUp((_, response) => {
      response.writeHead(status, JSON_TYPE).end(status === 204 ? undefined : '{"error":"x"}');
    });
    expect(await fetchDocument(url())).toMatchObject({ status, body: '' });
  });

  test.each([301, 302, 303, 307, 308])('is not looked for where a redirect leads (%i)', async (status) => {
    const { url, requests, fetchDocument } = await setUp((_, response) => {
      response.writeHead(status, { ...JSON_TYPE, location: '/elsewhere.json' }).end('{}');
    });
    const { outcome, begun } = await watchingTraffic(() => fetchDocument(url()));
    expect(outcome).toMatchObject({ status, body: '' });
    expect(begun).toBe(1);
    expect(requests.map((request) => request.url)).toEqual(['/client.json']);
  });
});

describe('the size', () => {
  test('may be 5 KB', async () => {
    const body = JSON.stringify('x'.repeat(5 * 1024 - 2));
    const { url, fetchDocument } = await setUp((_, response) => send(response, body));
    expect((await fetchDocument(url())).body).toBe(body);
  });

  test.each<[string, (response: ServerResponse) => void]>([
    ['declared beforehand', (response) => send(response, JSON.stringify('x'.repeat(5 * 1024 - 1)))],
    [
      'found out while reading',
      (response) => {
        response.writeHead(200, JSON_TYPE);
        for (let index = 0; index < 6; index += 1) response.write(' '.repeat(1024));
        response.end('{}');
      },
    ],
  ])('of more is refused, %s', async (_, answer) => {
    const { url, fetchDocument } = await setUp((_request, response) => answer(response));
    expect(await reasonOf(fetchDocument(url()))).toBe('it is larger than 5 KB');
  });

  test('without end is not read without end', async () => {
    let closed: Promise<unknown> | undefined;
    const { url, fetchDocument } = await setUp((_, response) => {
      closed = once(response, 'close');
      response.writeHead(200, JSON_TYPE);
      const more = () => {
        while (!response.destroyed && response.write(' '.repeat(16 * 1024)));
      };
      response.on('drain', more);
      more();
    });
    expect(await reasonOf(fetchDocument(url()))).toBe('it is larger than 5 KB');
    await closed;
  });
});

describe('the time', () => {
  const timeoutMs = 200;

  test.each<[string, RequestListener]>([
    ['headers', () => {}],
    [
      'a body',
      (_, response) => {
        response.writeHead(200, JSON_TYPE);
        const drip = setInterval(() => response.write(' '), 20);
        response.on('close', () => clearInterval(drip));
      },
    ],
  ])('is over for %s that do not come, and the connection with it', async (_, listener) => {
    let closed: Promise<unknown> | undefined;
    const { url, fetchDocument } = await setUp(
      (request, response) => {
        closed = once(response, 'close');
        listener(request, response);
      },
      { timeoutMs },
    );
    expect(await reasonOf(fetchDocument(url()))).toBe('it did not answer within 0.2 seconds');
    await closed;
  });

  test('is over for a TLS handshake that does not come', async () => {
    const server = createTcpServer((socket) => socket.on('error', () => {}).resume());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const fetchDocument = createDocumentFetcher({
      lookup: toLoopback,
      isAllowedAddress: () => true,
      timeoutMs,
    });
    const reason = await reasonOf(fetchDocument(new URL(`https://localhost:${port}/client.json`)));
    expect(reason).toBe('it did not answer within 0.2 seconds');
  });

  test('is over for a name that is not resolved, and what comes later leads nowhere', async () => {
    let answer = (_addresses: LookupAddress[]) => {};
    const lookup: Lookup = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const { url, requests, fetchDocument } = await setUp((_, response) => send(response, '{}'), {
      lookup,
      timeoutMs,
    });
    const { begun } = await watchingTraffic(async () => {
      expect(await reasonOf(fetchDocument(url()))).toBe('it did not answer within 0.2 seconds');
      answer([LOOPBACK]);
      await new Promise((resolve) => setTimeout(resolve, 50));
    });
    expect(begun).toBe(0);
    expect(requests).toEqual([]);
  });
});

describe('the connection', () => {
  test('must be to whom the certificate names', async () => {
    const { port, requests, fetchDocument } = await setUp((_, response) => send(response, '{}'));
    const reason = await reasonOf(fetchDocument(new URL(`https://app.example:${port}/client.json`)));
    expect(reason).toBe('its certificate is not valid');
    expect(requests).toEqual([]);
  });

  test('must be with a certificate that is trusted', async () => {
    const { url, requests } = await setUp((_, response) => send(response, '{}'));
    const fetchDocument = createDocumentFetcher({ lookup: toLoopback, isAllowedAddress: () => true });
    expect(await reasonOf(fetchDocument(url()))).toBe('its certificate is not valid');
    expect(requests).toEqual([]);
  });

  test('may be refused', async () => {
    const server = createTcpServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    const fetchDocument = createDocumentFetcher({ lookup: toLoopback, isAllowedAddress: () => true });
    const reason = await reasonOf(fetchDocument(new URL(`https://localhost:${port}/client.json`)));
    expect(reason).toBe('the connection failed (ECONNREFUSED)');
  });

  test('may break off in the middle of the document', async () => {
    const { url, fetchDocument } = await setUp((_, response) => {
      response.writeHead(200, { ...JSON_TYPE, 'content-length': '100' });
      response.write('{', () => response.destroy());
    });
    expect(await reasonOf(fetchDocument(url()))).toBe('the connection failed (ECONNRESET)');
  });

  test('goes to the address that was checked: the name is resolved once', async () => {
    let lookups = 0;
    const { url, requests, fetchDocument } = await setUp((_, response) => send(response, '{}'), {
      lookup: async () => {
        lookups += 1;
        return lookups === 1 ? [LOOPBACK] : [{ address: '127.0.0.2', family: 4 }];
      },
    });
    const { outcome, ...traffic } = await watchingTraffic(() => fetchDocument(url()));
    expect(outcome.body).toBe('{}');
    expect({ ...traffic, lookups }).toEqual({ begun: 1, systemLookups: 0, lookups: 1 });
    expect(requests.length).toBe(1);
  });

  test('goes to a literal address without any lookup', async () => {
    let lookups = 0;
    const { port, fetchDocument } = await setUp((_, response) => send(response, '{}'), {
      lookup: async () => {
        lookups += 1;
        return [LOOPBACK];
      },
    });
    const { outcome, begun } = await watchingTraffic(() =>
      reasonOf(fetchDocument(new URL(`https://127.0.0.1:${port}/client.json`))),
    );
    // The certificate is for "localhost".
    expect({ outcome, begun, lookups }).toEqual({
      outcome: 'its certificate is not valid',
      begun: 1,
      lookups: 0,
    });
  });

  test('works with the real resolver, and is refused when the name leads inside on the next fetch', async () => {
    let address = [127, 0, 0, 1];
    const nameServer = await startNameServer((_, type) => (type === 'A' ? [address] : []));
    const { url, requests, fetchDocument } = await setUp((_, response) => send(response, '{}'), {
      lookup: dnsLookup([nameServer]),
    });
    const named = url();
    expect((await fetchDocument(named)).body).toBe('{}');
    address = [10, 0, 0, 1];
    const { outcome, begun } = await watchingTraffic(() => reasonOf(fetchDocument(named)));
    expect({ outcome, begun }).toEqual({ outcome: 'its host has no public address', begun: 0 });
    expect(requests.length).toBe(1);
  });
});

describe('nothing connects', () => {
  async function expectRefusal(url: URL, lookup: Lookup): Promise<void> {
    const fetchDocument = createDocumentFetcher({ lookup });
    const traffic = await watchingTraffic(() => reasonOf(fetchDocument(url)));
    expect(traffic).toEqual({ outcome: 'its host has no public address', begun: 0, systemLookups: 0 });
  }

  test.each([
    [['127.0.0.1']],
    [['::1']],
    [['0.0.0.0']],
    [['10.0.0.1']],
    [['172.16.0.1']],
    [['192.168.0.1']],
    [['100.64.0.1']],
    [['169.254.169.254']],
    [['fe80::1']],
    [['fd00:ec2::254']],
    [['::ffff:127.0.0.1']],
    [['::ffff:10.0.0.1']],
    [['64:ff9b::7f00:1']],
    [['64:ff9b::a9fe:a9fe']],
    [['2002:7f00:1::']],
    [['1.1.1.1', '127.0.0.1']],
    [['127.0.0.1', '1.1.1.1']],
    [['2606:4700::1111', '10.0.0.1']],
    [['1.1.1.1', 'fe80::1']],
    [[]],
  ])('for a name that leads to %j', async (addresses) => {
    await expectRefusal(new URL('https://app.example/client.json'), async () =>
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  });

  test.each([
    '127.0.0.1',
    '127.1',
    '0177.0.0.1',
    '0x7f.0.0.1',
    '0x7f000001',
    '2130706433',
    '017700000001',
    '0',
    '10.1',
    '169.254.169.254',
    '0xa9fea9fe',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::ffff:169.254.169.254]',
    '[::127.0.0.1]',
    '[64:ff9b::127.0.0.1]',
    '[2002:7f00:1::]',
    '[fd00:ec2::254]',
    '[fe80::1]',
  ])('for the literal address %s', async (host) => {
    let lookups = 0;
    await expectRefusal(new URL(`https://${host}/client.json`), async () => {
      lookups += 1;
      return [{ address: '1.1.1.1', family: 4 }];
    });
    expect(lookups).toBe(0);
  });

  test('for a name that is unknown, with the same words: nobody can ask which names there are inside', async () => {
    const nameServer = await startNameServer((name) =>
      name === 'vault.corp.example' ? [[10, 0, 0, 1]] : 'NXDOMAIN',
    );
    for (const host of ['vault.corp.example', 'nowhere.corp.example']) {
      await expectRefusal(new URL(`https://${host}/client.json`), dnsLookup([nameServer]));
    }
  });

  test('for a name whose lookup fails', async () => {
    const fetchDocument = createDocumentFetcher({ lookup: () => Promise.reject(new Error('inside.corp')) });
    const { outcome, begun } = await watchingTraffic(() =>
      reasonOf(fetchDocument(new URL('https://app.example/client.json'))),
    );
    expect({ outcome, begun }).toEqual({ outcome: 'the connection failed', begun: 0 });
  });
});
