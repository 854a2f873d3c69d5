import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type CalendarWorld, MORNING, occurrences, startCalendarWorld } from './calendar-world.ts';
import type { Fields } from './caller.ts';

let world: CalendarWorld;
beforeAll(async () => {
  world = await startCalendarWorld();
});
beforeEach(() => world.business.calendarEvents.clear());
afterAll(() => world.sandbox.close());

const window = (range: string, day: string) =>
  `filterCalendarRange=${range}&filterDateFrom=${encodeURIComponent(`${day}T00:00:00+12:00`)}`;

/** A series on the world's Wednesday mornings. */
async function series(fields: Fields) {
  const [event] = await world.create(fields);
  return event;
}

/** The local days (MM-DD) of the series in the months that are named by their first day. */
async function daysOf(fields: Fields, ...months: string[]) {
  await series(fields);
  const days: string[] = [];
  for (const month of months) {
    const { items } = await world.call('GET', `/calendarEvents?${window('MONTH', month)}`);
    days.push(
      ...items.map(({ startTime }) =>
        new Date(String(startTime)).toLocaleDateString('en-CA', { timeZone: 'Pacific/Auckland' }).slice(5),
      ),
    );
  }
  return days;
}

describe('a series', () => {
  test('is listed by occurrence, each with the series’ id and its own times', async () => {
    const event = await series({ frequency: 'DAILY' });
    const { items } = await world.call('GET', `/calendarEvents?${window('THREE_DAY', '2026-09-24')}`);
    expect(items).toMatchObject([
      {
        id: event?.id,
        startTime: '2026-09-23T20:00:00.000Z',
        endTime: '2026-09-23T21:00:00.000Z',
        isRecurring: true,
      },
      {
        id: event?.id,
        startTime: '2026-09-24T20:00:00.000Z',
        endTime: '2026-09-24T21:00:00.000Z',
        isRecurring: true,
      },
      {
        id: event?.id,
        startTime: '2026-09-25T20:00:00.000Z',
        endTime: '2026-09-25T21:00:00.000Z',
        isRecurring: true,
      },
    ]);
    expect((await world.call('GET', `/calendarEvents/${event?.id}`)).data).toMatchObject(MORNING);
  });

  test('keeps its local time when summer time begins', async () => {
    const event = await series({ frequency: 'WEEKLY' });
    expect(await world.starts(window('FORTNIGHT', '2026-09-23'))).toEqual(
      occurrences(event, '2026-09-22T20:00', '2026-09-29T19:00'),
    );
  });

  test('has nothing before its start', async () => {
    await series({ frequency: 'DAILY' });
    expect(await world.starts(window('WEEK', '2026-09-16'))).toEqual([]);
  });

  test('goes on for years', async () => {
    const event = await series({ frequency: 'DAILY' });
    expect(await world.starts(window('DAY', '2066-06-15'))).toEqual(occurrences(event, '2066-06-14T20:00'));
  });

  test('shows an occurrence on both days that it touches', async () => {
    const event = await series({ endTime: '2026-09-23T20:00:00.000Z', frequency: 'WEEKLY' });
    const expected = occurrences(event, '2026-09-22T20:00');
    expect(await world.starts(window('DAY', '2026-09-23'))).toEqual(expected);
    expect(await world.starts(window('DAY', '2026-09-24'))).toEqual(expected);
    expect(await world.starts(window('DAY', '2026-09-25'))).toEqual([]);
  });
});

describe('the rhythm', () => {
  const ON_31 = { startTime: '2026-08-30T20:00:00.000Z', endTime: '2026-08-30T21:00:00.000Z' };

  test.each<[string, Fields, string[], string[]]>([
    ['every third day', { frequency: 'DAILY', interval: 3 }, ['2026-09-01'], ['09-23', '09-26', '09-29']],
    ['every second week', { frequency: 'WEEKLY', interval: 2 }, ['2026-10-01'], ['10-07', '10-21']],
    ['every month', { frequency: 'MONTHLY' }, ['2026-10-01', '2026-11-01'], ['10-23', '11-23']],
    [
      'monthly on the 31st, which half of the months lack',
      { ...ON_31, frequency: 'MONTHLY' },
      ['2026-08-01', '2026-09-01', '2026-10-01', '2026-11-01', '2026-12-01'],
      ['08-31', '10-31', '12-31'],
    ],
    [
      'yearly on 29 February',
      {
        startTime: '2028-02-28T20:00:00.000Z',
        endTime: '2028-02-28T21:00:00.000Z',
        frequency: 'YEARLY',
      },
      ['2028-02-01', '2029-02-01', '2029-03-01', '2032-02-01'],
      ['02-29', '02-29'],
    ],
    [
      'until a day, itself included',
      { frequency: 'DAILY', repeatEndType: 'ON_DATE', repeatEndDate: '2026-09-25' },
      ['2026-09-01', '2026-10-01'],
      ['09-23', '09-24', '09-25'],
    ],
    [
      'a number of times',
      { frequency: 'WEEKLY', repeatEndType: 'AFTER', repeatCount: 3 },
      ['2026-09-01', '2026-10-01'],
      ['09-23', '09-30', '10-07'],
    ],
    [
      'a number of times, months without the day not counted',
      { ...ON_31, frequency: 'MONTHLY', repeatEndType: 'AFTER', repeatCount: 2 },
      ['2026-08-01', '2026-09-01', '2026-10-01', '2026-12-01'],
      ['08-31', '10-31'],
    ],
  ])('%s', async (_, fields, months, expected) => {
    expect(await daysOf(fields, ...months)).toEqual(expected);
  });
});

describe('the description of the repetition', () => {
  test.each<[Fields, Fields]>([
    [
      { frequency: 'WEEKLY', interval: 2 },
      { rRule: 'FREQ=WEEKLY;INTERVAL=2', endDate: null, text: 'Every 2 weeks' },
    ],
    [
      { frequency: 'DAILY', repeatEndType: 'ON_DATE', repeatEndDate: '2026-09-25' },
      {
        rRule: 'FREQ=DAILY;INTERVAL=1;UNTIL=20260925T115900Z',
        endDate: '2026-09-25T11:59:00.000Z',
        text: 'Every day until 2026-09-25',
      },
    ],
    [
      { frequency: 'MONTHLY', repeatEndType: 'AFTER', repeatCount: 3 },
      {
        rRule: 'FREQ=MONTHLY;INTERVAL=1;COUNT=3',
        endDate: '2026-11-22T20:00:00.000Z',
        text: 'Every month, 3 times',
      },
    ],
    [
      { frequency: 'YEARLY', repeatEndType: 'AFTER', repeatCount: 1 },
      { rRule: 'FREQ=YEARLY;INTERVAL=1;COUNT=1', endDate: MORNING.endTime, text: 'Every year, once' },
    ],
  ])('of %o', async (fields, expected) => {
    expect(await series(fields)).toMatchObject({
      isRecurring: true,
      recurringEventDetails: { startDate: MORNING.startTime, ...expected },
    });
  });

  test('is missing where the frequency is NEVER', async () => {
    expect(await series({ frequency: 'NEVER', interval: 2 })).toMatchObject({
      isRecurring: false,
      recurringEventDetails: null,
    });
  });
});
