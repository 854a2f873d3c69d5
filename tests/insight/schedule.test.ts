import { encode } from 'gpt-tokenizer';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Business } from '../../src/sandbox/fergus-api/business.ts';
import { getSchedule } from '../../src/tools/insight/get-schedule.ts';
import type { ScheduleView } from '../../src/tools/insight/schedule-view.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';
import { ask as askTool, startWorked } from './asking.ts';
import { type ExpectedDay, expectedDay, occurrencesOn, quartersOf } from './schedule-expected.ts';
import { NOW, WORK, ZONE } from './worked-business.ts';

let harness: ToolHarness;

// The clock stands still, and is the same for the sandbox, its limit of requests, and the client.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: NOW }));

afterEach(async () => {
  vi.useRealTimers();
  await harness?.close();
});

const ask = (args: object = {}) => askTool<ScheduleView>(harness, getSchedule, args);
const business = () => harness.sandbox.businesses.main;

/** Compares the sums of an answer, and every day that it shows, with the records. */
function expectDays(answer: ScheduleView, of: Business, userId?: number): void {
  const quarters = quartersOf(answer.from, answer.to);
  const all = occurrencesOn(of, quarters).filter(({ event }) => !userId || event.userId === userId);
  const ids = [...new Set(all.map(({ event }) => event.userId))];
  const whose = (id: number | null, day: string) =>
    expectedDay(
      all.filter(({ event }) => event.userId === id),
      quarters.get(day) ?? [],
    );
  const expected = [...quarters.keys()].flatMap((day) =>
    ids.flatMap((id) => (id === null ? [] : [{ id, day, ...whose(id, day) }])),
  );
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  expect(answer).toMatchObject({
    bookings: all.length,
    bookedHours: sum(expected.map(({ bookedHours }) => bookedHours)),
    overlapCount: sum(expected.map(({ overlaps }) => overlaps.length)),
    unassigned: all.filter(({ event }) => event.userId === null).length,
  });
  const shown = [...quarters.keys()].slice(0, answer.days.length);
  expect(answer.days.map(({ day }) => day)).toEqual(shown);
  expect(answer.nextFrom).toBe([...quarters.keys()][answer.days.length]);
  for (const { day, people, unassigned = [] } of answer.days) {
    const busy = expected.filter((one) => one.day === day && one.bookings.length > 0);
    expect(new Set(people.map((person) => person.userId)), day).toEqual(new Set(busy.map(({ id }) => id)));
    for (const person of people) {
      const own = busy.find(({ id }) => id === person.userId);
      expect(person.user).toBe(nameOf(of, person.userId));
      expect(person.bookedHours, `${person.user} on ${day}`).toBe(own?.bookedHours);
      expect(person.gaps ?? [], `${person.user} on ${day}`).toEqual(own?.gaps);
      expect(idsIn(person.bookings)).toEqual(own && idsOf(own));
    }
    expect(idsIn(unassigned), day).toEqual(idsOf(whose(null, day)));
  }
}

function idsIn(bookings: readonly { calendarEventId: number }[]): number[] {
  return bookings.map(({ calendarEventId }) => calendarEventId).sort();
}

function idsOf({ bookings }: ExpectedDay): number[] {
  return bookings.map(({ event }) => event.id).sort();
}

function nameOf({ users }: Business, id: number): string {
  return `${users.get(id)?.firstName} ${users.get(id)?.lastName}`;
}

/** What the jobs of an answer say against the records. */
function expectJobs(answer: ScheduleView, { jobs, customers, sites, contacts }: Business): void {
  for (const shown of answer.jobs) {
    const job = jobs.get(shown.jobId);
    const customer = customers.get(job?.customerId ?? 0);
    const address = sites.get(job?.siteId ?? 0)?.physicalAddress;
    const items = contacts.get(customer?.mainContactId ?? 0)?.contactItems ?? [];
    const phones = items.filter(({ contactType }) => contactType === 'mobile' || contactType === 'phone');
    expect(shown).toMatchObject({
      jobNo: job?.jobNo,
      customer: customer?.customerFullName,
      site: expect.stringContaining(`${address?.address1}`),
    });
    expect(phones.map(({ contactValue }) => contactValue)).toContain(shown.phone);
  }
}

