import { describe, expect, test } from 'vitest';
import { path } from '../../src/fergus/api.ts';
import type { FergusClient } from '../../src/fergus/client.ts';
import { deleteCalendarEvent } from '../../src/fergus/endpoints/calendar-events.ts';
import { createCustomer, deleteCustomer, updateCustomer } from '../../src/fergus/endpoints/customers.ts';
import { getJob, holdJob, resumeJob } from '../../src/fergus/endpoints/jobs.ts';
import { archiveSite, restoreSite } from '../../src/fergus/endpoints/sites.ts';
import { updateUser } from '../../src/fergus/endpoints/users.ts';
import { failureOf, firstOf, sendJson, setUp, setUpBare } from './servers.ts';

const JSON_TYPE = 'application/json';

describe('what goes out', () => {
  test('the content type follows the body', async () => {
    const { sandbox, api } = await setUp();
    const { main } = sandbox.businesses;
    const job = firstOf(main.jobs);
    const site = firstOf(main.sites, ({ isArchived }) => !isArchived);
    const event = firstOf(main.calendarEvents);
    const customer = { customerFullName: 'Rātā Café', mainContact: { firstName: 'Moana' } };
    await getJob(api, job.id);
    await createCustomer(api, customer);
    await updateCustomer(api, firstOf(main.customers).id, { ...customer, customerFullName: 'Another' });
    await updateUser(api, firstOf(main.users).id, { payRate: 50 });
    await archiveSite(api, site.id);
    await restoreSite(api, site.id);
    await holdJob(api, job.id, { holdUntil: '2030-01-31', notes: 'parts' });
    await resumeJob(api, job.id);
    await deleteCalendarEvent(api, event.id, { deleteAllRecurring: false, deleteAllGrouped: false });
    await deleteCustomer(api, firstOf(main.customers).id);
    const sent = sandbox.requests.map(({ method, headers, body }) => [
      method,
      headers.contentType,
      body !== undefined,
    ]);
    expect(sent).toEqual([
      ['GET', undefined, false],
      ['POST', JSON_TYPE, true],
      ['PUT', JSON_TYPE, true],
      ['PATCH', JSON_TYPE, true],
      ['POST', 'text/plain', false],
      ['POST', 'text/plain', false],
      ['POST', JSON_TYPE, true],
      ['POST', undefined, false],
      ['DELETE', JSON_TYPE, true],
      ['DELETE', undefined, false],
    ]);
    expect(sandbox.requests[1]?.body).toEqual(customer);
    expect(site.isArchived).toBe(false);
  });

  test('the token, what is accepted, and who asks', async () => {
    const { requests, api } = await setUpBare((_, response) => sendJson(response, 200, { data: { id: 1 } }), {
      token: 'fergPAT_x',
      userAgent: 'fergus-mcp/9.9.9',
    });
    await getJob(api, 1);
    expect(requests[0]?.headers).toMatchObject({
      authorization: 'Bearer fergPAT_x',
      accept: JSON_TYPE,
      'user-agent': 'fergus-mcp/9.9.9',
    });
  });

  test('a base URL may end with slashes and hold a path', async () => {
    const { url, requests, client } = await setUpBare((_, response) =>
      sendJson(response, 200, { data: { id: 1 } }),
    );
    const Client = client.constructor as typeof FergusClient;
    await getJob(new Client({ baseUrl: `${url}/gateway//`, token: 'x' }).forCall(), 1);
    expect(requests[0]?.url).toBe('/gateway/jobs/1');
  });

  test('connections are kept alive, through errors and writes too', async () => {
    const { requests, connections, api } = await setUpBare(({ url }, response) =>
      url === '/jobs/2'
        ? sendJson(response, 404, { message: 'gone' })
        : sendJson(response, 200, { data: { id: 1 } }),
    );
    for (let round = 0; round < 4; round += 1) {
      await getJob(api, 1);
      await failureOf(getJob(api, 2));
      await updateUser(api, 1, { payRate: 1 });
      await deleteCustomer(api, 1);
    }
    expect(requests.length).toBe(16);
    // Node frees a connection a moment after the answer is read, so back-to-back requests take turns on two.
    expect(connections()).toBeLessThanOrEqual(2);
  });
});

describe('what comes back', () => {
  const read = { method: 'GET', path: path`/thing` } as const;
  const write = { method: 'PUT', path: path`/thing`, body: {} } as const;

  test('an empty body is a success, with 204 as well as with 200', async () => {
    for (const status of [200, 201, 204]) {
      const { api } = await setUpBare((_, response) => response.writeHead(status).end());
      await expect(api.done(write)).resolves.toBeUndefined();
      await expect(api.raw(read)).resolves.toBeUndefined();
    }
  });

  test('but not where a record or a list was asked for', async () => {
    const { api } = await setUpBare((_, response) => response.writeHead(200).end());
    const failure = await failureOf(api.one(read));
    expect(failure).toMatchObject({ kind: 'bad-answer', outcomeUnknown: false, retryable: true });
    expect(failure.message).toContain('the record is missing');
    expect((await failureOf(api.one(write))).outcomeUnknown).toBe(true);
    expect((await failureOf(api.page(read))).message).toContain('the list is missing');
  });

  test.each([
    [{ data: [1] }, 'one'],
    [{ data: null }, 'one'],
    [[], 'one'],
    ['text', 'one'],
    [null, 'one'],
    [{ data: {} }, 'page'],
    [{ result: 'success' }, 'page'],
    [[{ id: 1 }], 'page'],
  ] as const)('%j is no answer to %s', async (body, kind) => {
    const { api } = await setUpBare((_, response) => sendJson(response, 200, body));
    expect((await failureOf(api[kind](read))).kind).toBe('bad-answer');
  });

  test('unknown fields and any UTF-8 survive', async () => {
    const record = { id: 1, jobNo: null, somethingNew: [{ é: '漢字 😀' }] };
    const { api } = await setUpBare((_, response) => sendJson(response, 200, { data: record }));
    expect(await getJob(api, 1)).toEqual(record);
  });

  test.each([301, 302, 303, 307, 308])('a redirect %i is not followed', async (status) => {
    const { requests, api } = await setUpBare(({ url }, response) =>
      url === '/elsewhere'
        ? sendJson(response, 200, { data: { id: 2 } })
        : sendJson(response, status, { result: 'redirect' }, { location: '/elsewhere' }),
    );
    for (const call of [() => api.one(read), () => api.one(write), () => api.done(write)]) {
      const failure = await failureOf(call());
      expect(failure).toMatchObject({ kind: 'bad-answer', status });
      expect(failure.message).toContain(`redirect (${status})`);
      expect(failure.message).toContain('FERGUS_BASE_URL');
    }
    expect(requests.map(({ url }) => url)).toEqual(['/thing', '/thing', '/thing']);
  });

  test('a redirect other than 303 creates and finds nothing', async () => {
    const { api } = await setUpBare((_, response) =>
      sendJson(response, 302, {}, { location: '/customers/7' }),
    );
    const payload = { customerFullName: 'X', mainContact: { firstName: 'X' } };
    expect(await failureOf(createCustomer(api, payload))).toMatchObject({
      kind: 'bad-answer',
      outcomeUnknown: true,
    });
  });
});
