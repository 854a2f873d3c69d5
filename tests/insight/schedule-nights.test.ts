import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { windowsFor } from '../../src/tools/calendar/windows.ts';
import { getSchedule } from '../../src/tools/insight/get-schedule.ts';
import type { ScheduleView } from '../../src/tools/insight/schedule-view.ts';
import { addDays } from '../../src/tools/shared/days.ts';
import type { ToolHarness } from '../support/tool-harness.ts';
import { putEvent } from '../tools/calendar-support.ts';
import { ask as askTool, startOver } from './asking.ts';
import { NOW, workedBusiness, ZONE } from './worked-business.ts';

let harness: ToolHarness | undefined;

// The clock stands still, and is the same for the sandbox, its limit of requests, and the client.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: NOW }));

afterEach(async () => {
  vi.useRealTimers();
  await harness?.close();
});

/** A harness over a calendar with one event. */
const night = (startTime: string, endTime: string) => {
  const main = workedBusiness(1, () => new Date());
  main.calendarEvents.clear();
  const [userId = 0] = main.users.keys();
  putEvent(main, { userId, title: 'Night work', startTime, endTime });
  return startOver(main);
};

test('the night in which the clocks go back has its extra hour on the second day', async () => {
  // 22:00 in summer time to 06:00 in standard time.
  harness = await night('2026-04-04T09:00:00.000Z', '2026-04-04T18:00:00.000Z');
  const { answer, text } = await askTool<ScheduleView>(harness, getSchedule, {
    from: '2026-04-04',
    to: '2026-04-05',
  });
  const [first, second] = answer.days.map(({ people }) => people[0]);
  expect(first).toMatchObject({ bookedHours: 2, bookings: [{ start: '22:00', end: '24:00' }] });
  expect(second).toMatchObject({ bookedHours: 7, bookings: [{ start: '00:00', end: '06:00' }] });
  expect(answer).toMatchObject({ bookings: 1, bookedHours: 9 });
  expect(text).toContain('22:00–24:00 Night work (2026-04-04 22:00 to 2026-04-05 06:00)');
});

test('the night in which the clocks go forward lacks one', async () => {
  harness = await night('2026-09-26T10:00:00.000Z', '2026-09-26T17:00:00.000Z');
  const { answer } = await askTool<ScheduleView>(harness, getSchedule, {
    from: '2026-09-26',
    to: '2026-09-27',
  });
  expect(answer.days.map(({ people }) => people[0]?.bookedHours)).toEqual([2, 5]);
});

test('what ends at midnight lies on one day', async () => {
  harness = await night('2026-04-06T08:00:00.000Z', '2026-04-06T12:00:00.000Z');
  const { answer } = await askTool<ScheduleView>(harness, getSchedule, {
    from: '2026-04-06',
    to: '2026-04-07',
  });
  expect(answer.days.map(({ people }) => people[0]?.bookings)).toEqual([
    [expect.not.objectContaining({ runs: expect.anything() })],
    undefined,
  ]);
  expect(answer.days[0]?.people[0]?.bookings[0]).toMatchObject({ start: '20:00', end: '24:00' });
});

test('31 days are four windows of the calendar at most, wherever they begin', () => {
  const profile = { name: undefined, timeZone: ZONE, currency: undefined, taxRate: undefined };
  for (let day = '2026-01-01'; day < '2028-01-01'; day = addDays(day, 1)) {
    expect(windowsFor(day, addDays(day, 30), profile).length, day).toBeLessThanOrEqual(4);
  }
});
