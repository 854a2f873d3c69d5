import { createHash } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parseClientMetadata } from '../../../src/auth/authorization-server/client-metadata.ts';
import { ClientDocumentError } from '../../../src/auth/authorization-server/client-metadata-document.ts';
import { ClientRegistry } from '../../../src/auth/authorization-server/client-registry.ts';
import type { FetchDocument } from '../../../src/auth/authorization-server/fetch-document.ts';
import { MemoryStore } from '../../../src/storage/memory-store.ts';
import { StoreUnavailable, tagged } from '../../../src/storage/store.ts';

const DAY = 24 * 3600 * 1000;
const START = Date.UTC(2026, 0, 1, 12);
const BODY = { client_name: 'Inspector', redirect_uris: ['http://localhost:6274/oauth/callback'] };
const WITH_SECRET = { ...BODY, token_endpoint_auth_method: 'client_secret_basic' };

const fetchDocument: FetchDocument = async (url) => ({
  status: url.pathname === '/gone' ? 404 : 200,
  contentType: 'application/json',
  cacheControl: undefined,
  body: JSON.stringify({ ...BODY, client_id: url.href }),
});

/** A registry and its store, on one clock that is moved by hand. */
function setUp() {
  const clock = { now: START };
  const store = new MemoryStore(() => clock.now);
  onTestFinished(() => store.close());
  const registry = new ClientRegistry(store, { fetchDocument, now: () => clock.now });
  const register = (body: object) => registry.register(parseClientMetadata(body));
  return { clock, store, registry, register };
}

describe('a registration', () => {
  test('of a public client answers with everything that was registered (RFC 7591 §3.2.1), and no secret', async () => {
    const { registry, register } = setUp();
    const { client, secret, response } = await register(BODY);
    expect(JSON.parse(JSON.stringify(response))).toEqual({
      client_id: client.clientId,
      client_id_issued_at: START / 1000,
      client_name: 'Inspector',
      redirect_uris: BODY.redirect_uris,
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      scope: 'fergus:read fergus:write',
    });
    expect(secret).toBeUndefined();
    expect(await registry.find(client.clientId)).toEqual(client);
    expect(client).toMatchObject({
      kind: 'registered',
      clientName: 'Inspector',
      redirectUris: BODY.redirect_uris,
    });
  });

  test.each(['client_secret_basic', 'client_secret_post'])(
    'with %s gives a secret that does not end',
    async (method) => {
      const { register } = setUp();
      const { secret, response } = await register({ ...BODY, token_endpoint_auth_method: method });
      expect(secret).toMatch(/^[\w-]{43}$/);
      expect(response).toMatchObject({
        client_secret: secret,
        client_secret_expires_at: 0,
        token_endpoint_auth_method: method,
      });
    },
  );

  test('without a name has none in the answer', async () => {
    const { register } = setUp();
    const { response } = await register({ redirect_uris: BODY.redirect_uris });
    expect(JSON.parse(JSON.stringify(response))).not.toHaveProperty('client_name');
  });

  test('gives each client an id and a secret of its own', async () => {
    const { register } = setUp();
    const registrations = await Promise.all(Array.from({ length: 20 }, () => register(WITH_SECRET)));
    expect(new Set(registrations.map(({ client }) => client.clientId)).size).toBe(20);
    expect(new Set(registrations.map(({ secret }) => secret)).size).toBe(20);
  });

  test('leaves no secret in the store, only its hash', async () => {
    const { store, register } = setUp();
    const { client, secret = '' } = await register(WITH_SECRET);
    const stored = await store.get(tagged(client.clientId, 'client'));
    expect(stored).not.toContain(secret);
    expect(stored).toContain(createHash('sha256').update(secret).digest('base64url'));
  });
});

describe('a secret', () => {
  test('proves the client that it was given to, and nobody else', async () => {
    const { registry, register } = setUp();
    const mine = await register(WITH_SECRET);
    const other = await register(WITH_SECRET);
    const client = await registry.find(mine.client.clientId);
    if (!client) throw new Error('The client was not found.');
    expect(registry.checkSecret(client, mine.secret)).toBe(true);
    for (const wrong of [undefined, '', 'x', other.secret, `${mine.secret} `, client.secretHash]) {
      expect(registry.checkSecret(client, wrong), String(wrong)).toBe(false);
    }
  });

  test('is not asked of a public client, and an empty one is none (RFC 6749 §3.2)', async () => {
    const { registry, register } = setUp();
    const { client } = await register(BODY);
    expect(registry.checkSecret(client, undefined)).toBe(true);
    expect(registry.checkSecret(client, '')).toBe(true);
    expect(registry.checkSecret(client, 'x')).toBe(false);
  });
});

