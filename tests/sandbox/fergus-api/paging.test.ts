import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SandboxFergus, startSandboxFergus } from '../../../src/sandbox/fergus-api/index.ts';
import { generateJobs } from '../../../src/sandbox/fergus-api/seed/generate-jobs.ts';
import { type Call, callerOf, type Fields, type Reply } from './caller.ts';

let sandbox: SandboxFergus;
let call: Call;

beforeAll(async () => {
  sandbox = await startSandboxFergus({ rateLimit: 1_000_000 });
  call = callerOf(sandbox);
});
afterAll(() => sandbox.close());

interface Paging {
  readonly perPage: number;
  readonly pageCount: number;
  readonly links: { readonly self: string; readonly previous: string | null; readonly next: string | null };
}

const pagingOf = (reply: Reply) => reply.body?.paging as Paging;
const withoutHost = (link: string) => link.slice(sandbox.url.length);

/** Follows `links.next` to the end. */
async function walk(path: string): Promise<Fields[]> {
  const items: Fields[] = [];
  for (let next: string | null = path; next !== null; ) {
    const reply = await call('GET', next);
    expect(reply.status).toBe(200);
    items.push(...reply.items);
    const { links } = pagingOf(reply);
    next = links.next === null ? null : withoutHost(links.next);
  }
  return items;
}

const LISTS = [
  ['/customers', 'name'],
  ['/customerInvoices', 'dueDate'],
  ['/users', 'lastName'],
  ['/jobs', 'createdAt'],
  ['/jobs', 'lastModified'],
  ['/jobs', 'jobNo'],
  ['/jobs/quotes', 'lastModified'],
] as const;

describe.each(LISTS)('%s by %s', (path, sortField) => {
  test.each(['asc', 'desc'])('is whole when walked page by page, %s', async (sortOrder) => {
    const query = `sortField=${sortField}&sortOrder=${sortOrder}`;
    const whole = await call('GET', `${path}?${query}&pageSize=100`);
    expect(whole.items.length).toBeGreaterThan(7);
    expect(pagingOf(whole).links.next).toBeNull();
    const walked = await walk(`${path}?${query}&pageSize=7`);
    expect(walked).toEqual(whole.items);
    expect(new Set(walked.map(({ id }) => id)).size).toBe(walked.length);
  });
});

test('sorts by the field asked for, descending the other way round', async () => {
  const asc = (await walk('/customerInvoices?sortField=dueDate&pageSize=50')).map(({ id }) => id);
  const desc = (await walk('/customerInvoices?sortField=dueDate&sortOrder=desc&pageSize=50')).map(
    ({ id }) => id,
  );
  expect(desc).toEqual(asc.toReversed());
  const due = asc.map((id) => sandbox.businesses.main.invoices.get(Number(id))?.dueDate ?? '');
  expect(due).toEqual(due.toSorted());
  expect(new Set(due).size).toBeGreaterThan(10);
});

test('pageCount is the number of items on the page, ten at most by default', async () => {
  const first = await call('GET', '/customers');
  expect(pagingOf(first)).toMatchObject({ perPage: 10, pageCount: 10, links: { previous: null } });
  const last = await call('GET', '/customers?pageCursor=20');
  expect(last.items).toHaveLength(sandbox.businesses.main.customers.size - 20);
  expect(pagingOf(last)).toMatchObject({ pageCount: last.items.length, links: { next: null } });
});

test('the link back leads to the page before', async () => {
  for (const path of ['/customers', '/jobs']) {
    const first = await call('GET', `${path}?pageSize=5`);
    const second = await call('GET', withoutHost(pagingOf(first).links.next ?? ''));
    const third = await call('GET', withoutHost(pagingOf(second).links.next ?? ''));
    const back = await call('GET', withoutHost(pagingOf(third).links.previous ?? ''));
    expect(back.items).toEqual(second.items);
    const start = await call('GET', withoutHost(pagingOf(back).links.previous ?? ''));
    expect(start.items).toEqual(first.items);
  }
});

test('from the second page on, the next link carries pageCursor twice and the last one counts', async () => {
  const second = await call('GET', '/customers?pageSize=5&pageCursor=5');
  const next = new URL(pagingOf(second).links.next ?? '');
  expect(next.searchParams.getAll('pageCursor')).toEqual(['5', '10']);
  const third = await call('GET', withoutHost(next.href));
  expect(third.items).toEqual((await call('GET', '/customers?pageSize=5&pageCursor=10')).items);
  expect(new URL(pagingOf(third).links.next ?? '').searchParams.getAll('pageCursor')).toEqual(['10', '15']);
});

test('jobs have compound cursors, which hold their place when an earlier job goes away', async () => {
  const { jobs } = sandbox.businesses.main;
  const first = await call('GET', '/jobs?pageSize=5');
  const next = new URL(pagingOf(first).links.next ?? '');
  expect(next.searchParams.get('pageCursor')).toMatch(/^\d{8}_\d{13}$/);

  const before = await call('GET', withoutHost(next.href));
  const gone = jobs.get(Number(first.items[0]?.id));
  if (gone === undefined) throw new Error('no first job');
  jobs.delete(gone.id);
  const after = await call('GET', withoutHost(next.href));
  jobs.set(gone.id, gone);
  expect(after.items).toEqual(before.items);
});

test.each([
  'pageSize=0',
  'pageSize=101',
  'pageSize=ten',
  'pageSize=2.5',
  'sortOrder=up',
  'sortField=colour',
  'pageCursor=abc',
  'pageCursor=1_x',
])('refuses %s', async (query) => {
  expect((await call('GET', `/jobs?${query}`)).status).toBe(400);
});

test('ignores parameters that it does not know', async () => {
  const plain = await call('GET', '/customers');
  const misspelt = await call('GET', '/customers?filterSerchText=Johnson&colour=red');
  expect(misspelt.items).toEqual(plain.items);
});

test('an offset beyond the end is an empty last page', async () => {
  const reply = await call('GET', '/customers?pageCursor=5000');
  expect(reply.items).toEqual([]);
  expect(pagingOf(reply)).toMatchObject({ pageCount: 0, links: { next: null } });
});

test('generated jobs fill long lists whose numbers contain each other', async () => {
  const own = await startSandboxFergus({ rateLimit: 1_000_000 });
  try {
    const made = generateJobs(own.businesses.main, 620);
    expect(new Set(made.map(({ jobNo }) => jobNo)).size).toBe(620);
    const found: string[] = [];
    for (let path: string | null = '/jobs?filterJobNo=5&pageSize=100'; path !== null; ) {
      const reply: Reply = await callerOf(own)('GET', path);
      found.push(...reply.items.map(({ jobNo }) => String(jobNo)));
      const { next } = pagingOf(reply).links;
      path = next === null ? null : next.slice(own.url.length);
    }
    const expected = [...own.businesses.main.jobs.values()].filter(({ jobNo }) => jobNo.includes('5'));
    expect(found.toSorted()).toEqual(expected.map(({ jobNo }) => jobNo).toSorted());
    expect(found.length).toBeGreaterThan(150);
  } finally {
    await own.close();
  }
});
