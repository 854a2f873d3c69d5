import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import type { Business } from '../../src/sandbox/fergus-api/business.ts';
import { occurrencesWithin } from '../../src/sandbox/fergus-api/calendar/recurrence.ts';
import { fromLocalTime } from '../../src/sandbox/fergus-api/local-time.ts';
import { seedKereru } from '../../src/sandbox/fergus-api/seed/kereru/index.ts';
import { seedSparrow } from '../../src/sandbox/fergus-api/seed/sparrow/index.ts';
import { getCalendarEvent } from '../../src/tools/calendar/get-calendar-event.ts';
import { listCalendarEvents } from '../../src/tools/calendar/list-calendar-events.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';
import { eventsIn, every, nameOf, putEvent, type ShownEvent, twoPeople } from './calendar-support.ts';
import { refusalOf } from './quotes-support.ts';

let harness: ToolHarness;

afterEach(() => harness.close());

/** A sandbox at a fixed time; the owner's business is the one in Auckland, or the one in London. */
async function at(time: string, city: 'Auckland' | 'London' = 'Auckland'): Promise<Business> {
  const now = () => new Date(time);
  const [auckland, london] = [seedKereru(now), seedSparrow(now)];
  const [main, other] = city === 'Auckland' ? [auckland, london] : [london, auckland];
  harness = await startHarness({ now, rateLimit: 1_000_000, businesses: { main, other } });
  return main;
}

/** Everything that the tool lists, page by page. */
async function listed(args: Record<string, unknown>): Promise<ShownEvent[]> {
  const items: ShownEvent[] = [];
  let cursor: unknown;
  do {
    const { structured } = await harness.call(listCalendarEvents, {
      limit: 200,
      ...args,
      ...(cursor ? { cursor } : {}),
    });
    items.push(...eventsIn(structured, 'items'));
    cursor = structured.nextCursor;
  } while (cursor);
  return items;
}

const nextDay = (day: string, count = 1) =>
  new Date(Date.parse(day) + count * 86_400_000).toISOString().slice(0, 10);

/** What has a part in the period, straight from the state: "id 2026-11-25T19:00:00.000Z". */
function inState(business: Business, zone: string, dateFrom: string, dateTo: string): string[] {
  const midnight = (day: string) => fromLocalTime(`${day} 00:00`, zone).toISOString();
  return [...business.calendarEvents.values()]
    .flatMap((event) =>
      occurrencesWithin(event, zone, midnight(dateFrom), midnight(nextDay(dateTo))).map(
        ({ startTime }) => `${startTime} ${event.id}`,
      ),
    )
    .sort();
}

describe.each([
  ['Auckland', 'Pacific/Auckland', '2026-09-24T00:00:00.000Z', '2026-07-20'],
  ['Auckland', 'Pacific/Auckland', '2027-03-31T00:00:00.000Z', '2027-02-01'],
  ['London', 'Europe/London', '2026-10-22T10:00:00.000Z', '2026-09-01'],
  ['London', 'Europe/London', '2027-03-25T10:00:00.000Z', '2027-02-01'],
] as const)('list-calendar-events in %s (%s, %s)', (city, zone, now, firstDay) => {
  test('misses nothing of any period and adds nothing', async () => {
    const business = await at(now, city);
    // Every day has something in its first and its last hour, where windows could leave a gap.
    for (const [from, to] of [
      ['00:00', '00:15'],
      ['00:45', '01:00'],
      ['23:00', '23:15'],
      ['23:45', '23:59'],
    ]) {
      const [startTime, endTime] = [from, to].map((time) =>
        fromLocalTime(`${firstDay} ${time}`, zone).toISOString(),
      ) as [string, string];
      putEvent(business, { title: 'edge', startTime, endTime, recurrence: every('DAILY') });
    }
    const period = fc.record({
      start: fc.integer({ min: 0, max: 100 }),
      days: fc.integer({ min: 1, max: 62 }),
    });
    await fc.assert(
      fc.asyncProperty(period, async ({ start, days }) => {
        const [dateFrom, dateTo] = [nextDay(firstDay, start), nextDay(firstDay, start + days - 1)];
        const events = await listed({ dateFrom, dateTo });
        // Local times as shown; in the hour that comes twice two times look the same.
        const shown = events.map(({ start: time, calendarEventId }) => `${time} ${calendarEventId}`);
        const expected = inState(business, zone, dateFrom, dateTo).map((key) => {
          const [startTime = '', id] = key.split(' ');
          const local = new Date(startTime).toLocaleString('sv-SE', { timeZone: zone }).slice(0, 16);
          return `${local} ${id}`;
        });
        expect(shown.sort()).toEqual(expected.sort());
        expect(new Set(shown).size).toBe(shown.length);
      }),
      { numRuns: 25, seed: 20_269 },
    );
  }, 60_000);
});

