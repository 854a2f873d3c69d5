import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type SandboxFergus, startSandboxFergus } from '../../../src/sandbox/fergus-api/index.ts';

let sandbox: SandboxFergus;
let siteId: number;

beforeAll(async () => {
  sandbox = await startSandboxFergus({ rateLimit: 1_000_000 });
});
afterAll(() => sandbox.close());
beforeEach(() => {
  siteId = [...sandbox.businesses.main.sites.values()].find(({ isArchived }) => !isArchived)?.id ?? 0;
});

/** Exactly this content type and body, or none. */
async function send(method: string, path: string, type: string | undefined, body?: string): Promise<number> {
  const response = await fetch(sandbox.url + path, {
    method,
    headers: {
      authorization: `Bearer ${sandbox.tokens.owner}`,
      ...(type === undefined ? {} : { 'content-type': type }),
    },
    // As bytes, so that fetch adds no content type of its own.
    ...(body === undefined ? {} : { body: Buffer.from(body) }),
  });
  await response.arrayBuffer();
  return response.status;
}

test.each([
  ['text/plain', 415],
  ['application/x-www-form-urlencoded', 415],
  [undefined, 415],
  ['application/json', 200],
  ['Application/JSON; charset=utf-8', 200],
])('a JSON body sent as %s is answered %i', async (type, status) => {
  const [userId] = sandbox.businesses.main.users.keys();
  expect(await send('PATCH', `/users/${userId}`, type, '{"payRate": 60}')).toBe(status);
});

test('refuses JSON that is broken', async () => {
  const [userId] = sandbox.businesses.main.users.keys();
  expect(await send('PATCH', `/users/${userId}`, 'application/json', '{"payRate": ')).toBe(400);
});

test('a DELETE may carry a content type only with a body', async () => {
  const [customerId] = sandbox.businesses.main.customers.keys();
  expect(await send('DELETE', `/customers/${customerId}`, 'application/json')).toBe(400);
  expect(await send('DELETE', `/customers/${customerId}`, undefined)).toBe(204);
});

test('archive and restore of a site want plain text', async () => {
  expect(await send('POST', `/sites/${siteId}/archive`, 'application/json', '{}')).toBe(415);
  expect(await send('POST', `/sites/${siteId}/archive`, undefined)).toBe(415);
  expect(await send('POST', `/sites/${siteId}/archive`, 'text/plain')).toBe(204);
  expect(sandbox.businesses.main.sites.get(siteId)?.isArchived).toBe(true);
  expect(await send('POST', `/sites/${siteId}/restore`, 'text/plain', '')).toBe(200);
});
