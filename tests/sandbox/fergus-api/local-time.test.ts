import { expect, test } from 'vitest';
import {
  addDays,
  fromLocalTime,
  localDay,
  localTime,
  weekdayOf,
} from '../../../src/sandbox/fergus-api/local-time.ts';

test.each([
  // Summer and winter in Auckland and London, and the last minute before a change.
  ['2026-01-15 07:30', 'Pacific/Auckland', '2026-01-14T18:30:00.000Z'],
  ['2026-07-15 07:30', 'Pacific/Auckland', '2026-07-14T19:30:00.000Z'],
  ['2026-04-05 01:45', 'Pacific/Auckland', '2026-04-04T12:45:00.000Z'],
  ['2026-09-27 03:15', 'Pacific/Auckland', '2026-09-26T14:15:00.000Z'],
  ['2026-01-15 00:00', 'Europe/London', '2026-01-15T00:00:00.000Z'],
  ['2026-07-15 00:00', 'Europe/London', '2026-07-14T23:00:00.000Z'],
])('%s in %s is %s, and back', (local, zone, utc) => {
  expect(fromLocalTime(local, zone).toISOString()).toBe(utc);
  expect(localTime(new Date(utc), zone)).toBe(local);
});

test('a time that a change to summer time skips counts as the hour after', () => {
  const at = fromLocalTime('2026-09-27 02:30', 'Pacific/Auckland');
  expect(localTime(at, 'Pacific/Auckland')).toBe('2026-09-27 03:30');
});

test('days', () => {
  expect(localDay(new Date('2026-03-10T11:00:00Z'), 'Pacific/Auckland')).toBe('2026-03-11');
  expect(addDays('2028-02-28', 2)).toBe('2028-03-01');
  expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
  expect([weekdayOf('2026-03-09'), weekdayOf('2026-03-15')]).toEqual([1, 7]);
});
