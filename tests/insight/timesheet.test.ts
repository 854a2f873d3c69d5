import { encode } from 'gpt-tokenizer';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Business, TimeEntry } from '../../src/sandbox/fergus-api/business.ts';
import { getTimesheetSummary } from '../../src/tools/insight/get-timesheet-summary.ts';
import { entryOf } from '../../src/tools/insight/timesheet-figures.ts';
import type { TimesheetView } from '../../src/tools/insight/timesheet-view.ts';
import { ToolError } from '../../src/tools/tool-error.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';
import { ask as askTool, progressOf, startOver, startWorked } from './asking.ts';
import { entriesOf, expectedEmptyDays, expectedSums, hoursBy } from './timesheet-expected.ts';
import { NOW, WORK, workedBusiness, ZONE } from './worked-business.ts';

let harness: ToolHarness;

// The clock stands still, and is the same for the sandbox, its limit of requests, and the client.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: NOW }));

afterEach(async () => {
  vi.useRealTimers();
  await harness.close();
});

const ask = (args: object = {}) => askTool<TimesheetView>(harness, getTimesheetSummary, args);
const business = () => harness.sandbox.businesses.main;
const todayThere = () => new Date().toLocaleDateString('sv-SE', { timeZone: ZONE });

/** Compares every figure of an answer with the records of its own period. */
function expectFigures(answer: TimesheetView, of: Business, userId?: number): void {
  const entries = entriesOf(of, answer.from, answer.to).filter((one) => !userId || one.userId === userId);
  expect(answer.total).toEqual(expectedSums(entries));
  expect(answer.days).toEqual(hoursBy(entries, ({ startTime }) => startTime.slice(0, 10)));
  const ids = new Set(entries.map((entry) => entry.userId));
  expect(new Set(answer.people.map((one) => one.userId))).toEqual(ids);
  for (const { user, userId: id, days, ...sums } of answer.people) {
    const own = entries.filter((entry) => entry.userId === id);
    expect(sums, user).toEqual(expectedSums(own));
    const isLong = Date.parse(answer.to) - Date.parse(answer.from) > 30 * 86_400_000;
    expect(days, user).toEqual(isLong ? undefined : hoursBy(own, ({ startTime }) => startTime.slice(0, 10)));
  }
  const onJobs = entries.filter(({ jobId }) => jobId !== null);
  const jobIds = new Set(onJobs.map(({ jobId }) => jobId));
  expect(answer.jobs.length + (answer.otherJobs?.jobs ?? 0)).toBe(jobIds.size);
  for (const job of answer.jobs) {
    const own = onJobs.filter(({ jobId }) => jobId === job.jobId);
    expect(expectedSums(own)).toMatchObject({
      paidHours: job.paidHours,
      chargedHours: job.chargedHours,
      cost: job.cost,
      chargeOutValue: job.chargeOutValue,
    });
    expect(job.people).toEqual(hoursBy(own, (entry) => nameOf(of, entry.userId)));
  }
  const listed = new Set(answer.jobs.map(({ jobId }) => jobId));
  const { jobs: _, ...others } = answer.otherJobs ?? { jobs: 0, ...expectedSums([]) };
  expect(others).toEqual(expectedSums(onJobs.filter(({ jobId }) => !listed.has(jobId ?? 0))));
}

function nameOf({ users }: Business, id: number): string {
  return `${users.get(id)?.firstName} ${users.get(id)?.lastName}`;
}

function emptyDaysIn({ withoutEntries = [] }: TimesheetView): Record<string, string[]> {
  return Object.fromEntries(withoutEntries.map(({ userId, days }) => [userId, days]));
}

