import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Business } from '../../src/sandbox/fergus-api/business.ts';
import { seedKereru } from '../../src/sandbox/fergus-api/seed/kereru/index.ts';
import { seedSparrow } from '../../src/sandbox/fergus-api/seed/sparrow/index.ts';
import { createCalendarEvent } from '../../src/tools/calendar/create-calendar-event.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';
import { MONDAY, writesOf } from './calendar-support.ts';
import { refusalOf } from './quotes-support.ts';

const now = () => new Date('2026-11-25T00:00:00.000Z');

let harness: ToolHarness;
let business: Business;

beforeEach(async () => {
  harness = await startHarness({ now });
  business = harness.sandbox.businesses.main;
});

afterEach(() => harness.close());

const create = (args: object) => harness.call(createCalendarEvent, { ...MONDAY, ...args });

describe.each([
  [
    'Auckland',
    '2027-04-04 02:30',
    '2027-04-03T13:30:00.000Z',
    '2027-09-26 02:00',
    '2027-09-26 03:00',
    '2027-09-25T14:00:00.000Z',
  ],
  [
    'London',
    '2027-10-31 01:30',
    '2027-10-31T00:30:00.000Z',
    '2027-03-28 01:00',
    '2027-03-28 02:00',
    '2027-03-28T01:00:00.000Z',
  ],
])('clock changes in %s', (city, twice, earlier, skipped, after, first) => {
  beforeEach(async () => {
    if (city !== 'London') return;
    await harness.close();
    harness = await startHarness({ now, businesses: { main: seedSparrow(now), other: seedKereru(now) } });
  });

  test('a time that comes twice is the earlier, and the notice says so', async () => {
    const { structured } = await create({ start: twice, end: `${twice.slice(0, 10)} 05:00` });
    expect(writesOf(harness)[0]?.body).toMatchObject({ startTime: earlier });
    expect(structured.notice).toMatch(`start: ${twice} comes twice`);
    expect(structured.events).toMatchObject([{ start: twice }]);
  });

  test('a time that is skipped is refused; the first after it is taken', async () => {
    const end = `${skipped.slice(0, 10)} 05:00`;
    expect(await refusalOf(create({ start: skipped, end }))).toContain(`${skipped} does not exist`);
    await create({ start: after, end });
    expect(writesOf(harness).map(({ body }) => body)).toMatchObject([{ startTime: first }]);
  });

  test('a booking through the night of a change is not taken for one that ends before it begins', async () => {
    const day = twice.slice(0, 10);
    const { structured } = await create({ start: `${day} 00:00`, end: `${day} 04:00` });
    const [write] = writesOf(harness);
    const { startTime, endTime } = (write?.body ?? {}) as Record<'startTime' | 'endTime', string>;
    expect(Date.parse(endTime) - Date.parse(startTime)).toBe(5 * 3_600_000);
    expect(structured.events).toMatchObject([{ start: `${day} 00:00`, end: `${day} 04:00` }]);
  });
});

test('a company whose zone is not known has to give UTC offsets', async () => {
  const { company } = business;
  company.settings = company.settings.filter(({ settingKey }) => settingKey !== 'timezone');
  company.contact = null;
  // The sandbox itself cannot do without the zone, so only what is sent counts here.
  harness.sandbox.faults.order({
    kind: 'status',
    method: 'POST',
    path: '/calendarEvents',
    status: 201,
    body: { data: [] },
  });
  expect(await refusalOf(create({}))).toMatch(/does not tell the company's time zone/);
  await create({ start: '2027-02-08T08:00+13:00', end: '2027-02-07T20:00Z' });
  expect(writesOf(harness).map(({ body }) => body)).toMatchObject([
    { startTime: '2027-02-07T19:00:00.000Z', endTime: '2027-02-07T20:00:00.000Z' },
  ]);
});
