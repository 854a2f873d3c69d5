import { describe, expect, test } from 'vitest';
import type { FergusApi, Page, PageQuery } from '../../src/fergus/api.ts';
import { listCustomers } from '../../src/fergus/endpoints/customers.ts';
import { listJobs } from '../../src/fergus/endpoints/jobs.ts';
import { sendJson, setUp, setUpBare } from './servers.ts';

/** Reads a list to its end by its cursors. */
async function readAll<T>(fetchPage: (query: PageQuery) => Promise<Page<T>>, pageSize: number) {
  const items: T[] = [];
  const cursors: string[] = [];
  let pageCursor: string | undefined;
  do {
    const page = await fetchPage({ pageSize, pageCursor });
    items.push(...page.items);
    pageCursor = page.nextCursor;
    if (pageCursor !== undefined) cursors.push(pageCursor);
  } while (pageCursor !== undefined);
  return { items, cursors };
}

describe('walking a whole list', () => {
  test('by offsets', async () => {
    const { sandbox, api } = await setUp();
    const wanted = [...sandbox.businesses.main.customers.values()].filter(({ deletedAt }) => !deletedAt);
    const { items, cursors } = await readAll((query) => listCustomers(api, query), 7);
    expect(items.map(({ id }) => id).toSorted()).toEqual(wanted.map(({ id }) => id).toSorted());
    expect(cursors.length).toBe(Math.ceil(wanted.length / 7) - 1);
    expect(cursors).toContain('14');
  });

  test.each(['asc', 'desc'] as const)('by compound cursors, %s', async (sortOrder) => {
    const { sandbox, api } = await setUp();
    const wanted = [...sandbox.businesses.main.jobs.keys()];
    const { items, cursors } = await readAll(
      (query) => listJobs(api, { ...query, sortField: 'createdAt', sortOrder }),
      10,
    );
    expect(items.map(({ id }) => id).toSorted()).toEqual(wanted.toSorted());
    expect(cursors.length).toBe(Math.ceil(wanted.length / 10) - 1);
    for (const cursor of cursors) expect(cursor).toMatch(/^\d+_\d+$/);
  });

  test('a list that fits has no cursor', async () => {
    const { api } = await setUp();
    const { items, nextCursor } = await listCustomers(api, { filterSearchText: 'no such customer' });
    expect(items).toEqual([]);
    expect(nextCursor).toBeUndefined();
  });
});

describe('the next cursor', () => {
  async function nextCursorFor(body: object): Promise<string | undefined> {
    const { api } = await setUpBare((_, response) => sendJson(response, 200, { data: [], ...body }));
    return (await listJobs(api)).nextCursor;
  }
  const paging = (next: unknown) => ({ paging: { perPage: 10, pageCount: 10, links: { next } } });

  test.each([
    ['https://api.fergus.com/jobs?pageSize=10&pageCursor=20', '20'],
    ['/jobs?pageCursor=13986_1415144340000&pageSize=10', '13986_1415144340000'],
    ['?pageCursor=30', '30'],
    // The last one counts [client].
    ['https://api.fergus.com/jobs?pageCursor=10&pageSize=10&pageCursor=20', '20'],
    ['/jobs?pageCursor=a%2Fb%3D%26%20c', 'a/b=& c'],
    ['/jobs?pageSize=10', undefined],
    ['/jobs?pageCursor=', undefined],
    ['', undefined],
    [null, undefined],
    [17, undefined],
  ])('in %j is %j', async (next, cursor) => {
    expect(await nextCursorFor(paging(next))).toBe(cursor);
  });

  test.each([{}, { paging: null }, { paging: {} }, { paging: { links: null } }, { paging: { links: {} } }])(
    'is missing in %j',
    async (body) => {
      expect(await nextCursorFor(body)).toBeUndefined();
    },
  );

  test('goes back to Fergus unchanged', async () => {
    const cursor = 'x+/=&%20 _é';
    const next = `/jobs?pageCursor=${encodeURIComponent(cursor)}`;
    const { requests, api } = await setUpBare((_, response) =>
      sendJson(response, 200, { data: [], ...paging(next) }),
    );
    const walk = async (fergus: FergusApi) => {
      const { nextCursor } = await listJobs(fergus);
      await listJobs(fergus, { pageCursor: nextCursor });
    };
    await walk(api);
    const [, second] = requests;
    expect(new URL(second?.url ?? '', 'http://x').searchParams.getAll('pageCursor')).toEqual([cursor]);
  });
});
