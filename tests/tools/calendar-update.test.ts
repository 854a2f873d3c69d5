import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Business, CalendarEvent, User } from '../../src/sandbox/fergus-api/business.ts';
import { updateCalendarEvent } from '../../src/tools/calendar/update-calendar-event.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';
import { nameOf, putEvent, shownOn, twoPeople, writesOf } from './calendar-support.ts';
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

describe('an event that happens once', () => {
  test('keeps its length and all else when it is moved', async () => {
    const { structured, summary } = await update({ start: '2027-02-09 13:00' });
    expect(structured).toEqual({
      events: [
        {
          calendarEventId: event.id,
          title: 'Stocktake',
          description: 'Count the van too.',
          eventType: 'OTHER',
          start: '2027-02-09 13:00',
          end: '2027-02-09 14:30',
          user: nameOf(ana),
          userId: ana.id,
          createdAt: '2026-11-01',
        },
      ],
      timeZone: 'Pacific/Auckland',
    });
    expect(summary).toBe('Changed.');
    expect(sent()).toEqual([
      {
        eventTitle: 'Stocktake',
        description: 'Count the van too.',
        startTime: '2027-02-09T00:00:00.000Z',
        endTime: '2027-02-09T01:30:00.000Z',
        userId: ana.id,
      },
    ]);
    expect(await day('2027-02-08')).toEqual([]);
    expect(await day('2027-02-09')).toEqual([`13:00 to 14:30 Stocktake of ${nameOf(ana)}`]);
  });

  test('takes a new end, title and description', async () => {
    await update({ end: '2027-02-08 12:00' });
    await update({ title: 'Counting', description: 'All of it.' });
    expect(await day('2027-02-08')).toEqual([`08:00 to 12:00 Counting of ${nameOf(ana)}`]);
    expect(business.calendarEvents.get(event.id)).toMatchObject({ description: 'All of it.' });
  });

  test('goes to another person, to several, and to nobody', async () => {
    await update({ userId: ben.id });
    expect(await day('2027-02-08')).toEqual([`08:00 to 09:30 Stocktake of ${nameOf(ben)}`]);
    await update({ userIds: [] });
    expect(await day('2027-02-08')).toEqual(['08:00 to 09:30 Stocktake of nobody']);
    await update({ userIds: [ana.id, ben.id] });
    expect(await day('2027-02-08')).toHaveLength(2);
    expect(sent()).toMatchObject([
      { userId: ben.id },
      { eventTitle: 'Stocktake' },
      { userId: ana.id, linkedUserIds: [ben.id], updateAllGrouped: 'TRUE' },
    ]);
    expect(sent()[1]).not.toHaveProperty('userId');
  });

  test('can begin to repeat', async () => {
    const { structured } = await update({ repeat: { frequency: 'WEEKLY', count: 4 } });
    expect(structured.events).toMatchObject([{ repeats: 'Every week, 4 times', start: '2027-02-08 08:00' }]);
    expect(await day('2027-03-01')).toEqual([`08:00 to 09:30 Stocktake of ${nameOf(ana)}`]);
    expect(await day('2027-03-08')).toEqual([]);
  });

  test('over a clock change: local time in, the length kept', async () => {
    const { structured } = await update({ start: '2027-04-04 02:30' });
    expect(sent()).toMatchObject([
      { startTime: '2027-04-03T13:30:00.000Z', endTime: '2027-04-03T15:00:00.000Z' },
    ]);
    expect(structured.notice).toMatch('comes twice');
    expect(await refusalOf(update({ start: '2027-09-26 02:30' }))).toContain('does not exist');
    expect(sent()).toHaveLength(1);
  });

  test('reports overlaps, but none with itself, and none where nobody is booked anew', async () => {
    const other = putEvent(business, {
      userId: ana.id,
      title: 'Dentist',
      startTime: '2027-02-07T20:00:00.000Z',
      endTime: '2027-02-07T21:00:00.000Z',
    });
    expect(await refusalOf(update({ start: '2027-02-08 08:15' }))).toMatch(
      `${nameOf(ana)} has “Dentist” (id ${other.id}), 2027-02-08 09:00 to 10:00`,
    );
    expect(sent()).toEqual([]);
    await update({ title: 'Counting' });
    const { structured } = await update({ start: '2027-02-08 08:15', allowOverlap: true });
    expect(structured.notice).toMatch(/^Overlaps with other bookings: .*Dentist/);
    await update({ start: '2027-02-08 07:15' });
    expect(sent()).toHaveLength(3);
  });

  test.each([
    ['nothing', {}, 'name at least one of title, start, end, userId, userIds, description, repeat'],
    ['only how far to go', { scope: 'all', groupScope: 'this' }, 'name at least one of'],
    ['a repetition of one occurrence', { scope: 'this', repeat: { frequency: 'DAILY' } }, 'needs scope all'],
    ['a time off the grid', { start: '2027-02-08 08:01' }, 'start: must be on a quarter of an hour'],
    ['another type', { eventType: 'QUOTE' }, 'eventType: is not an argument here'],
  ])('refuses %s without a request', async (_what, args, message) => {
    expect(await refusalOf(update(args))).toContain(message);
    expect(harness.sandbox.requests).toEqual([]);
  });

  test.each([
    ['an end before the start', { end: '2027-02-08 07:00' }, 'ends before it has begun'],
    ['a length of weeks', { end: '2027-03-08 07:00' }, 'longer than 14 days'],
    [
      'a day that is not its own',
      { occurrence: '2027-02-15', title: 'X' },
      'starts on 2027-02-08, not on 2027-02-15',
    ],
    [
      'a series that is over',
      { repeat: { frequency: 'DAILY', until: '2027-02-01' } },
      'is before the event begins',
    ],
  ])('refuses %s before anything is written', async (_what, args, message) => {
    expect(await refusalOf(update(args))).toContain(message);
    expect(sent()).toEqual([]);
  });

  test("is not found, and Fergus's refusal reaches the caller", async () => {
    const missing = { calendarEventId: 1, title: 'X' };
    await expect(harness.call(updateCalendarEvent, missing)).rejects.toMatchObject({ kind: 'not-found' });
    expect(updateCalendarEvent.hintsFor(missing)['not-found']).toMatch(/list-users.*list-calendar-events/);
    const path = `/calendarEvents/${event.id}`;
    const body = { error: 'Bad Request', message: 'The period is locked', statusCode: 400 };
    harness.sandbox.faults.order({ kind: 'status', method: 'POST', path, status: 400, body });
    await expect(update({ title: 'X' })).rejects.toThrow('The period is locked');
  });

  test('asks for what Fergus wants and does not show', async () => {
    const path = `/calendarEvents/${event.id}`;
    const bare = (fields: object) =>
      harness.sandbox.faults.order({
        kind: 'status',
        method: 'GET',
        path,
        status: 200,
        body: { data: { id: event.id, ...fields } },
      });
    bare({});
    expect(await refusalOf(update({ description: 'X' }))).toContain('Name title too');
    bare({ title: 'X' });
    expect(await refusalOf(update({ end: '2027-02-08 10:00' }))).toContain('Name start and end');
    bare({ title: 'X', groupId: 9, userId: ana.id, startTime: event.startTime, endTime: event.endTime });
    expect(await refusalOf(update({ description: 'X', groupScope: 'all' }))).toContain(
      'Name everyone as userIds',
    );
    expect(sent()).toEqual([]);
  });
});