describe('on the seeded business', () => {
  test('every figure is that of the records, over the last week and over a year', async () => {
    harness = await startHarness();
    const week = await ask();
    expect(week.answer).toMatchObject({ to: todayThere(), currency: 'NZD', timeZone: ZONE });
    expect(week.answer.total.entries).toBeGreaterThan(30);
    expectFigures(week.answer, business());
    const year = await ask({ from: '2025-06-01', to: '2026-05-31' });
    expect(year.answer.total.entries).toBe(business().timeEntries.size);
    expectFigures(year.answer, business());
    expect(year.answer.total.unchargedHours).toBeGreaterThan(0);
    const { size } = business().timeEntries;
    expect(year.answer.coverage).toMatch(
      new RegExp(`^${size} of ${size} time entries read\\. A period of up to 31`),
    );
  });

  test('hours that are not charged are told by their reason', async () => {
    harness = await startHarness();
    const { answer, text } = await ask({ from: '2025-06-01', to: '2026-05-31' });
    const travel = [...business().timeEntries.values()].filter((one) => one.unchargedTimeType === 'Travel');
    expect(answer.unchargedReasons).toEqual({ Travel: travel.length / 4 });
    expect(text).toContain(`uncharged (Travel ${travel.length / 4})`);
  });

  test('names the workdays before today on which field staff entered nothing', async () => {
    harness = await startHarness();
    const { timeEntries } = business();
    const [gone] = [...timeEntries.values()].filter(({ jobId }) => jobId === null).slice(-1);
    for (const [id, entry] of timeEntries) {
      const isThatDay = entry.startTime.slice(0, 10) === gone?.startTime.slice(0, 10);
      if (entry.userId === gone?.userId && isThatDay) timeEntries.delete(id);
    }
    const { answer, text } = await ask();
    const period = { from: answer.from, to: answer.to, today: todayThere() };
    const expected = expectedEmptyDays(business(), period);
    expect(Object.keys(expected)).toEqual([String(gone?.userId)]);
    expect(emptyDaysIn(answer)).toEqual(expected);
    expect(text).toMatch(/Workdays without entries:\n {2}\w+ \w+: \w{3} \d/);
    const year = await ask({ from: '2025-06-01', to: '2026-05-31' });
    for (const { userId, count, days } of year.answer.withoutEntries ?? []) {
      const all = expectedEmptyDays(business(), { ...year.answer, today: todayThere() })[userId];
      expect([count, days]).toEqual([all?.length, all?.slice(-31)]);
    }
  });

  test('of one person, by name or id, in any spelling', async () => {
    harness = await startHarness();
    const tom = [...business().users.values()].find(({ firstName }) => firstName === 'Tom');
    for (const user of ['Tom', 'tom beswick', 'BESWICK', tom?.id, String(tom?.id)]) {
      const { answer } = await ask({ user });
      expect(answer.people.map(({ userId }) => userId)).toEqual([tom?.id]);
      expectFigures(answer, business(), tom?.id);
    }
    await expect(ask({ user: 'Nobody' })).rejects.toThrow(/nobody is called Nobody.*Tom Beswick \(\d+\)/);
  });

  test('costs three requests, and one when company and people are cached', async () => {
    harness = await startHarness();
    expect((await ask()).paths.toSorted()).toEqual(['/company', '/timeEntries', '/users']);
    expect((await ask()).paths).toEqual(['/timeEntries']);
  });

  test.each([0, 1, 2, 3, 4, 5, 6])('answers in less than 2,000 tokens, %i days later', async (days) => {
    vi.setSystemTime(NOW + days * 86_400_000);
    harness = await startHarness();
    const { text } = await ask();
    expect(encode(text).length).toBeLessThan(2_000);
    expect(text).toMatch(/^Time \w{3} \d+ \w{3} to \w{3} \d+ \w{3} 2026: [\d.]+ h paid, of them/);
  });

  test('people that cannot be read leave the hours as they are, and the answer says so', async () => {
    harness = await startHarness();
    harness.sandbox.faults.order({ kind: 'status', status: 500, path: '/users', body: { message: 'Out' } });
    const { answer, text } = await ask();
    expectFigures(answer, business());
    expect(answer.withoutEntries).toBeUndefined();
    expect(answer.remarks).toEqual([expect.stringMatching(/^people could not be read: .*“Out”/)]);
    expect(text).toContain(answer.remarks?.[0]);
  });

  test('a period that ends before it begins, or is too long, is refused before anything is sent', async () => {
    harness = await startHarness();
    await expect(ask({ from: '2026-04-02', to: '2026-04-01' })).rejects.toThrow(/from .* is after to/);
    await expect(ask({ from: '2024-01-01', to: '2026-04-01' })).rejects.toThrow(ToolError);
    expect(harness.sandbox.requests).toEqual([]);
  });
});