describe('list-calendar-events', () => {
  test('asks once for a week, with the offset of its Monday, and lists in the order of time', async () => {
    await at('2026-11-25T00:00:00.000Z');
    const { structured } = await harness.call(listCalendarEvents, {
      dateFrom: '2026-11-23',
      dateTo: '2026-11-29',
      limit: 200,
    });
    const asked = harness.sandbox.requests.filter(({ path }) => path === '/calendarEvents');
    expect(asked.map(({ query }) => query)).toEqual([
      { filterDateFrom: '2026-11-23T00:00:00+13:00', filterCalendarRange: 'WEEK' },
    ]);
    const events = eventsIn(structured, 'items');
    expect(events.length).toBeGreaterThan(20);
    expect(events.map(({ start }) => start)).toEqual(events.map(({ start }) => start).sort());
    expect(structured).toMatchObject({
      dateFrom: '2026-11-23',
      dateTo: '2026-11-29',
      timeZone: 'Pacific/Auckland',
    });
    expect(events.find(({ title }) => title === 'Dentist')).toEqual({
      calendarEventId: expect.any(Number),
      title: 'Dentist',
      eventType: 'OTHER',
      start: '2026-11-26 13:00',
      end: '2026-11-26 14:00',
      user: 'Marie Duval',
      userId: expect.any(Number),
    });
    expect(events.find(({ title }) => title === 'Toolbox talk')).toMatchObject({
      start: '2026-11-23 07:00',
      recurring: true,
      repeats: 'Every week',
      groupId: expect.any(Number),
    });
    expect(events.find(({ title }) => title === 'Trade school')).toMatchObject({ allDay: true });
  });

  test('pages through what is too much for one answer', async () => {
    await at('2026-11-25T00:00:00.000Z');
    const period = { dateFrom: '2026-11-23', dateTo: '2026-11-29' };
    const whole = await listed(period);
    expect(await listed({ ...period, limit: 7 })).toEqual(whole);
  });

  test('without dates: today where the company is, and seven days more', async () => {
    // The clock of the machine counts here, not the sandbox's.
    harness = await startHarness();
    const { structured } = await harness.call(listCalendarEvents, {});
    const today = new Date().toLocaleDateString('sv-SE', { timeZone: 'Pacific/Auckland' });
    expect(structured).toMatchObject({ dateFrom: today, dateTo: nextDay(today, 7) });
  });

  test('filters by user, job, phase, type, and for nobody', async () => {
    const business = await at('2026-11-25T00:00:00.000Z');
    const period = { dateFrom: '2026-11-01', dateTo: '2026-12-31' };
    const all = await listed(period);
    const records = (events: ShownEvent[]) =>
      events.map(({ calendarEventId }) => business.calendarEvents.get(calendarEventId));
    const phaseEvent = records(all).find((event) => event?.jobPhaseId != null);
    const job = business.jobs.get(phaseEvent?.jobId ?? 0);
    const [user] = twoPeople(business);
    const { jobPhaseId } = phaseEvent ?? {};
    for (const [filter, fits] of [
      [{ userId: user.id }, (event) => event?.userId === user.id],
      [{ job: job?.jobNo }, (event) => event?.jobId === job?.id],
      [{ job: job?.id }, (event) => event?.jobId === job?.id],
      [{ jobPhaseId }, (event) => event?.jobPhaseId === jobPhaseId],
      [{ eventType: 'QUOTE' }, (event) => event?.eventType === 'QUOTE'],
      [{ unassigned: true }, (event) => event?.userId === null],
    ] as [object, (event: ReturnType<typeof records>[number]) => boolean][]) {
      const expected = all.filter((event) => fits(records([event])[0]));
      expect(expected.length).toBeGreaterThan(0);
      expect(expected.length).toBeLessThan(all.length);
      expect(await listed({ ...period, ...filter })).toEqual(expected);
    }
    expect(
      (await listed({ ...period, unassigned: true })).every(({ user: name }) => name === undefined),
    ).toBe(true);
    expect((await listed({ ...period, userId: user.id }))[0]?.user).toBe(nameOf(user));
  });

  test.each([
    [
      'an end before the start',
      { dateFrom: '2026-11-25', dateTo: '2026-11-24' },
      /dateFrom .* is after dateTo/,
    ],
    ['63 days', { dateFrom: '2026-11-01', dateTo: '2027-01-02' }, /more than 62 days.*dateTo 2027-01-01/],
    ['a person and nobody', { userId: 7, unassigned: true }, /userId and unassigned/],
    ['a time for a day', { dateFrom: '2026-11-25 08:00' }, /dateFrom: must be a date/],
    ['a user by name', { userId: 'Sam' }, /userId: must be a whole number/],
  ])('refuses %s without a request', async (_what, args, message) => {
    await at('2026-11-25T00:00:00.000Z');
    expect(await refusalOf(harness.call(listCalendarEvents, args))).toMatch(message);
    expect(harness.sandbox.requests).toEqual([]);
  });

  test('refuses a default period that is too long or ends before today, without asking for events', async () => {
    await at('2026-11-25T00:00:00.000Z');
    for (const dateTo of ['2020-01-01', '2199-01-01'])
      await refusalOf(harness.call(listCalendarEvents, { dateTo }));
    expect(harness.sandbox.requests.map(({ path }) => path)).not.toContain('/calendarEvents');
  });
});

