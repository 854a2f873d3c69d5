import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type CalendarWorld, MORNING, startCalendarWorld } from './calendar-world.ts';
import { type Fields, refusal } from './caller.ts';

let world: CalendarWorld;
beforeAll(async () => {
  world = await startCalendarWorld();
});
beforeEach(() => world.business.calendarEvents.clear());
afterAll(() => world.sandbox.close());

/** A phase and its job. */
function aPhase() {
  const [phase] = world.business.phases.values();
  if (phase === undefined) throw new Error('The seeded business has no phase.');
  return { jobPhaseId: phase.id, jobId: phase.jobId };
}

describe('creating an event', () => {
  test('answers it unassigned where nobody is named, and as it can be read back', async () => {
    const events = await world.create({ description: 'Bring the ladder' });
    expect(events).toMatchObject([
      {
        ...MORNING,
        companyId: world.business.companyId,
        title: 'Site visit',
        description: 'Bring the ladder',
        eventType: 'OTHER',
        userId: null,
        userName: null,
        groupId: null,
        jobId: null,
        jobPhaseId: null,
        isActive: true,
        isAllDay: false,
        isRecurring: false,
        recurringEventDetails: null,
      },
    ]);
    const [event] = events;
    expect((await world.call('GET', `/calendarEvents/${event?.id}`)).data).toEqual(event);
  });

  test('makes one copy per person and groups them', async () => {
    const [a, b, c] = world.users;
    const events = await world.create({ userId: a, linkedUserIds: [b, c, a] });
    expect(events.map((event) => event.userId)).toEqual([a, b, c]);
    expect(new Set(events.map((event) => event.id)).size).toBe(3);
    const groups = new Set(events.map((event) => event.groupId));
    expect([...groups]).toEqual([expect.any(Number)]);
    const user = world.business.users.get(b);
    expect(events[1]?.userName).toBe(`${user?.firstName} ${user?.lastName}`);
  });

  test('groups nothing for one person', async () => {
    const [a] = world.users;
    expect(await world.create({ linkedUserIds: [a] })).toMatchObject([{ userId: a, groupId: null }]);
  });

  test('takes the job from the phase', async () => {
    const { jobPhaseId, jobId } = aPhase();
    expect(await world.create({ eventType: 'JOB_PHASE', jobPhaseId })).toMatchObject([{ jobPhaseId, jobId }]);
  });

  test.each(['QUOTE', 'ESTIMATE'])('takes a job for %s', async (eventType) => {
    const { jobId } = aPhase();
    expect(await world.create({ eventType, jobId })).toMatchObject([{ eventType, jobId, jobPhaseId: null }]);
  });

  test.each<[string, Fields]>([
    ['startTime', { startTime: undefined }],
    ['endTime', { endTime: undefined }],
    ['startTime', { startTime: '2026-09-22 20:00' }],
    ['startTime', { startTime: '2026-09-23T08:00:00+12:00' }],
    ['startTime', { startTime: '2026-09-22T20:10:00.000Z' }],
    ['endTime', { endTime: '2026-09-22T20:45:30.000Z' }],
    ['endTime', { endTime: MORNING.startTime }],
    ['endTime', { endTime: '2026-09-22T19:00:00.000Z' }],
    ['eventTitle', { eventTitle: undefined }],
    ['eventTitle', { eventTitle: '' }],
    ['description', { description: '' }],
    ['eventType', { eventType: undefined }],
    ['eventType', { eventType: 'HOLIDAY' }],
    ['jobPhaseId', { eventType: 'JOB_PHASE' }],
    ['jobId', { eventType: 'QUOTE' }],
    ['jobId', { eventType: 'ESTIMATE' }],
    ['frequency', { frequency: 'HOURLY' }],
    ['interval', { frequency: 'DAILY', interval: 0 }],
    ['repeatEndDate', { frequency: 'DAILY', repeatEndType: 'ON_DATE' }],
    ['repeatEndDate', { frequency: 'DAILY', repeatEndType: 'ON_DATE', repeatEndDate: null }],
    ['repeatEndDate', { frequency: 'DAILY', repeatEndType: 'ON_DATE', repeatEndDate: '31/12/2026' }],
    ['repeatEndDate', { frequency: 'DAILY', repeatEndType: 'ON_DATE', repeatEndDate: '2026-09-22' }],
    ['repeatCount', { frequency: 'DAILY', repeatEndType: 'AFTER' }],
    ['repeatCount', { frequency: 'DAILY', repeatEndType: 'AFTER', repeatCount: 0 }],
  ])('refuses a bad %s: %o', async (field, fields) => {
    const body = { eventTitle: 'Site visit', eventType: 'OTHER', ...MORNING, ...fields };
    expect(await world.call('POST', '/calendarEvents', body)).toMatchObject(refusal(400, `body/${field}`));
    expect(world.business.calendarEvents.size).toBe(0);
  });

  test('refuses people, jobs and phases that do not exist, and the phase of another job', async () => {
    const { jobPhaseId, jobId } = aPhase();
    const otherJob = [...world.business.jobs.keys()].find((id) => id !== jobId);
    const create = (fields: Fields) =>
      world.call('POST', '/calendarEvents', {
        eventTitle: 'Site visit',
        eventType: 'JOB_PHASE',
        jobPhaseId,
        ...MORNING,
        ...fields,
      });
    expect(await create({ userId: 99 })).toMatchObject(refusal(404, 'User 99'));
    expect(await create({ linkedUserIds: [99] })).toMatchObject(refusal(404, 'User 99'));
    expect(await create({ jobPhaseId: 99 })).toMatchObject(refusal(404, 'Job phase 99'));
    expect(await create({ jobId: 99 })).toMatchObject(refusal(404, 'Job 99'));
    expect(await create({ jobId: otherJob })).toMatchObject(refusal(400, 'jobPhaseId'));
  });
});