describe('a registered client', () => {
  test('that is not used is forgotten after 90 days', async () => {
    const { clock, registry, register } = setUp();
    const { client } = await register(BODY);
    clock.now = START + 90 * DAY;
    expect(await registry.find(client.clientId)).toBeUndefined();
  });

  test('is kept for 90 days from each use', async () => {
    const { clock, registry, register } = setUp();
    const { client } = await register(WITH_SECRET);
    for (const day of [89, 178, 267]) {
      clock.now = START + day * DAY;
      expect(await registry.find(client.clientId)).toEqual(client);
    }
    clock.now = START + (267 + 90) * DAY;
    expect(await registry.find(client.clientId)).toBeUndefined();
  });

  test('is written anew once a day at most', async () => {
    const { clock, store, registry, register } = setUp();
    const { client } = await register(BODY);
    const key = tagged(client.clientId, 'client');
    const first = await store.get(key);
    clock.now = START + DAY - 1;
    await registry.find(client.clientId);
    expect(await store.get(key)).toBe(first);
    clock.now = START + DAY;
    await registry.find(client.clientId);
    expect(await store.get(key)).not.toBe(first);
  });

  test('may be found by many at once on the day it is renewed', async () => {
    const { clock, registry, register } = setUp();
    const { client } = await register(BODY);
    clock.now = START + 50 * DAY;
    const found = await Promise.all(Array.from({ length: 20 }, () => registry.find(client.clientId)));
    expect(found).toEqual(Array(20).fill(client));
    clock.now = START + 139 * DAY;
    expect(await registry.find(client.clientId)).toEqual(client);
  });
});

/** Counts what it is asked for, or cannot be reached. */
class WatchedStore extends MemoryStore {
  asked = 0;
  down = false;

  override async get(key: string): Promise<string | undefined> {
    this.asked += 1;
    if (this.down) throw new StoreUnavailable();
    return super.get(key);
  }

  override async set(key: string, value: string, ttlMs: number): Promise<void> {
    if (this.down) throw new StoreUnavailable();
    return super.set(key, value, ttlMs);
  }
}

function setUpWatched() {
  const store = new WatchedStore();
  onTestFinished(() => store.close());
  return { store, registry: new ClientRegistry(store, { fetchDocument }) };
}

describe('an unknown client', () => {
  test('with an id like ours is looked for, and not found', async () => {
    const { store, registry } = setUpWatched();
    expect(await registry.find('6f1f2c3e-8a4b-4d7e-9c10-1a2b3c4d5e6f')).toBeUndefined();
    expect(store.asked).toBe(1);
  });

  test.each([
    '',
    'client',
    '6f1f2c3e-8a4b-4d7e-9c10-1a2b3c4d5e6',
    '{6f1f2c3e-8a4b-4d7e-9c10-1a2b3c4d5e6f}',
    '6f1f2c3e-8a4b-4d7e-9c10-1a2b3c4d5e6f}:client',
    'http://app.example/client.json',
    'HTTPS://app.example/client.json',
    'javascript:alert(1)',
    'x'.repeat(100_000),
  ])('with the id %.60j is not even looked for', async (clientId) => {
    const { store, registry } = setUpWatched();
    expect(await registry.find(clientId)).toBeUndefined();
    expect(store.asked).toBe(0);
  });
});

describe('a client with a document', () => {
  test('is found by its address, without the store, and has nothing to prove', async () => {
    const { store, registry } = setUpWatched();
    const client = await registry.find('https://app.example/client.json');
    expect(client).toEqual({
      clientId: 'https://app.example/client.json',
      kind: 'metadata-document',
      clientName: 'Inspector',
      redirectUris: BODY.redirect_uris,
      tokenEndpointAuthMethod: 'none',
    });
    expect(client && registry.checkSecret(client, undefined)).toBe(true);
    expect(store.asked).toBe(0);
  });

  test.each([
    ['https://app.example/gone', /there is none/],
    ['https://app.example', /needs a path/],
  ])('that is of no use (%s) is refused with the reason', async (clientId, reason) => {
    const { registry } = setUpWatched();
    const found = registry.find(clientId);
    await expect(found).rejects.toThrow(ClientDocumentError);
    await expect(found).rejects.toThrow(reason);
  });
});

test('a store that cannot be reached is told as such: no client is unknown for it', async () => {
  const { store, registry } = setUpWatched();
  const { client } = await registry.register(parseClientMetadata(BODY));
  store.down = true;
  await expect(registry.find(client.clientId)).rejects.toThrow(StoreUnavailable);
  await expect(registry.register(parseClientMetadata(BODY))).rejects.toThrow(StoreUnavailable);
  store.down = false;
  expect(await registry.find(client.clientId)).toEqual(client);
});
