import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Business, CalendarEvent } from '../../src/sandbox/fergus-api/business.ts';
import { deleteCalendarEvent } from '../../src/tools/calendar/delete-calendar-event.ts';
import { listCalendarEvents } from '../../src/tools/calendar/list-calendar-events.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';
import { eventsIn, writesOf } from './calendar-support.ts';
import { refusalOf } from './quotes-support.ts';

const now = () => new Date('2026-11-25T00:00:00.000Z');

let harness: ToolHarness;
let business: Business;

beforeEach(async () => {
  harness = await startHarness({ now });
  business = harness.sandbox.businesses.main;
});

afterEach(() => harness.close());

function seeded(title: string): CalendarEvent {
  const found = [...business.calendarEvents.values()].find((event) => event.title === title);
  if (!found) throw new Error(`The sandbox has no event “${title}”.`);
  return found;
}

const remove = (title: string, args: object = {}) =>
  harness.call(deleteCalendarEvent, { calendarEventId: seeded(title).id, ...args });
const sent = () => writesOf(harness).map(({ method, body }) => [method, body]);

/** How often a title stands in the calendar on each of some days. */
async function timesOn(title: string, ...days: string[]): Promise<number[]> {
  return Promise.all(
    days.map(async (day) => {
      const { structured } = await harness.call(listCalendarEvents, {
        dateFrom: day,
        dateTo: day,
        limit: 200,
      });
      return eventsIn(structured, 'items').filter((event) => event.title === title).length;
    }),
  );
}

describe('delete-calendar-event', () => {
  test('asks first, with title, person and local time, and sends nothing but reads', async () => {
    expect(await refusalOf(remove('Dentist'))).toContain(
      'Delete “Dentist” of Marie Duval, 2026-11-26 13:00 to 14:00 (Pacific/Auckland)? Ask the user',
    );
    expect(writesOf(harness)).toEqual([]);
    expect(seeded('Dentist')).toBeDefined();
  });

  test('deletes an event', async () => {
    const { id } = seeded('Dentist');
    const { structured, summary } = await remove('Dentist', { confirm: true });
    expect(structured).toEqual({
      deleted: 'event',
      calendarEventId: id,
      title: 'Dentist',
      start: '2026-11-26 13:00',
      end: '2026-11-26 14:00',
      people: ['Marie Duval'],
      timeZone: 'Pacific/Auckland',
    });
    expect(summary).toBe('Deleted from the calendar.');
    expect(sent()).toEqual([['DELETE', undefined]]);
    expect(await timesOn('Dentist', '2026-11-26')).toEqual([0]);
  });

  test('needs to know how far to go in a series', async () => {
    expect(await refusalOf(remove('Van check', { confirm: true }))).toMatch(
      /repeats \(Every 2 weeks\): set scope/,
    );
    expect(await refusalOf(remove('Van check', { confirm: true, scope: 'this' }))).toMatch(
      /day .* as occurrence/,
    );
    expect(
      await refusalOf(remove('Van check', { confirm: true, scope: 'this', occurrence: '2026-11-28' })),
    ).toMatch(/no occurrence that starts on 2026-11-28/);
    expect(writesOf(harness)).toEqual([]);
  });

  test('deletes the one occurrence that is meant', async () => {
    const args = { scope: 'this', occurrence: '2026-12-11' };
    expect(await refusalOf(remove('Van check', args))).toContain(
      'Delete the one occurrence of “Van check” of Ngaio Rewi, 2026-12-11 15:30 to 16:00 (',
    );
    expect(await timesOn('Van check', '2026-11-27', '2026-12-11', '2026-12-25')).toEqual([1, 1, 1]);
    const { structured } = await remove('Van check', { ...args, confirm: true });
    expect(structured).toMatchObject({ deleted: 'occurrence', start: '2026-12-11 15:30' });
    expect(sent()).toEqual([
      ['DELETE', { deleteAllRecurring: 'FALSE', deleteOnDate: '2026-12-11T02:30:00.000Z' }],
    ]);
    expect(await timesOn('Van check', '2026-11-27', '2026-12-11', '2026-12-25')).toEqual([1, 0, 1]);
  });

  test('deletes a series', async () => {
    expect(await refusalOf(remove('Van check', { scope: 'all', occurrence: '2026-12-11' }))).toContain(
      'Delete the whole series “Van check” of Ngaio Rewi, every 2 weeks, first 2026-10-30 15:30 to 16:00 (Pacific/Auckland), with all its occurrences?',
    );
    const { structured } = await remove('Van check', { scope: 'all', confirm: true });
    expect(structured).toMatchObject({ deleted: 'series', start: '2026-10-30 15:30' });
    expect(sent()).toEqual([['DELETE', { deleteAllRecurring: 'TRUE' }]]);
    expect(await timesOn('Van check', '2026-10-30', '2026-11-27', '2026-12-11')).toEqual([0, 0, 0]);
  });

  test('deletes one copy of an event of several people, or all, and names them', async () => {
    const title = 'Villa – rewire';
    expect(await refusalOf(remove(title, { confirm: true }))).toContain('set groupScope');
    expect(await refusalOf(remove(title, { groupScope: 'this' }))).toMatch(
      /of Tom Beswick alone, out of several people, 2026-11-23 07:30/,
    );
    expect(await refusalOf(remove(title, { groupScope: 'all' }))).toMatch(
      /of Tom Beswick, Liam Okafor, 2026-11-23/,
    );
    expect(writesOf(harness)).toEqual([]);
    await remove('Toolbox talk', {
      groupScope: 'this',
      scope: 'this',
      occurrence: '2026-11-30',
      confirm: true,
    });
    expect(await timesOn('Toolbox talk', '2026-11-30', '2026-12-07')).toEqual([5, 6]);
    const { structured } = await remove(title, { groupScope: 'all', confirm: true });
    expect(structured).toMatchObject({ deleted: 'event', people: ['Tom Beswick', 'Liam Okafor'] });
    expect(await timesOn(title, '2026-11-23')).toEqual([0]);
  });

  test('says “nobody yet” where nobody is assigned', async () => {
    expect(await refusalOf(remove('Smoke alarms, Grange Road'))).toContain('of nobody yet, 2026-11-26 12:30');
  });

  test("is not found, and Fergus's refusal reaches the caller", async () => {
    const missing = { calendarEventId: 1, confirm: true };
    await expect(harness.call(deleteCalendarEvent, missing)).rejects.toMatchObject({ kind: 'not-found' });
    expect(deleteCalendarEvent.hintsFor(missing)['not-found']).toContain('list-calendar-events');
    const path = `/calendarEvents/${seeded('Dentist').id}`;
    const body = { error: 'Bad Request', message: 'The period is locked', statusCode: 400 };
    harness.sandbox.faults.order({ kind: 'status', method: 'DELETE', path, status: 400, body });
    await expect(remove('Dentist', { confirm: true })).rejects.toThrow('The period is locked');
  });
});