describe('the window of the list', () => {
  /** The ids of the events that a query finds, of one per day at noon UTC from 1 September to 31 October. */
  async function daysFound(query: string) {
    const days = new Map<unknown, string>();
    for (let day = 1; day <= 61; day += 1) {
      const start = new Date(Date.UTC(2026, 8, day, 12));
      const [event] = await world.create({
        startTime: start.toISOString(),
        endTime: new Date(start.getTime() + 900_000).toISOString(),
      });
      days.set(event?.id, start.toISOString().slice(5, 10));
    }
    const { status, body, items } = await world.call('GET', `/calendarEvents?${query}`);
    expect(status).toBe(200);
    expect(body).not.toHaveProperty('paging');
    const found = items.map((item) => days.get(item.id));
    return { first: found[0], last: found.at(-1), count: found.length };
  }

  test.each([
    ['DAY', '2026-09-24', { first: '09-24', last: '09-24', count: 1 }],
    ['THREE_DAY', '2026-09-24', { first: '09-24', last: '09-26', count: 3 }],
    ['WEEK', '2026-09-24', { first: '09-21', last: '09-27', count: 7 }],
    ['WEEK', '2026-09-21', { first: '09-21', last: '09-27', count: 7 }],
    ['WEEK', '2026-09-27', { first: '09-21', last: '09-27', count: 7 }],
    ['FORTNIGHT', '2026-09-24', { first: '09-21', last: '10-04', count: 14 }],
    ['MONTH', '2026-09-24', { first: '09-01', last: '09-30', count: 30 }],
    ['MONTH', '2026-10-31', { first: '10-01', last: '10-31', count: 31 }],
  ])('%s from %s', async (range, day, expected) => {
    const query = `filterDateFrom=${day}T23:59:00.000Z&filterCalendarRange=${range}`;
    expect(await daysFound(query)).toEqual(expected);
  });

  test('is a week unless it is said', async () => {
    const expected = { first: '09-28', last: '10-04', count: 7 };
    expect(await daysFound('filterDateFrom=2026-09-30')).toEqual(expected);
  });

  test('means the day in the offset that is given, and in UTC without one', async () => {
    const [event] = await world.create();
    const found = async (from: string) => {
      const query = `filterCalendarRange=DAY&filterDateFrom=${encodeURIComponent(from)}`;
      return (await world.starts(query)).length === 1;
    };
    expect(event?.startTime).toBe('2026-09-22T20:00:00.000Z');
    expect(await found('2026-09-23T00:00:00+12:00')).toBe(true);
    expect(await found('2026-09-23T23:45:00.000+1200')).toBe(true);
    expect(await found('2026-09-22T00:00:00+12:00')).toBe(false);
    expect(await found('2026-09-23T00:00:00Z')).toBe(false);
    expect(await found('2026-09-22T00:00:00')).toBe(true);
    expect(await found('2026-09-22')).toBe(true);
    expect(await found('2026-09-22T00:00:00-05:00')).toBe(true);
  });

  test('is today’s in the company’s zone without a date', async () => {
    await world.create();
    expect(await world.starts('filterCalendarRange=DAY')).toHaveLength(1);
    await world.create({ startTime: '2026-09-23T12:00:00.000Z', endTime: '2026-09-23T13:00:00.000Z' });
    expect(await world.starts('filterCalendarRange=DAY')).toHaveLength(1);
  });

  test('holds events that only reach into it, and not those that end as it begins', async () => {
    const [overnight] = await world.create({
      startTime: '2026-09-21T22:00:00.000Z',
      endTime: '2026-09-22T00:15:00.000Z',
    });
    await world.create({ startTime: '2026-09-21T22:00:00.000Z', endTime: '2026-09-22T00:00:00.000Z' });
    await world.create({ startTime: '2026-09-23T00:00:00.000Z', endTime: '2026-09-23T01:00:00.000Z' });
    expect(await world.starts('filterCalendarRange=DAY&filterDateFrom=2026-09-22')).toEqual([
      `${overnight?.id}@2026-09-21T22:00:00.000Z`,
    ]);
  });

  test.each(['today', '2026-02-30T00:00:00Z', '2026-09-22T00:00:00+99:00'])(
    'refuses the date %s',
    async (from) => {
      const query = `filterDateFrom=${encodeURIComponent(from)}`;
      expect(await world.call('GET', `/calendarEvents?${query}`)).toMatchObject(
        refusal(400, 'filterDateFrom'),
      );
    },
  );

  test('refuses an unknown range', async () => {
    const reply = await world.call('GET', '/calendarEvents?filterCalendarRange=YEAR');
    expect(reply).toMatchObject(refusal(400, 'filterCalendarRange'));
  });
});

