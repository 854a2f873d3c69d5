import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Business, JobPhase, User } from '../../src/sandbox/fergus-api/business.ts';
import { createCalendarEvent } from '../../src/tools/calendar/create-calendar-event.ts';
import { getCalendarEvent } from '../../src/tools/calendar/get-calendar-event.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';
import { eventsIn, MONDAY, nameOf, twoPeople, writesOf } from './calendar-support.ts';
import { refusalOf } from './quotes-support.ts';

const now = () => new Date('2026-11-25T00:00:00.000Z');

let harness: ToolHarness;
let business: Business;
let ana: User;
let ben: User;

beforeEach(async () => {
  harness = await startHarness({ now });
  business = harness.sandbox.businesses.main;
  [ana, ben] = twoPeople(business);
});

afterEach(() => harness.close());

const create = (args: object) => harness.call(createCalendarEvent, { ...MONDAY, ...args });

/** The phases of a job, by how many it has. */
function jobWith(count: number): { jobId: number; jobNo: string; phases: JobPhase[] } {
  for (const { id, jobNo } of business.jobs.values()) {
    const phases = [...business.phases.values()].filter(({ jobId }) => jobId === id);
    if (phases.length === count && phases.every(({ voidedAt }) => voidedAt === null)) {
      return { jobId: id, jobNo, phases };
    }
  }
  throw new Error(`No job of the sandbox has ${count} phases.`);
}

