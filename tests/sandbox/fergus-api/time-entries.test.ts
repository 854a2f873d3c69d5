import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Business } from '../../../src/sandbox/fergus-api/business.ts';
import { type SandboxFergus, startSandboxFergus } from '../../../src/sandbox/fergus-api/index.ts';
import { type Call, callerOf, type Fields } from './caller.ts';

let sandbox: SandboxFergus;
let call: Call;
let business: Business;

/** Wednesday, 11 March, 10 am in Auckland. */
const NOW = new Date('2026-03-10T21:00:00Z');

beforeAll(async () => {
  sandbox = await startSandboxFergus({ now: () => NOW, rateLimit: 1_000_000 });
  call = callerOf(sandbox);
  business = sandbox.businesses.main;
});
afterAll(() => sandbox.close());

const list = async (query: string) => (await call('GET', `/timeEntries?pageSize=100&${query}`)).items;
const days = (entries: Fields[]) => entries.map(({ startTime }) => String(startTime).slice(0, 10));

/** Ids of stored entries on some days, both included. */
const storedBetween = (from: string, to: string) =>
  [...business.timeEntries.values()]
    .filter(({ startTime }) => startTime.slice(0, 10) >= from && startTime.slice(0, 10) <= to)
    .map(({ id }) => id)
    .toSorted();
const idsOf = (entries: Fields[]) => entries.map(({ timeEntryId }) => timeEntryId).toSorted();

test('without dates only the last week is answered', async () => {
  const entries = await list('');
  expect(idsOf(entries)).toEqual(storedBetween('2026-03-04', '2026-03-11'));
  expect(entries.length).toBeGreaterThan(0);
  expect(business.timeEntries.size).toBeGreaterThan(entries.length);
});

test('dates are local days, both included, and either may stand alone', async () => {
  expect(idsOf(await list('filterDateFrom=2026-02-24&filterDateTo=2026-02-25'))).toEqual(
    storedBetween('2026-02-24', '2026-02-25'),
  );
  expect(idsOf(await list('filterDateFrom=2026-03-09'))).toEqual(storedBetween('2026-03-09', '9999'));
  expect(idsOf(await list('filterDateTo=2026-01-30'))).toEqual(storedBetween('0', '2026-01-30'));
  expect((await call('GET', '/timeEntries?filterDateFrom=last-week')).status).toBe(400);
});

test('is sorted by day unless told otherwise', async () => {
  const sorted = days(await list('filterDateFrom=2026-03-02'));
  expect(sorted).toEqual(sorted.toSorted());
  expect(new Set(sorted).size).toBeGreaterThan(5);
});

test('filterJobNo is an exact number, which a variation shares', async () => {
  const variation = [...business.jobs.values()].find(({ jobNo }) => jobNo.endsWith('A'));
  const number = Number(variation?.jobNo.slice(4, -1));
  const entries = await list(`filterDateFrom=2025-01-01&filterJobNo=${number}`);
  expect(new Set(entries.map(({ jobNo }) => jobNo))).toEqual(new Set([number]));
  const jobs = new Set(entries.map(({ jobId }) => business.jobs.get(Number(jobId))?.jobNo));
  expect(jobs).toEqual(new Set([`Job-${number}`, `Job-${number}A`]));
  expect(await list('filterDateFrom=2025-01-01&filterJobNo=5')).toEqual([]);
});

test('filters by user, phase, lock and text', async () => {
  const sam = [...business.users.values()].find(({ firstName }) => firstName === 'Sam');
  const all = await list('filterDateFrom=2026-03-02');
  const bySam = all.filter(({ userId }) => userId === sam?.id);
  expect(bySam.length).toBeGreaterThan(3);
  expect(await list(`filterDateFrom=2026-03-02&filterUserId=${sam?.id}`)).toEqual(bySam);
  expect(await list('filterDateFrom=2026-03-02&filterSearchText=sam%20PARATA')).toEqual(bySam);

  const locked = all.filter(({ isLocked }) => isLocked === true);
  expect(locked.length).toBeGreaterThan(0);
  expect(locked.length).toBeLessThan(all.length);
  expect(await list('filterDateFrom=2026-03-02&filterLockedOnly=true')).toEqual(locked);

  const phaseId = bySam.find(({ jobPhaseId }) => jobPhaseId !== null)?.jobPhaseId;
  expect(await list(`filterDateFrom=2026-03-02&filterJobPhaseId=${phaseId}`)).toEqual(
    all.filter(({ jobPhaseId }) => jobPhaseId === phaseId),
  );
});

test('an entry names its person, job number and phase; one without a job has none of the last two', async () => {
  const entries = await list('filterDateFrom=2026-03-02');
  const onJob = entries.find(({ jobId }) => jobId !== null);
  expect(onJob).toMatchObject({
    companyId: business.companyId,
    user: expect.stringMatching(/^\S+ \S+$/),
    jobNo: expect.any(Number),
    jobPhaseTitle: business.phases.get(Number(onJob?.jobPhaseId))?.title,
  });
  expect(entries.find(({ jobId }) => jobId === null)).toMatchObject({
    jobNo: null,
    jobPhaseId: null,
    jobPhaseTitle: null,
    jobPhaseDetails: null,
  });
});
