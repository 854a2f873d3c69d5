import { encode } from 'gpt-tokenizer';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Business, Job, Note } from '../../src/sandbox/fergus-api/business.ts';
import { Random } from '../../src/sandbox/fergus-api/seed/random.ts';
import { windowsFor } from '../../src/tools/calendar/windows.ts';
import { getJobOverview } from '../../src/tools/insight/get-job-overview.ts';
import type { JobOverview } from '../../src/tools/insight/job-overview-view.ts';
import { addDays } from '../../src/tools/shared/days.ts';
import { first } from '../support/records.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';
import { ask as askTool, startOver, startWorked } from './asking.ts';
import {
  activeQuote,
  entriesOfJob,
  expectedInvoicing,
  expectedMoney,
  stateOfQuote,
} from './job-overview-expected.ts';
import { occurrencesOn, quartersOf } from './schedule-expected.ts';
import { expectedSums } from './timesheet-expected.ts';
import { addEntry, NOW, workedBusiness, ZONE } from './worked-business.ts';

let harness: ToolHarness;

// The clock stands still, and is the same for the sandbox, its limit of requests, and the client.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: NOW }));

afterEach(async () => {
  vi.useRealTimers();
  await harness?.close();
});

const ask = (job: Job | string | number) =>
  askTool<JobOverview>(harness, getJobOverview, { job: typeof job === 'object' ? job.id : job });
const business = () => harness.sandbox.businesses.main;
const ofJob = <T extends { jobId: number | null }>(records: ReadonlyMap<number, T>, job: Job) =>
  [...records.values()].filter(({ jobId }) => jobId === job.id);

/** Compares every part of an answer with the records. */
function expectOverview(answer: JobOverview, of: Business, job: Job): void {
  const quote = activeQuote(of, job);
  expect(answer).toMatchObject({
    jobId: job.id,
    jobNo: job.jobNo,
    status: job.status,
    money: expectedMoney(of, job),
    invoicing: expectedInvoicing(of, job),
    currency: 'NZD',
  });
  expect(answer.customer).toBe(of.customers.get(job.customerId ?? 0)?.customerFullName);
  expect(answer.site).toContain(of.sites.get(job.siteId ?? 0)?.physicalAddress.address1 ?? '');
  expect(answer.quote?.quoteId).toBe(quote?.id);
  expect(answer.quote?.state).toBe(quote && stateOfQuote(quote));
  expect(answer.phases).toEqual(
    ofJob(of.phases, job).map(({ id, title, status }) => ({ jobPhaseId: id, title, status })),
  );
  expectHours(answer, of, job);
  expectInvoices(answer, of, job);
  expectNotes(answer, of, job);
  expectBookings(answer, of, job);
}

function expectHours({ hours }: JobOverview, of: Business, job: Job): void {
  const entries = entriesOfJob(of, job);
  const { paidHours, chargedHours } = expectedSums(entries);
  expect(hours).toMatchObject({ paidHours, chargedHours });
  const people = new Set(entries.map(({ userId }) => userId));
  expect(new Set(hours?.people.map(({ userId }) => userId))).toEqual(people);
  for (const person of hours?.people ?? []) {
    expect(expectedSums(entries.filter(({ userId }) => userId === person.userId))).toMatchObject({
      paidHours: person.paidHours,
      chargedHours: person.chargedHours,
    });
  }
}

function expectInvoices({ invoices }: JobOverview, of: Business, job: Job): void {
  const records = ofJob(of.invoices, job).toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
  expect(invoices?.map(({ invoiceId }) => invoiceId)).toEqual(records.slice(0, 10).map(({ id }) => id));
  for (const { invoiceId, total, status } of invoices ?? []) {
    const invoice = of.invoices.get(invoiceId);
    const cents = Math.round((invoice?.subtotal ?? 0) * 100) + Math.round((invoice?.taxValue ?? 0) * 100);
    expect([total, status]).toEqual([cents / 100, invoice?.status]);
  }
}

function expectNotes({ notes }: JobOverview, of: Business, job: Job): void {
  const records = [...of.notes.values()].filter(
    ({ entityName, entityId, parentId }) => entityName === 'job' && entityId === job.id && parentId === null,
  );
  const order = (note: Note) => `${note.isPinned ? 1 : 0} ${note.createdAt}`;
  const expected = records.toSorted((a, b) => order(b).localeCompare(order(a))).slice(0, 5);
  expect(notes?.map(({ noteId }) => noteId)).toEqual(expected.map(({ id }) => id));
  for (const note of notes ?? []) {
    const replies = [...of.notes.values()].filter(({ parentId }) => parentId === note.noteId);
    expect(note.replies ?? 0).toBe(replies.length);
  }
}

