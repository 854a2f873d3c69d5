import { afterAll, beforeAll, expect, test } from 'vitest';
import { listJobs } from '../../src/tools/jobs/list-jobs.ts';
import { renderResult } from '../../src/tools/shared/render.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';

let harness: ToolHarness;

beforeAll(async () => {
  harness = await startHarness();
});

afterAll(() => harness.close());

test('fifty jobs concise are at most a quarter of what Fergus sends, and still say what matters', async () => {
  const raw = await fetch(`${harness.sandbox.url}/jobs?pageSize=50`, {
    headers: { authorization: `Bearer ${harness.sandbox.tokens.owner}` },
  });
  const rawBody = await raw.text();
  expect(JSON.parse(rawBody).data).toHaveLength(50);

  const { structured, summary } = await harness.call(listJobs, { limit: 50, sortOrder: 'asc' });
  const text = renderResult(structured, summary);
  const items = (structured as { items: Record<string, unknown>[] }).items;
  expect(items).toHaveLength(50);
  // A host shows the model one of the two forms; neither may be large.
  expect(Buffer.byteLength(JSON.stringify(structured))).toBeLessThanOrEqual(Buffer.byteLength(rawBody) / 4);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(Buffer.byteLength(rawBody) / 4);
  for (const item of items.filter(({ status }) => status !== 'Draft')) {
    for (const field of ['jobNo', 'title', 'status', 'customer', 'site', 'createdAt']) {
      expect(item, JSON.stringify(item)).toHaveProperty(field);
      expect(text).toContain(String(item[field]));
    }
  }
});

test('every job comes once, whatever the limit, in the order of one long list', async () => {
  const ids = async (limit: number) => {
    const found: number[] = [];
    let cursor: string | undefined;
    do {
      const { structured } = await harness.call(listJobs, { limit, ...(cursor && { cursor }) });
      const page = structured as { items: { jobId: number }[]; hasMore: boolean; nextCursor?: string };
      expect(page.items.length).toBeLessThanOrEqual(limit);
      expect(page.hasMore).toBe(page.nextCursor !== undefined);
      found.push(...page.items.map(({ jobId }) => jobId));
      cursor = page.nextCursor;
    } while (cursor);
    return found;
  };
  const all = await ids(200);
  expect(all.length).toBeGreaterThan(40);
  expect(new Set(all).size).toBe(all.length);
  expect(await ids(7)).toEqual(all);
  expect(await ids(1)).toEqual(all);
});

test('a status that Fergus cannot filter by is picked out of all pages', async () => {
  const { jobs } = harness.sandbox.businesses.main;
  const expected = [...jobs.values()].filter(({ status }) => status === 'In Progress');
  const { structured } = await harness.call(listJobs, {
    status: 'in progress',
    limit: 200,
  });
  const items = (structured as { items: { jobId: number; status: string }[] }).items;
  expect(items.length).toBeGreaterThan(0);
  expect(new Set(items.map(({ status }) => status))).toEqual(new Set(['In Progress']));
  expect(items).toHaveLength(expected.length);
});

test('a cursor that is none of ours is refused without a request', async () => {
  harness.sandbox.requests.length = 0;
  await expect(harness.call(listJobs, { cursor: 'MTA' })).rejects.toThrow(/^cursor: /);
  expect(harness.sandbox.requests.filter(({ path }) => path === '/jobs')).toEqual([]);
});

test.each(['onHold', 'archived'] as const)('%s: true brings only those, false all others', async (flag) => {
  const all = [...harness.sandbox.businesses.main.jobs.values()];
  for (const wanted of [true, false]) {
    const { structured } = await harness.call(listJobs, { [flag]: wanted, limit: 200 });
    const ids = (structured as { items: { jobId: number }[] }).items.map(({ jobId }) => jobId);
    const expected = all.filter((job) => job[flag] === wanted).map(({ id }) => id);
    expect(expected.length).toBeGreaterThan(0);
    expect(ids.sort()).toEqual(expected.sort());
  }
});