describe('the filters of the list', () => {
  test('tell events apart by type, person, job and state', async () => {
    const [a] = world.users;
    const { jobPhaseId, jobId } = aPhase();
    const only = async (fields: Fields) => (await world.create(fields))[0]?.id;
    const phase = await only({ eventType: 'JOB_PHASE', jobPhaseId, userId: a });
    const quote = await only({ eventType: 'QUOTE', jobId });
    const other = await only({ userId: a });
    const inactive = await only({});
    const record = world.business.calendarEvents.get(Number(inactive));
    if (record !== undefined) record.isActive = false;

    const found = async (query: string) =>
      (await world.call('GET', `/calendarEvents?${query}`)).items.map((item) => item.id);
    expect(await found('')).toEqual([phase, quote, other, inactive]);
    expect(await found('filterCalendarEventType=QUOTE')).toEqual([quote]);
    expect(await found(`filterUserId=${a}`)).toEqual([phase, other]);
    expect(await found(`filterJobId=${jobId}`)).toEqual([phase, quote]);
    expect(await found(`filterJobPhaseId=${jobPhaseId}`)).toEqual([phase]);
    expect(await found('filterJobEventsOnly=true')).toEqual([phase, quote]);
    expect(await found('filterNonJobEventsOnly=true')).toEqual([other, inactive]);
    expect(await found('filterUnassignedEventsOnly=true')).toEqual([quote, inactive]);
    expect(await found('filterActiveOnly=true')).toEqual([phase, quote, other]);
    expect(await found('filterActiveOnly=false')).toEqual([phase, quote, other, inactive]);
    expect(await world.call('GET', '/calendarEvents?filterUserId=me')).toMatchObject(
      refusal(400, 'filterUserId'),
    );
  });

  test('leave the order to the start times, then to the ids', async () => {
    const [late] = await world.create();
    const [alike] = await world.create();
    await world.call('POST', `/calendarEvents/${late?.id}`, { eventTitle: 'Renamed', ...MORNING });
    const [early] = await world.create({ startTime: '2026-09-22T19:00:00.000Z' });
    expect((await world.call('GET', '/calendarEvents')).items.map((item) => item.id)).toEqual([
      early?.id,
      late?.id,
      alike?.id,
    ]);
  });
});

test('an unknown id is not found', async () => {
  expect(await world.call('GET', '/calendarEvents/99')).toMatchObject(refusal(404, 'Calendar event 99'));
});