describe('on a business of generated jobs', () => {
  test.each([1, 50])('%i: every figure is that of the records, nights included', async (jobs) => {
    harness = await startWorked(jobs);
    const { answer } = await ask(WORK);
    expectFigures(answer, business());
    expect(answer.total.entries).toBe(business().timeEntries.size);
    const { from, to } = answer;
    expect(emptyDaysIn(answer)).toEqual(expectedEmptyDays(business(), { from, to, today: todayThere() }));
  });

  test('2,000: each call is exact about its whole days and says where to go on', {
    timeout: 120_000,
  }, async () => {
    harness = await startWorked(2_000, 10_000);
    const answers: TimesheetView[] = [];
    for (let from: string | undefined = WORK.from; from !== undefined; from = answers.at(-1)?.nextFrom) {
      const { answer, paths, text } = await ask({ from, to: WORK.to });
      expectFigures(answer, business());
      const pages = paths.filter((path) => path === '/timeEntries').length;
      expect(pages).toBeLessThanOrEqual(25);
      expect(paths.length - pages).toBe(answers.length === 0 ? 2 : 0);
      const goOn = `Go on with from ${answer.nextFrom} and to ${WORK.to}, and add the sums.`;
      expect(text.includes(goOn)).toBe(answer.nextFrom !== undefined);
      answers.push(answer);
    }
    expect(answers.length).toBe(2);
    const [first, second] = answers;
    expect(Date.parse(second?.from ?? '') - Date.parse(first?.to ?? '')).toBe(86_400_000);
    const entries = answers.reduce((sum, { total }) => sum + total.entries, 0);
    expect(entries).toBe(business().timeEntries.size);
  });
});

describe('a period with more entries than one call may read', () => {
  test('tells how far it is', async () => {
    harness = await startWorked(150);
    const told = await progressOf(harness, getTimesheetSummary, WORK);
    expect(told.length).toBe(Math.ceil(business().timeEntries.size / 100) - 1);
    expect(told[0]).toBe('100 time entries read');
  });

  test('ends in the same way where the limit of requests does', async () => {
    harness = await startWorked(150, 6);
    const { answer } = await ask(WORK);
    expect(answer.nextFrom).toBeDefined();
    expect(answer.total.entries).toBeGreaterThan(100);
    expectFigures(answer, business());
  });

  test('is refused where one day alone is too long, with the way out', async () => {
    const main = workedBusiness(1, () => new Date());
    const [some] = main.timeEntries.values();
    if (!some) throw new Error('No entry.');
    for (let count = 0; count < 2_600; count += 1) {
      const id = main.nextId();
      main.timeEntries.set(id, { ...some, id });
    }
    harness = await startOver(main);
    const day = some.startTime.slice(0, 10);
    await expect(ask({ from: day, to: day })).rejects.toThrow(/could not all be read.*with user/);
  });
});

describe('one entry', () => {
  const entry: Partial<TimeEntry> = {
    userId: 1,
    isUnchargedTimeUnpaid: true,
    unchargedTimeDuration: 0.5,
    payRate: 40,
    chargeOutRate: 100,
    jobId: 7,
  };
  const worked = (fields: object) => {
    const { worked: sums } = entryOf({ timeEntryId: 1, ...entry, ...fields }, { timeZone: ZONE });
    return sums;
  };

  test.each([
    ['an ordinary night', '2026-04-02 22:00', '2026-04-03 06:00', 8],
    ['the night in which the clocks go back', '2026-04-04 22:00', '2026-04-05 06:00', 9],
    ['the night in which the clocks go forward', '2026-09-26 22:00', '2026-09-27 06:00', 7],
  ])('without a duration is counted by the clock: %s', async (_what, startTime, endTime, hours) => {
    harness = await startHarness();
    const { paid, unpaid, cost, chargeOut } = worked({ startTime, endTime, paidDuration: null });
    expect([paid, unpaid]).toEqual([hours * 100 - 50, 50]);
    expect([cost, chargeOut]).toEqual([(hours - 0.5) * 4_000, (hours - 0.5) * 10_000]);
  });

  test('that lacks figures makes the answer say so', async () => {
    const main = workedBusiness(1, () => new Date());
    const [entry] = main.timeEntries.values();
    Object.assign(entry ?? {}, { paidDuration: null, endTime: null, payRate: null });
    harness = await startOver(main);
    const { answer } = await ask(WORK);
    expect(answer.remarks).toEqual([
      'Entries without a duration: 1, counted by the clock in Pacific/Auckland.',
      'Entries without a pay rate: 1, not in cost.',
    ]);
  });
});