describe('an event of several people', () => {
  let copies: CalendarEvent[];

  beforeEach(() => {
    const groupId = business.nextId();
    event.groupId = groupId;
    copies = [event, putEvent(business, { ...event, id: business.nextId(), userId: ben.id })];
  });

  test('needs to know whose copy is meant', async () => {
    expect(await refusalOf(update({ title: 'X' }))).toMatch(
      new RegExp(`booked for several people.*groupScope.*"this" for the copy of ${nameOf(ana)} alone.*"all"`),
    );
    expect(sent()).toEqual([]);
  });

  test('moves for everyone, and everyone stays', async () => {
    const { structured } = await update({ start: '2027-02-09 08:00', groupScope: 'all' });
    expect(structured.events).toMatchObject([
      { userId: ana.id, start: '2027-02-09 08:00', end: '2027-02-09 09:30' },
      { userId: ben.id, start: '2027-02-09 08:00', end: '2027-02-09 09:30' },
    ]);
    expect(structured.notice).toBeUndefined();
    expect(await day('2027-02-08')).toEqual([]);
    expect(copies.every(({ id }) => business.calendarEvents.has(id))).toBe(true);
  });

  test('keeps those whose copy was moved on its own before', async () => {
    await harness.call(updateCalendarEvent, {
      calendarEventId: copies[1]?.id,
      start: '2027-02-11 10:00',
      groupScope: 'this',
    });
    await update({ title: 'Counting', groupScope: 'all' });
    expect((await day('2027-02-08')).sort()).toEqual(
      [ana, ben].map((user) => `08:00 to 09:30 Counting of ${nameOf(user)}`).sort(),
    );
  });

  test('moves for one person', async () => {
    await update({ start: '2027-02-08 10:00', groupScope: 'this' });
    expect(await day('2027-02-08')).toEqual([
      `08:00 to 09:30 Stocktake of ${nameOf(ben)}`,
      `10:00 to 11:30 Stocktake of ${nameOf(ana)}`,
    ]);
    expect(sent()).toMatchObject([{ userId: ana.id, updateAllGrouped: 'FALSE' }]);
    expect(await refusalOf(update({ userIds: [ana.id, ben.id], groupScope: 'this' }))).toContain(
      'takes one person',
    );
  });
});
