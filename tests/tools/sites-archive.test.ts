import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { getSite as readSite } from '../../src/fergus/endpoints/sites.ts';
import { archiveSite, restoreSite } from '../../src/tools/sites/archive-site.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';
import { refusalOf } from './quotes-support.ts';

let harness: ToolHarness;

beforeEach(async () => {
  harness = await startHarness();
});

afterEach(() => harness.close());

/** A site of the sandbox, archived or not. */
function givenSite(isArchived: boolean): number {
  const [site] = harness.sandbox.businesses.main.sites.values();
  if (!site) throw new Error('The sandbox has no site.');
  Object.assign(site, { isArchived, deletedAt: isArchived ? '2026-11-02T01:00:00.000Z' : null });
  return site.id;
}

const inFergus = (siteId: number) => readSite(harness.client.forCall(), siteId);
const writes = () => harness.sandbox.requests.filter(({ method }) => method !== 'GET');

describe('archive-site', () => {
  test('archives, and shows the site as it is then', async () => {
    const siteId = givenSite(false);
    const { structured, summary } = await harness.call(archiveSite, { siteId });
    expect(structured).toMatchObject({ siteId, isArchived: true });
    expect(structured.deletedAt).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(summary).toContain('restore-site');
    expect(writes()).toMatchObject([{ method: 'POST', path: `/sites/${siteId}/archive` }]);
    expect((await inFergus(siteId)).isArchived).toBe(true);
  });

  test('only says so where the site is archived already', async () => {
    const siteId = givenSite(true);
    const { structured, summary } = await harness.call(archiveSite, { siteId });
    expect(structured).toMatchObject({ siteId, isArchived: true });
    expect(summary).toContain('already');
    expect(writes()).toEqual([]);
    expect(harness.sandbox.requests.filter(({ path }) => path.startsWith('/sites'))).toHaveLength(1);
  });

  test('does not look failed when Fergus hides the site afterwards', async () => {
    const siteId = givenSite(false);
    const { name } = await inFergus(siteId);
    const read = { method: 'GET', path: `/sites/${siteId}` } as const;
    harness.sandbox.faults.order({ ...read, kind: 'delay', delayMs: 0 });
    harness.sandbox.faults.order({ ...read, kind: 'status', status: 404 });
    const { structured } = await harness.call(archiveSite, { siteId });
    expect(structured).toMatchObject({ siteId, name, isArchived: true });
    expect((await inFergus(siteId)).isArchived).toBe(true);
  });
});

describe('restore-site', () => {
  test('brings the site back', async () => {
    const siteId = givenSite(true);
    const { structured } = await harness.call(restoreSite, { siteId });
    expect(structured.siteId).toBe(siteId);
    expect(structured).not.toHaveProperty('isArchived');
    expect(structured).not.toHaveProperty('deletedAt');
    expect(writes()).toMatchObject([{ method: 'POST', path: `/sites/${siteId}/restore` }]);
    expect((await inFergus(siteId)).isArchived).toBe(false);
  });

  test('only says so where the site is not archived', async () => {
    const siteId = givenSite(false);
    const { structured, summary } = await harness.call(restoreSite, { siteId });
    expect(structured.siteId).toBe(siteId);
    expect(summary).toContain('not archived');
    expect(writes()).toEqual([]);
  });

  test('brings a site back that Fergus does not show while it is archived', async () => {
    const siteId = givenSite(true);
    harness.sandbox.faults.order({ kind: 'status', method: 'GET', path: `/sites/${siteId}`, status: 404 });
    const { structured } = await harness.call(restoreSite, { siteId });
    expect(structured.siteId).toBe(siteId);
    expect((await inFergus(siteId)).isArchived).toBe(false);
  });

  test('reports a read that failed for another reason, and writes nothing', async () => {
    const siteId = givenSite(true);
    harness.sandbox.faults.order({ kind: 'status', method: 'GET', path: `/sites/${siteId}`, status: 403 });
    await expect(harness.call(restoreSite, { siteId })).rejects.toMatchObject({ kind: 'forbidden' });
    expect(writes()).toEqual([]);
  });
});

describe.each([
  { tool: archiveSite, path: 'archive', isArchived: false },
  { tool: restoreSite, path: 'restore', isArchived: true },
])('$tool.name', ({ tool, path, isArchived }) => {
  test('hands on what Fergus says against it', async () => {
    const siteId = givenSite(isArchived);
    harness.sandbox.faults.order({
      kind: 'status',
      method: 'POST',
      path: `/sites/${siteId}/${path}`,
      status: 400,
      body: { error: 'Bad Request', message: 'Site has open jobs', statusCode: 400 },
    });
    await expect(harness.call(tool, { siteId })).rejects.toThrow('Site has open jobs');
    expect((await inFergus(siteId)).isArchived).toBe(isArchived);
  });

  test('is not found', async () => {
    await expect(harness.call(tool, { siteId: 1 })).rejects.toMatchObject({ kind: 'not-found' });
    expect(tool.hintsFor({ siteId: 1 })['not-found']).toContain('list-sites');
  });

  test('sends nothing without a proper id', async () => {
    for (const args of [{}, { siteId: -1 }, { siteId: '1/archive' }]) {
      expect(await refusalOf(harness.call(tool, args))).toContain('siteId');
    }
    expect(harness.sandbox.requests).toEqual([]);
  });
});
