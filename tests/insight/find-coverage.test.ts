import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Business } from '../../src/sandbox/fergus-api/business.ts';
import { first } from '../support/records.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';
import { startWorked } from './asking.ts';
import { askAnything, holds, plain } from './find-support.ts';
import { NOW } from './worked-business.ts';

let harness: ToolHarness;

afterEach(async () => {
  vi.useRealTimers();
  await harness?.close();
});

const ask = (query: string, args: object = {}) => askAnything(harness, query, args);
const business = () => harness.sandbox.businesses.main;
const seeded = async () => {
  harness = await startHarness({ rateLimit: 100_000 });
};

describe('on a business of generated jobs', () => {
  test.each([1, 50, 2_000])(
    '%i: numbers in numbers, old and new ones',
    { timeout: 120_000 },
    async (jobs) => {
      vi.useFakeTimers({ toFake: ['Date'], now: NOW });
      harness = await startWorked(jobs, 100_000);
      const all = [...business().jobs.values()];
      // Its 5 stands in the numbers of hundreds of others, older and newer ones.
      const middle = all.slice(jobs / 2, jobs / 2 + 1);
      for (const job of middle) job.jobNo = 'Job-5';
      for (const job of [...all.slice(0, 3), ...middle, ...all.slice(-3)]) {
        for (const query of [job.jobNo, job.jobNo.replace('Job-', ''), `job ${job.jobNo.slice(4)}`]) {
          const { answer } = await ask(query);
          expect(answer.hits[0], query).toMatchObject({ kind: 'job', id: job.id });
        }
      }
    },
  );

  test('2,000: an old job by words that each stand in many', { timeout: 120_000 }, async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: NOW });
    harness = await startWorked(2_000);
    const [oldest] = business().jobs.values();
    if (oldest) oldest.description = 'Generated heat';
    const { answer } = await ask('generated heat');
    expect(answer.hits[0]).toMatchObject({ kind: 'job', id: oldest?.id });
    expect(answer.coverage).toContain('jobs 100 of more, ');
    expect(answer.coverage).toContain('jobs by all words 1');
  });

  test('2,000: says where Fergus found more than was compared', { timeout: 120_000 }, async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: NOW });
    harness = await startWorked(2_000);
    const { answer, text } = await ask('generated');
    expect(answer.coverage).toContain('jobs 100 of more');
    expect(text).toContain('For what is marked “of more”, add words to see the rest.');
  });

  test('2,000: sites with macrons that people leave out, changed long ago', {
    timeout: 120_000,
  }, async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: NOW });
    harness = await startWorked(2_000, 10_000);
    const places = ['Tōtara', 'Kererū', 'Māngere', 'Kōwhai', 'Pūriri', 'Tāmaki', 'Ōtāhuhu'];
    const added = places.map((place) => addSite(business(), `${place} block`));
    for (const [index, place] of places.entries()) {
      for (const query of [place, plain(place), plain(place).toUpperCase(), `${plain(place)} block`]) {
        const { answer } = await ask(query, { kinds: ['site'] });
        expect(answer.hits[0], query).toMatchObject({ kind: 'site', id: added[index] });
      }
    }
  });
});

function addSite({ sites, nextId }: Business, name: string): number {
  const id = nextId();
  sites.set(id, { ...first(sites.values()), id, name });
  return id;
}

describe('what cannot be searched', () => {
  test.each(['customers', 'sites', 'contacts'])('%s: the others are still found', async (name) => {
    await seeded();
    const { answer: whole } = await ask('johnson', { limit: 50 });
    harness.sandbox.faults.order({ kind: 'status', status: 403, path: `/${name}`, times: 100 });
    const { answer, text } = await ask('johnson', { limit: 50 });
    expect(answer.unread).toEqual([expect.stringMatching(new RegExp(`^${name} could not be read: .*403`))]);
    expect(text).toContain(answer.unread?.[0]);
    const kept = whole.hits.filter(({ kind }) => `${kind}s` !== name);
    expect(kept.length).toBeGreaterThan(3);
    for (const { kind, id } of kept) expect(holds(answer.hits, kind, id)).toBe(true);
  });

  test('all of it: the call fails', async () => {
    await seeded();
    harness.sandbox.faults.order({ kind: 'status', status: 403, times: 100 });
    await expect(ask('johnson')).rejects.toThrow(/\(403\)/);
  });

  test('nothing that fits: says so, and how to go on', async () => {
    await seeded();
    const { answer, text } = await ask('xyzzy');
    expect(answer).toMatchObject({ hits: [], found: 0 });
    expect(text).toMatch(/^Nothing fits “xyzzy”\. Try a part of the name, another spelling/);
  });
});