describe('on the seeded business', () => {
  test.each([0, 1, 2, 3, 4, 5, 6])(
    '%i days later: every day is that of the records, in less than 2,000 tokens',
    async (days) => {
      vi.setSystemTime(NOW + days * 86_400_000);
      harness = await startHarness();
      const { answer, text } = await ask();
      expect(answer.from).toBe(new Date().toLocaleDateString('sv-SE', { timeZone: ZONE }));
      expect(answer.bookings).toBeGreaterThan(10);
      expectDays(answer, business());
      expectJobs(answer, business());
      expect(encode(text).length).toBeLessThan(2_000);
    },
  );

  test('a whole week from Monday answers in less than 2,000 tokens', async () => {
    harness = await startHarness();
    const { answer, text } = await ask({ from: '2026-04-06', to: '2026-04-12' });
    expect(answer.bookings).toBeGreaterThan(35);
    expectDays(answer, business());
    expect(encode(text).length).toBeLessThan(2_000);
    expect(text).toMatch(/^Schedule Mon 6 Apr to Sun 12 Apr 2026 \(Pacific\/Auckland\): \d+ bookings, /);
  });

  test('overlaps and unassigned bookings are named with their ids', async () => {
    harness = await startHarness();
    const { answer, text } = await ask({ from: '2026-04-06', to: '2026-04-12' });
    expect(answer.overlaps).toEqual([
      expect.objectContaining({
        day: '2026-04-08',
        user: 'Sam Parata',
        start: '11:00',
        end: '12:00',
        titles: [
          expect.stringMatching(/^Hot water cylinder, Johnson \(\d+\)$/),
          expect.stringMatching(/^Lot 9/),
        ],
      }),
    ]);
    expect(text).toContain(
      `Overlap: Wed 8 Apr 11:00–12:00 Sam Parata: ${answer.overlaps[0]?.titles.join(' and ')}`,
    );
    const open = [...business().calendarEvents.values()].filter(({ userId }) => userId === null);
    expect(open.length).toBe(2);
    for (const { id, title } of open) expect(text).toMatch(new RegExp(`UNASSIGNED: .*${title}.*\\(${id}\\)`));
  });

  test('every booking of a job has its number, and the job its customer, address and phone', async () => {
    harness = await startHarness();
    const { answer } = await ask({ from: '2026-04-06', to: '2026-04-12' });
    const shown = answer.days.flatMap(({ people, unassigned = [] }) => [
      ...people.flatMap(({ bookings }) => bookings),
      ...unassigned,
    ]);
    for (const { calendarEventId, jobNo, jobId } of shown) {
      const event = business().calendarEvents.get(calendarEventId);
      expect(jobNo).toBe(business().jobs.get(event?.jobId ?? 0)?.jobNo);
      expect(jobId).toBeUndefined();
    }
    const numbers = new Set(shown.flatMap(({ jobNo }) => jobNo ?? []));
    expect(new Set(answer.jobs.map(({ jobNo }) => jobNo))).toEqual(numbers);
  });

  test('field staff without a booking on a workday are named as free', async () => {
    harness = await startHarness();
    const { answer } = await ask({ from: '2026-04-06', to: '2026-04-12' });
    const field = ['tradesman', 'apprentice', 'field_worker'];
    const staff = [...business().users.values()]
      .filter(({ status, userType }) => status === 'active' && field.includes(userType))
      .map(({ id }) => nameOf(business(), id));
    for (const { day, people, free = [] } of answer.days) {
      const isWorkday = day <= '2026-04-10';
      const busy = people.map(({ user }) => user);
      expect(free.toSorted(), day).toEqual(
        isWorkday ? staff.filter((name) => !busy.includes(name)).toSorted() : [],
      );
    }
  });

  test('of one person by name: only theirs', async () => {
    harness = await startHarness();
    const sam = [...business().users.values()].find(({ firstName }) => firstName === 'Sam');
    const { answer } = await ask({ user: 'sam', from: '2026-04-06', to: '2026-04-12' });
    expect(answer.bookings).toBeGreaterThan(3);
    expectDays(answer, business(), sam?.id);
  });

  test('costs four requests, and one when company, people and jobs are cached', async () => {
    harness = await startHarness();
    const week = { from: '2026-04-06', to: '2026-04-12' };
    expect((await ask(week)).paths.toSorted()).toEqual(['/calendarEvents', '/company', '/jobs', '/users']);
    expect((await ask(week)).paths).toEqual(['/calendarEvents']);
  });

  test.each([
    ['people', '/users', /^people could not be read: .*“Closed”/],
    ['jobs', '/jobs', /^jobs could not be read: .*“Closed”/],
  ])('%s that cannot be read leave the bookings as they are', async (_what, path, says) => {
    harness = await startHarness();
    const fault = { kind: 'status', status: 409, body: { message: 'Closed' }, times: 100 } as const;
    harness.sandbox.faults.order({ ...fault, path });
    const { answer, text } = await ask();
    expectDays(answer, business());
    expect(answer.unread).toEqual([expect.stringMatching(says)]);
    expect(text).toContain(answer.unread?.[0]);
  });
});

