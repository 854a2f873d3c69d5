import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Business, CalendarEvent, User } from '../../src/sandbox/fergus-api/business.ts';
import { updateCalendarEvent } from '../../src/tools/calendar/update-calendar-event.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';
import { eventsIn, every, nameOf, putEvent, shownOn, twoPeople, writesOf } from './calendar-support.ts';
import { refusalOf } from './quotes-support.ts';

const now = () => new Date('2026-11-25T00:00:00.000Z');

let harness: ToolHarness;
let business: Business;
let ana: User;
let ben: User;
let event: CalendarEvent;

beforeEach(async () => {
  harness = await startHarness({ now });
  business = harness.sandbox.businesses.main;
  [ana, ben] = twoPeople(business);
  business.calendarEvents.clear();
  event = putEvent(business, {
    userId: ana.id,
    title: 'Stocktake',
    description: 'Count the van too.',
    startTime: '2027-02-07T19:00:00.000Z',
    endTime: '2027-02-07T20:30:00.000Z',
  });
});

afterEach(() => harness.close());

const update = (args: object) => harness.call(updateCalendarEvent, { calendarEventId: event.id, ...args });
const day = (date: string) => shownOn(harness, date);
const sent = () => writesOf(harness).map(({ body }) => body);

describe('a series', () => {
  beforeEach(() => {
    // Mondays at seven, from the winter on: the clocks go forward on 27 September.
    event.startTime = '2026-09-13T19:00:00.000Z';
    event.endTime = '2026-09-13T19:30:00.000Z';
    event.title = 'Talk';
    event.userId = null;
    event.recurrence = every('WEEKLY', { endType: 'ON_DATE', endDate: '2027-03-31' });
  });

  test.each([
    ['how far to go', { title: 'X' }, /repeats \(Every week until 2027-03-31\): set scope/],
    [
      'which occurrence is meant',
      { title: 'X', scope: 'this' },
      /name the day of the one that is meant as occurrence/,
    ],
    [
      'of which the times are said',
      { start: '2027-02-08 08:00', scope: 'all' },
      /start and end are said of as occurrence/,
    ],
    [
      'an occurrence that there is',
      { title: 'X', scope: 'this', occurrence: '2027-02-09' },
      /no occurrence that starts on 2027-02-09/,
    ],
  ])('needs to know %s', async (_what, args, message) => {
    expect(await refusalOf(update(args))).toMatch(message);
    expect(sent()).toEqual([]);
  });

  test('one occurrence leaves it, the others stay', async () => {
    const { structured } = await update({
      scope: 'this',
      occurrence: '2027-02-08',
      start: '2027-02-09 08:00',
    });
    expect(structured.events).toMatchObject([
      { start: '2027-02-09 08:00', end: '2027-02-09 08:30', title: 'Talk' },
    ]);
    expect(eventsIn(structured)[0]).not.toHaveProperty('recurring');
    expect(await day('2027-02-08')).toEqual([]);
    expect(await day('2027-02-09')).toEqual(['08:00 to 08:30 Talk of nobody']);
    for (const monday of ['2027-02-01', '2027-02-15'])
      expect(await day(monday)).toEqual(['07:00 to 07:30 Talk of nobody']);
    expect(sent()).toMatchObject([
      { updateAllRecurring: 'FALSE', repeatSplitOnDate: '2027-02-07T18:00:00.000Z' },
    ]);
  });

  test('moves as a whole by as much as one occurrence, on either side of a clock change', async () => {
    const { structured } = await update({
      scope: 'all',
      occurrence: '2027-02-08',
      start: '2027-02-09 08:15',
    });
    expect(sent()).toEqual([
      {
        eventTitle: 'Talk',
        description: 'Count the van too.',
        // The first Tuesday, still in winter time.
        startTime: '2026-09-14T20:15:00.000Z',
        endTime: '2026-09-14T20:45:00.000Z',
        frequency: 'WEEKLY',
        interval: 1,
        repeatEndType: 'ON_DATE',
        repeatEndDate: '2027-03-31',
        updateAllRecurring: 'TRUE',
      },
    ]);
    expect(structured.events).toMatchObject([{ repeats: 'Every week until 2027-03-31' }]);
    for (const tuesday of ['2026-09-15', '2026-11-24', '2027-03-30']) {
      expect(await day(tuesday)).toContain('08:15 to 08:45 Talk of nobody');
    }
    expect(await day('2027-02-08')).toEqual([]);
  });

  test('keeps its times and gaps when only its title changes', async () => {
    await update({ scope: 'this', occurrence: '2027-02-08', title: 'Special talk' });
    await update({ scope: 'all', title: 'Toolbox' });
    expect(await day('2027-02-01')).toEqual(['07:00 to 07:30 Toolbox of nobody']);
    expect(await day('2027-02-08')).toEqual(['07:00 to 07:30 Special talk of nobody']);
  });

  test('ends earlier, or repeats no more', async () => {
    await update({ scope: 'all', repeat: { frequency: 'WEEKLY', until: '2027-02-01' } });
    expect(await day('2027-02-01')).toHaveLength(1);
    expect(await day('2027-02-08')).toEqual([]);
    await update({ scope: 'all', repeat: { frequency: 'NEVER' } });
    expect(business.calendarEvents.get(event.id)?.recurrence).toBeNull();
  });

  test('overlaps are looked up for the occurrence that is meant, its own others left out', async () => {
    const dentist = { userId: ana.id, title: 'Dentist' };
    putEvent(business, {
      ...dentist,
      startTime: '2027-02-07T18:00:00.000Z',
      endTime: '2027-02-07T19:00:00.000Z',
    });
    expect(await refusalOf(update({ scope: 'this', occurrence: '2027-02-08', userId: ana.id }))).toContain(
      'Dentist',
    );
    const { structured } = await update({ scope: 'all', occurrence: '2027-02-15', userId: ana.id });
    expect(structured.notice).toBe('Of the series one occurrence was looked at for overlaps.');
    // One occurrence put onto another of the same series is an overlap; the whole series moved by a week is none.
    expect(
      await refusalOf(update({ scope: 'this', occurrence: '2027-02-15', start: '2027-02-22 07:00' })),
    ).toContain('“Talk”');
    await update({ scope: 'all', occurrence: '2027-02-15', start: '2027-02-22 07:00' });
  });

  test.each([
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO', { frequency: 'WEEKLY', interval: 2, repeatEndType: 'NEVER' }],
    [
      'DTSTART:20260913T190000Z\nRRULE:FREQ=MONTHLY;BYMONTHDAY=14;COUNT=5;WKST=MO',
      { frequency: 'MONTHLY', interval: 1, repeatEndType: 'AFTER', repeatCount: 5 },
    ],
    [
      'RRULE:FREQ=DAILY;UNTIL=20261130T105900Z',
      { frequency: 'DAILY', interval: 1, repeatEndType: 'ON_DATE', repeatEndDate: '2026-11-30' },
    ],
    [
      'FREQ=YEARLY;UNTIL=20291130',
      { frequency: 'YEARLY', interval: 1, repeatEndType: 'ON_DATE', repeatEndDate: '2029-11-30' },
    ],
  ])('keeps the rule %s', async (rRule, fields) => {
    givenRule(rRule);
    await update({ scope: 'all', title: 'Toolbox' });
    expect(sent()).toMatchObject([fields]);
  });

  test.each([
    'FREQ=WEEKLY;BYDAY=MO,WE',
    'FREQ=MONTHLY;BYDAY=2TU',
    'FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2',
    'FREQ=MONTHLY;BYMONTHDAY=-1',
    'FREQ=HOURLY',
    '',
  ])('does not flatten the rule %s', async (rRule) => {
    givenRule(rRule);
    expect(await refusalOf(update({ scope: 'all', title: 'Toolbox' }))).toMatch(
      /rule that Fergus's API does not take back/,
    );
    expect(sent()).toEqual([]);
    givenRule(rRule);
    await update({ scope: 'all', title: 'Toolbox', repeat: { frequency: 'WEEKLY' } });
    expect(sent()).toMatchObject([{ frequency: 'WEEKLY' }]);
  });

  /** The next look at the event shows this rule. */
  function givenRule(rRule: string): void {
    const { id, title, startTime, endTime } = event;
    const recurringEventDetails = { rRule, text: 'as it says' };
    harness.sandbox.faults.order({
      kind: 'status',
      method: 'GET',
      path: `/calendarEvents/${id}`,
      status: 200,
      body: { data: { id, title, startTime, endTime, isRecurring: true, recurringEventDetails } },
    });
  }
});

test('one occurrence of a series of several people moves for all of them', async () => {
  Object.assign(event, { groupId: business.nextId(), recurrence: every('WEEKLY') });
  putEvent(business, { ...event, id: business.nextId(), userId: ben.id });
  const { structured } = await update({
    scope: 'this',
    occurrence: '2027-02-15',
    groupScope: 'all',
    start: '2027-02-15 06:30',
    end: '2027-02-15 07:00',
  });
  expect(structured.events).toHaveLength(2);
  expect(await day('2027-02-15')).toEqual(
    [ana, ben].map((user) => `06:30 to 07:00 Stocktake of ${nameOf(user)}`),
  );
  expect(await day('2027-02-22')).toEqual(
    [ana, ben].map((user) => `08:00 to 09:30 Stocktake of ${nameOf(user)}`),
  );
});