describe('create-calendar-event', () => {
  test('books one person, at the local time', async () => {
    const { structured, summary } = await create({ userId: ana.id, description: 'Count the van too.' });
    expect(structured).toEqual({
      events: [
        {
          calendarEventId: expect.any(Number),
          title: 'Stocktake',
          description: 'Count the van too.',
          eventType: 'OTHER',
          start: '2027-02-08 08:00',
          end: '2027-02-08 09:30',
          user: nameOf(ana),
          userId: ana.id,
          createdAt: '2026-11-25',
        },
      ],
      timeZone: 'Pacific/Auckland',
    });
    expect(summary).toBe('Booked.');
    expect(writesOf(harness).map(({ body }) => body)).toEqual([
      {
        eventTitle: 'Stocktake',
        eventType: 'OTHER',
        description: 'Count the van too.',
        startTime: '2027-02-07T19:00:00.000Z',
        endTime: '2027-02-07T20:30:00.000Z',
        userId: ana.id,
      },
    ]);
    const [event] = eventsIn(structured);
    const read = await harness.call(getCalendarEvent, { calendarEventId: event?.calendarEventId });
    expect(read.structured).toMatchObject({ ...event, timeZone: 'Pacific/Auckland' });
  });

  test('books several people as a group, and nobody', async () => {
    const { structured } = await create({ userId: ana.id, userIds: [ana.id, ben.id] });
    const events = eventsIn(structured);
    expect(events.map(({ userId }) => userId)).toEqual([ana.id, ben.id]);
    expect(new Set(events.map(({ groupId }) => groupId)).size).toBe(1);
    const nobody = await create({ title: 'For whoever comes' });
    expect(eventsIn(nobody.structured).map(({ user, userId }) => [user, userId])).toEqual([
      [undefined, undefined],
    ]);
    expect(writesOf(harness).map(({ body }) => body)).toMatchObject([
      { userId: ana.id, linkedUserIds: [ben.id] },
      { eventTitle: 'For whoever comes' },
    ]);
  });

  test.each([
    [{ frequency: 'WEEKLY' }, { frequency: 'WEEKLY', interval: 1, repeatEndType: 'NEVER' }, 'Every week'],
    [
      { frequency: 'DAILY', interval: 2, until: '2027-02-20' },
      { frequency: 'DAILY', interval: 2, repeatEndType: 'ON_DATE', repeatEndDate: '2027-02-20' },
      'Every 2 days until 2027-02-20',
    ],
    [
      { frequency: 'MONTHLY', count: 3 },
      { frequency: 'MONTHLY', interval: 1, repeatEndType: 'AFTER', repeatCount: 3 },
      'Every month, 3 times',
    ],
  ])('repeats: %o', async (repeat, sent, words) => {
    const { structured } = await create({ userId: ana.id, repeat });
    expect(writesOf(harness).at(-1)?.body).toMatchObject(sent);
    expect(eventsIn(structured)).toMatchObject([{ recurring: true, repeats: words, start: MONDAY.start }]);
    expect(structured.notice).toBe('Only the first occurrence was looked at for overlapping bookings.');
  });

  test('takes the only phase of a job, or offers the choice', async () => {
    const one = jobWith(1);
    const { structured } = await create({ eventType: 'JOB_PHASE', job: one.jobNo });
    expect(structured.events).toMatchObject([{ jobId: one.jobId, jobPhaseId: one.phases[0]?.id }]);

    const two = jobWith(2);
    const [first, second] = two.phases;
    const refusal = await refusalOf(create({ eventType: 'JOB_PHASE', job: two.jobNo }));
    expect(refusal).toContain(`job ${two.jobNo} has 2 phases. Choose one as jobPhaseId: `);
    for (const phase of two.phases) expect(refusal).toContain(`${phase.id} “${phase.title}”`);
    const chosen = await create({ eventType: 'JOB_PHASE', job: two.jobId, jobPhaseId: second?.id });
    expect(chosen.structured.events).toMatchObject([{ jobId: two.jobId, jobPhaseId: second?.id }]);

    // What is void cannot be booked, so one is left.
    if (first) first.voidedAt = '2026-11-01T00:00:00.000Z';
    const left = await create({ eventType: 'JOB_PHASE', job: two.jobNo, title: 'The other' });
    expect(left.structured.events).toMatchObject([{ jobPhaseId: second?.id }]);
    if (second) second.voidedAt = '2026-11-01T00:00:00.000Z';
    expect(await refusalOf(create({ eventType: 'JOB_PHASE', job: two.jobNo }))).toMatch(
      /no phase.*create-phase/,
    );
    expect(
      await refusalOf(create({ eventType: 'JOB_PHASE', job: one.jobNo, jobPhaseId: second?.id })),
    ).toMatch(`${second?.id} is not a phase of job ${one.jobNo}`);
    expect(writesOf(harness)).toHaveLength(3);
  });

  test('prices a job as QUOTE', async () => {
    const { jobId, jobNo } = jobWith(1);
    const { structured } = await create({ eventType: 'QUOTE', job: jobNo });
    expect(structured.events).toMatchObject([{ jobId, eventType: 'QUOTE' }]);
  });

  test.each([
    ['JOB_PHASE without a phase', { eventType: 'JOB_PHASE' }, 'JOB_PHASE needs jobPhaseId'],
    ['QUOTE without a job', { eventType: 'QUOTE' }, 'QUOTE needs job'],
    ['ESTIMATE with a phase', { eventType: 'ESTIMATE', job: 500, jobPhaseId: 5 }, 'leave jobPhaseId out'],
    ['OTHER with a job', { job: 500 }, 'OTHER belongs to no job'],
    ['a time off the grid', { start: '2027-02-08 08:10' }, 'start: must be on a quarter of an hour'],
    ['no time', { end: 'noon' }, 'end: must be a time such as "2026-11-27 08:00" (got "noon")'],
    ['a day that does not exist', { start: '2027-02-29 08:00' }, 'start: must be a time'],
    [
      'both ends of a series',
      { repeat: { frequency: 'DAILY', until: '2027-03-01', count: 2 } },
      'until or count',
    ],
    [
      'an interval of nothing',
      { repeat: { frequency: 'DAILY', interval: 0 } },
      'repeat.interval: must be above 0',
    ],
    ['a person by name', { userIds: ['Sam'] }, 'userIds.0: must be a whole number'],
  ])('refuses %s without a request', async (_what, args, message) => {
    expect(await refusalOf(create(args))).toContain(message);
    expect(harness.sandbox.requests).toEqual([]);
  });

  test.each([
    ['an end before the start', { end: '2027-02-08 07:00' }, /2027-02-08 08:00 to 07:00 ends before/],
    ['no length', { end: MONDAY.start }, /ends before/],
    ['more than 14 days', { end: '2027-02-22 08:15' }, /longer than 14 days/],
    [
      'an end of the series before it',
      { repeat: { frequency: 'DAILY', until: '2027-02-07' } },
      /2027-02-07.* before/,
    ],
    [
      'a time in the spring gap',
      { start: '2027-09-26 02:30', end: '2027-09-26 04:00' },
      /start.*does not exist/,
    ],
  ])('refuses %s with nothing sent but the look at the company', async (_what, args, message) => {
    expect(await refusalOf(create(args))).toMatch(message);
    expect(harness.sandbox.requests.map(({ path }) => path)).toEqual(['/company']);
  });

  test('refuses an identical repeat, unless it is meant', async () => {
    const args = { userId: ana.id };
    const { structured } = await create(args);
    const id = eventsIn(structured)[0]?.calendarEventId;
    // Rather than the overlap with itself.
    expect(await refusalOf(create(args))).toMatch(
      new RegExp(`identical calendar event.*Stocktake.*${id}.*allowDuplicate`),
    );
    expect(writesOf(harness)).toHaveLength(1);
    await create({ ...args, allowDuplicate: true, allowOverlap: true });
    expect(writesOf(harness)).toHaveLength(2);
  });

  test("Fergus's refusal reaches the caller", async () => {
    await expect(create({ userId: 77 })).rejects.toMatchObject({ kind: 'not-found' });
    expect(createCalendarEvent.hintsFor(MONDAY)['not-found']).toMatch(/list-users.*get-job.*list-phases/);
    harness.sandbox.faults.order({
      kind: 'status',
      method: 'POST',
      path: '/calendarEvents',
      status: 400,
      body: { error: 'Bad Request', message: 'User is on leave', statusCode: 400 },
    });
    await expect(create({})).rejects.toThrow('User is on leave');
  });

  test('says so where the answer lacks somebody', async () => {
    harness.sandbox.faults.order({
      kind: 'status',
      method: 'POST',
      path: '/calendarEvents',
      status: 201,
      body: { data: [{ id: 7, userId: ana.id }] },
    });
    const { structured } = await create({ userIds: [ana.id, ben.id] });
    expect(structured.notice).toContain(`user ${ben.id}: look with list-calendar-events`);
  });
});