describe('on a business of generated jobs', () => {
  test.each([1, 50])('%i: every day is that of the records, nights included', async (jobs) => {
    harness = await startWorked(jobs);
    const { answer, paths } = await ask(WORK);
    expectDays(answer, business());
    expectJobs(answer, business());
    expect(paths.length).toBeLessThanOrEqual(16);
    const again = await ask(WORK);
    expect(again.paths.length).toBeLessThan(paths.length);
    expect(again.answer).toEqual(answer);
  });

  test('2,000: jobs are looked up in bulk as far as ten requests go, and the rest is shown by id', {
    timeout: 120_000,
  }, async () => {
    harness = await startWorked(2_000);
    const { answer, text, paths } = await ask(WORK);
    expectDays(answer, business());
    expectJobs(answer, business());
    const active = [...business().calendarEvents.values()].filter(({ isActive }) => isActive);
    const ids = new Set(active.map(({ jobId }) => jobId));
    const lists = paths.filter((path) => path === '/jobs').length;
    const single = paths.filter((path) => path.startsWith('/jobs/')).length;
    expect([lists, single, paths.length]).toEqual([5, 5, 14]);
    const latest = [...business().jobs.values()]
      .toSorted((a, b) => b.lastModified.localeCompare(a.lastModified))
      .slice(0, 500);
    const found = latest.filter(({ id }) => ids.has(id)).length + 5;
    expect(answer.coverage).toContain(
      `${found} of ${ids.size} jobs looked up. The others are shown by id; get-job opens them.`,
    );
    const shown = answer.days.flatMap(({ people }) => people.flatMap(({ bookings }) => bookings));
    for (const { jobNo, jobId } of shown) expect(jobNo === undefined).toBe(jobId !== undefined);
    expect(text).toContain(`ask again with from ${answer.nextFrom}, or with user.`);
    expect((await ask(WORK)).paths.length).toBeLessThan(5);
  });

  test('where the limit of requests ends the look-up, the jobs that were found stay', async () => {
    harness = await startWorked(300, 7);
    const { answer, paths } = await ask({ from: '2026-04-06', to: '2026-04-08' });
    expectDays(answer, business());
    expectJobs(answer, business());
    expect(paths.filter((path) => path === '/jobs').length).toBeGreaterThan(0);
    expect(paths.length).toBeLessThan(7);
    expect(answer.jobs.length).toBeGreaterThan(10);
    expect(answer.coverage).toContain('The others are shown by id; get-job opens them.');
  });

  test('500 over three weeks: the answers together have every day, none too long', {
    timeout: 120_000,
  }, async () => {
    harness = await startWorked(500, 10_000);
    const days: string[] = [];
    for (let from: string | undefined = WORK.from; from !== undefined; ) {
      const { answer, text } = await ask({ from, to: WORK.to });
      expectDays(answer, business());
      expect(JSON.stringify(answer).length + text.length).toBeLessThan(54_000);
      days.push(...answer.days.map(({ day }) => day));
      from = answer.nextFrom;
    }
    expect(days).toEqual([...quartersOf(WORK.from, WORK.to).keys()]);
  });
});

test('a period is refused where it ends before it begins or has more than 31 days', async () => {
  harness = await startHarness();
  await expect(ask({ from: '2026-04-02', to: '2026-04-01' })).rejects.toThrow(/from .* is after to/);
  await expect(ask({ from: '2026-04-01', to: '2026-05-02' })).rejects.toThrow(
    /more than 31 days.*to 2026-05-01/,
  );
  expect(harness.sandbox.requests).toEqual([]);
  expect((await ask({ from: '2026-04-01', to: '2026-05-01' })).answer.days).toHaveLength(31);
});