function expectBookings({ bookings, bookedUntil = '' }: JobOverview, of: Business, job: Job): void {
  const today = new Date().toLocaleDateString('sv-SE', { timeZone: ZONE });
  const ahead = occurrencesOn(of, quartersOf(today, bookedUntil))
    .filter(({ event, end }) => event.jobId === job.id && end > Date.now())
    .toSorted((a, b) => a.start - b.start || a.event.id - b.event.id);
  expect(bookings?.map(({ calendarEventId }) => calendarEventId)).toEqual(
    ahead.slice(0, 10).map(({ event }) => event.id),
  );
}

test('of every job of the seeded business is that of the records, in eight requests and 2,000 tokens', async () => {
  harness = await startHarness({ rateLimit: 10_000 });
  let quotes = 0;
  for (const job of business().jobs.values()) {
    const { answer, text, paths } = await ask(job);
    expectOverview(answer, business(), job);
    expect(paths.length, job.jobNo).toBeLessThanOrEqual(8);
    expect(encode(text).length, job.jobNo).toBeLessThan(2_000);
    if (answer.quote) quotes += 1;
  }
  expect(quotes).toBeGreaterThan(20);
});

describe.each([1, 50, 2_000])('on a business of %i generated jobs', (jobs) => {
  test('is that of the records, and a second call costs fewer requests', { timeout: 120_000 }, async () => {
    harness = await startWorked(jobs, 10_000);
    const all = [...business().jobs.values()];
    const some = [...all.slice(0, 12), ...all.slice(-3)];
    const { paths } = await ask(all[0]?.jobNo ?? '');
    expect(paths).toHaveLength(8);
    expect((await ask(all[0]?.jobNo ?? '')).paths.length).toBeLessThan(8);
    for (const job of some) {
      const { answer, paths: further } = await ask(job.jobNo);
      expectOverview(answer, business(), job);
      expect(further.length).toBeLessThanOrEqual(8);
    }
  });
});

describe('a job', () => {
  test('may be given as people say it', async () => {
    harness = await startHarness();
    const job = first(business().jobs.values(), ({ jobNo }) => jobNo === 'Job-519A');
    for (const reference of [job.id, 'Job-519A', 'job 519a', '519A']) {
      expect((await ask(reference)).answer.jobId).toBe(job.id);
    }
    await expect(ask('Job-9999')).rejects.toThrow(/There is no job with the number Job-9999/);
  });

  test('has the hours of its own, not those of a variation with the same digits', async () => {
    harness = await startHarness();
    const variation = first(business().jobs.values(), ({ jobNo }) => jobNo === 'Job-519A');
    const main = first(business().jobs.values(), ({ jobNo }) => jobNo === 'Job-519');
    const [a, b] = [await ask(variation), await ask(main)];
    expect(a.answer.hours?.paidHours).toBe(expectedSums(entriesOfJob(business(), variation)).paidHours);
    expect(b.answer.hours?.paidHours).toBe(expectedSums(entriesOfJob(business(), main)).paidHours);
    expect(a.answer.hours?.paidHours).toBeGreaterThan(0);
  });

  test('with more time entries than one page says which hours these are, and where the rest is', async () => {
    const main = workedBusiness(1, () => new Date());
    const job = first(main.jobs.values());
    const phase = first(main.phases.values());
    const random = new Random(1);
    const { id: userId } = first(main.users.values());
    for (let count = 0; count < 120; count += 1) addEntry(main, random, { userId, job, phase });
    harness = await startOver(main);
    const { answer, paths } = await ask(job);
    expect(paths).toHaveLength(8);
    const newest = entriesOfJob(main, job)
      .toSorted((a, b) => b.startTime.localeCompare(a.startTime) || b.id - a.id)
      .slice(0, 100);
    expect(answer.hours?.paidHours).toBe(expectedSums(newest).paidHours);
    expect(answer.coverage).toContain('time entries 100 of more');
    expect(answer.coverage).toContain('hours are of the newest entries only: list-time-entries has all');
  });
});