describe('get-calendar-event', () => {
  test('shows a series with its rule', async () => {
    const business = await at('2026-11-25T00:00:00.000Z');
    const event = [...business.calendarEvents.values()].find(({ title }) => title === 'Van check');
    const { structured } = await harness.call(getCalendarEvent, { calendarEventId: event?.id });
    expect(structured).toEqual({
      calendarEventId: event?.id,
      title: 'Van check',
      eventType: 'OTHER',
      start: '2026-10-30 15:30',
      end: '2026-10-30 16:00',
      user: 'Ngaio Rewi',
      userId: event?.userId,
      recurring: true,
      repeats: 'Every 2 weeks',
      rRule: 'FREQ=WEEKLY;INTERVAL=2',
      seriesStart: '2026-10-30 15:30',
      createdAt: expect.stringMatching(/^2026-10-\d\d$/),
      timeZone: 'Pacific/Auckland',
    });
  });

  test('is not found', async () => {
    await at('2026-11-25T00:00:00.000Z');
    await expect(harness.call(getCalendarEvent, { calendarEventId: 1 })).rejects.toMatchObject({
      kind: 'not-found',
    });
    expect(getCalendarEvent.hintsFor({ calendarEventId: 1 })['not-found']).toContain('list-calendar-events');
  });

  test.each([
    ['nulls', null],
    ['values of other types', { surprise: [true] }],
  ])('stands a record full of %s, in lists too', async (_what, value) => {
    await at('2026-11-25T00:00:00.000Z');
    const fields =
      'userId userName groupId title description eventType jobPhaseId jobId startTime endTime isActive isAllDay isRecurring recurringEventDetails createdAt';
    const odd = { id: 7, ...Object.fromEntries(fields.split(' ').map((field) => [field, value])) };
    const { faults } = harness.sandbox;
    faults.order({ kind: 'status', status: 200, path: '/calendarEvents/7', body: { data: odd } });
    faults.order({
      kind: 'status',
      status: 200,
      path: '/calendarEvents',
      times: 2,
      body: { data: [odd, odd] },
    });
    const one = await harness.call(getCalendarEvent, { calendarEventId: 7 });
    expect(one.structured).toEqual({ calendarEventId: 7, timeZone: 'Pacific/Auckland' });
    for (const format of ['concise', 'detailed']) {
      const { structured } = await harness.call(listCalendarEvents, {
        dateFrom: '2026-11-25',
        dateTo: '2026-11-25',
        format,
      });
      expect(structured.items).toEqual([{ calendarEventId: 7 }]);
    }
  });
});
