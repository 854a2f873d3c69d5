import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Business, User } from '../../src/sandbox/fergus-api/business.ts';
import { createCalendarEvent } from '../../src/tools/calendar/create-calendar-event.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';
import { every, MONDAY, nameOf, putEvent, twoPeople, writesOf } from './calendar-support.ts';
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

describe('overlaps', () => {
  const busy = (fields: Parameters<typeof putEvent>[1]) =>
    putEvent(business, {
      userId: ana.id,
      title: 'Dentist',
      startTime: '2027-02-07T20:00:00.000Z',
      endTime: '2027-02-07T21:00:00.000Z',
      ...fields,
    });

  test('are refused with what is in the way, and allowed on purpose', async () => {
    const { id } = busy({});
    busy({ userId: ben.id, title: 'Somebody else' });
    expect(await refusalOf(create({ userId: ana.id }))).toContain(
      `${nameOf(ana)} has “Dentist” (id ${id}), 2027-02-08 09:00 to 10:00. Choose another`,
    );
    expect(writesOf(harness)).toEqual([]);
    const { structured } = await create({ userId: ana.id, allowOverlap: true });
    expect(structured.notice).toBe(
      `Overlaps with other bookings: ${nameOf(ana)} has “Dentist” (id ${id}), 2027-02-08 09:00 to 10:00.`,
    );
    expect(writesOf(harness)).toHaveLength(1);
  });

  test('of each of several people', async () => {
    busy({});
    busy({ userId: ben.id, title: 'School' });
    const refusal = await refusalOf(create({ userIds: [ana.id, ben.id] }));
    expect(refusal).toContain(`${nameOf(ana)} has “Dentist”`);
    expect(refusal).toContain(`${nameOf(ben)} has “School”`);
  });

  test('with an occurrence of a series, and with what began the day before', async () => {
    busy({
      title: 'Night shift',
      startTime: '2027-02-07T08:00:00.000Z',
      endTime: '2027-02-07T19:15:00.000Z',
    });
    busy({
      title: 'Talk',
      startTime: '2026-11-29T19:00:00.000Z',
      endTime: '2026-11-29T19:30:00.000Z',
      recurrence: every('WEEKLY'),
    });
    const refusal = await refusalOf(create({ userId: ana.id }));
    expect(refusal).toMatch(/Night shift.*2027-02-07 21:00 to 2027-02-08 08:15/);
    expect(refusal).toMatch(/Talk.*2027-02-08 08:00 to 08:30/);
  });

  test.each([
    ['right before', { startTime: '2027-02-07T18:00:00.000Z', endTime: '2027-02-07T19:00:00.000Z' }],
    ['right after', { startTime: '2027-02-07T20:30:00.000Z', endTime: '2027-02-07T21:00:00.000Z' }],
    ['inactive', { isActive: false }],
  ])('are none: %s', async (_what, fields) => {
    busy(fields);
    const { structured } = await create({ userId: ana.id });
    expect(structured.notice).toBeUndefined();
  });

  test('cost one request for the days concerned, none where nobody is booked', async () => {
    await create({ userId: ana.id });
    const asked = () =>
      harness.sandbox.requests.filter(({ path, method }) => method === 'GET' && path !== '/company');
    expect(asked().map(({ query }) => query)).toEqual([
      {
        filterDateFrom: '2027-02-07T00:00:00+13:00',
        filterCalendarRange: 'THREE_DAY',
        filterUserId: String(ana.id),
      },
    ]);
    await create({ title: 'Nobody' });
    expect(asked()).toHaveLength(1);
  });
});