describe('what is missing', () => {
  /** A job of the generated business without anything but what the test gives it. */
  async function missingOf(fields: Partial<Job>, change: (of: Business, job: Job) => void = () => {}) {
    const main = workedBusiness(1, () => new Date());
    const job = first(main.jobs.values());
    const { quotes, invoices, timeEntries, stockOnHand, calendarEvents, phases } = main;
    for (const records of [quotes, invoices, timeEntries, stockOnHand, calendarEvents, phases]) {
      records.clear();
    }
    Object.assign(job, { jobType: 'Quote', status: 'In Progress', ...fields });
    change(main, job);
    harness = await startOver(main);
    const { answer, text } = await ask(job);
    for (const finding of answer.missing) expect(text).toContain(finding);
    return answer.missing;
  }

  test('of a job that was only begun', async () => {
    expect(await missingOf({})).toEqual([
      'No quote yet.',
      'No phases.',
      expect.stringMatching(/^Nothing booked up to \w{3} \d+ \w{3}\.$/),
      'No hours entered.',
    ]);
  });

  test('of one without customer and site, on hold', async () => {
    const fields = { customerId: null, siteId: null, onHold: true, jobType: 'Charge Up' } as const;
    expect((await missingOf({ ...fields, status: 'To Price' })).slice(0, 4)).toEqual([
      'It is on hold.',
      'No customer.',
      'No site.',
      'No phone or email of the main contact.',
    ]);
  });

  test('of one with work that was not billed, in money', async () => {
    const missing = await missingOf({ jobType: 'Charge Up' }, (of, job) => {
      const [user] = of.users.values();
      const entry = addEntry(of, new Random(3), { userId: user?.id ?? 0, job });
      const fields = { paidDuration: 2, unchargedTimeDuration: null, chargeOutRate: 101.25 };
      Object.assign(entry, fields);
    });
    expect(missing).toContain('202.50 NZD before tax are not billed yet.');
  });

  test('is not asked for on a closed job', async () => {
    expect(await missingOf({ status: 'Completed' })).toEqual([]);
  });
});

/** What the paths of the parts look like, and what is left out of an answer without them. */
const PARTS: readonly (readonly [string, RegExp, readonly (keyof JobOverview)[]])[] = [
  ['financials', /^\/jobs\/\d+\/financialSummary/, ['money']],
  ['phases', /^\/jobs\/\d+\/phases/, ['phases']],
  ['invoices', /^\/customerInvoices/, ['invoices', 'invoicing']],
  ['notes', /^\/notes/, ['notes']],
  ['time entries', /^\/timeEntries/, ['hours']],
  ['bookings', /^\/calendarEvents/, ['bookings', 'bookedUntil']],
];

describe('a part that fails', () => {
  test.each(PARTS)('fails alone: %s', async (name, path, fields) => {
    harness = await startHarness();
    const job = first(business().jobs.values(), ({ jobNo }) => jobNo === 'Job-519');
    const { answer: whole } = await ask(job);
    for (const field of fields) expect(whole).toHaveProperty(field);
    const body = { message: 'Not today' };
    harness.sandbox.faults.order({ kind: 'status', status: 409, body, path, times: 100 });
    harness.client.state.answers.clear();
    const { answer, text } = await ask(job);
    for (const field of fields) expect(answer).not.toHaveProperty(field);
    expect(answer.unread).toEqual([
      expect.stringMatching(new RegExp(`^${name} could not be read: .*“Not today”`)),
    ]);
    expect(text).toContain(`${name} could not be read: `);
    const rest = ({ missing: _, unread: __, coverage: ___, ...parts }: JobOverview) =>
      Object.entries(parts).filter(([field]) => !fields.includes(field as keyof JobOverview));
    expect(rest(answer).filter(([field]) => field !== 'notes')).toEqual(
      rest(whole).filter(([field]) => field !== 'notes'),
    );
  });

  test('and all of them: the job is still shown', async () => {
    harness = await startHarness();
    for (const [, path] of PARTS) {
      harness.sandbox.faults.order({ kind: 'status', status: 403, path, times: 100 });
    }
    const { answer, text } = await ask('Job-519');
    expect(answer.unread).toHaveLength(6);
    expect(text).toMatch(/^Job-519 \(id \d+\) “Cornwall villa/);
    expect(answer.missing).toEqual([]);
  });

  test('while the job itself cannot be read: the call fails', async () => {
    harness = await startHarness();
    harness.sandbox.faults.order({ kind: 'status', status: 403, path: '/jobs' });
    await expect(ask('Job-519')).rejects.toThrow(/\(403\)/);
  });
});

test('bookings are looked up for a week at least, on every day of two years', () => {
  const profile = { name: undefined, timeZone: ZONE, currency: undefined, taxRate: undefined };
  for (let day = '2026-01-01'; day < '2028-01-01'; day = addDays(day, 1)) {
    expect(windowsFor(day, addDays(day, 6), profile).length, day).toBe(1);
  }
});
