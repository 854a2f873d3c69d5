import { describe, expect, test } from 'vitest';
import { windowsFor } from '../../src/tools/calendar/windows.ts';

const company = (timeZone: string) => ({
  name: undefined,
  currency: undefined,
  taxRate: undefined,
  timeZone,
});
const AUCKLAND = company('Pacific/Auckland');
const LONDON = company('Europe/London');

/** The windows as "MONTH 2026-11-01T00:00:00+13:00". */
const windows = (dateFrom: string, dateTo: string, where = AUCKLAND) =>
  windowsFor(dateFrom, dateTo, where).map(
    ({ filterCalendarRange, filterDateFrom }) => `${filterCalendarRange} ${filterDateFrom}`,
  );

describe('windows', () => {
  test.each([
    ['a day', '2026-11-25', '2026-11-25', ['DAY 2026-11-25T00:00:00+13:00']],
    ['two days', '2026-11-25', '2026-11-26', ['THREE_DAY 2026-11-25T00:00:00+13:00']],
    ['a weekend and Monday', '2026-11-28', '2026-11-30', ['THREE_DAY 2026-11-28T00:00:00+13:00']],
    ['a week', '2026-11-23', '2026-11-29', ['WEEK 2026-11-23T00:00:00+13:00']],
    ['the end of a week', '2026-11-25', '2026-11-29', ['WEEK 2026-11-23T00:00:00+13:00']],
    ['seven days from a Wednesday', '2026-11-25', '2026-12-01', ['FORTNIGHT 2026-11-23T00:00:00+13:00']],
    ['a month', '2026-11-01', '2026-11-30', ['MONTH 2026-11-01T00:00:00+13:00']],
    ['February', '2027-02-01', '2027-02-28', ['MONTH 2027-02-01T00:00:00+13:00']],
    ['the third week to the end of a month', '2026-12-14', '2026-12-31', ['MONTH 2026-12-01T00:00:00+13:00']],
    [
      'over the end of a year',
      '2026-12-20',
      '2027-01-20',
      ['MONTH 2026-12-01T00:00:00+13:00', 'MONTH 2027-01-01T00:00:00+13:00'],
    ],
    [
      'the last day of a month and two weeks more',
      '2027-01-31',
      '2027-02-14',
      ['FORTNIGHT 2027-01-25T00:00:00+13:00', 'WEEK 2027-02-08T00:00:00+13:00'],
    ],
    ['over a leap day', '2028-02-28', '2028-03-01', ['THREE_DAY 2028-02-28T00:00:00+13:00']],
  ])('for %s', (_what, dateFrom, dateTo, expected) => {
    expect(windows(dateFrom, dateTo)).toEqual(expected);
  });

  test('are four at most for 62 days', () => {
    for (let offset = 0; offset < 400; offset += 1) {
      const day = (count: number) =>
        new Date(Date.UTC(2026, 7, 1 + offset + count)).toISOString().slice(0, 10);
      for (const zone of [AUCKLAND, LONDON]) {
        expect(windows(day(0), day(61), zone).length).toBeLessThanOrEqual(4);
      }
    }
  });

  test('carry the smaller offset where the clocks change, so that their end is whole', () => {
    // Forward on Sunday 27 September: asked in winter time, it ends an hour late.
    expect(windows('2026-09-21', '2026-09-27')).toEqual(['WEEK 2026-09-21T00:00:00+12:00']);
    // Back on Sunday 4 April: asked in winter time, its first hour is left to the window before it.
    expect(windows('2027-03-30', '2027-04-04')).toEqual(['WEEK 2027-03-29T00:00:00+12:00']);
    expect(windows('2026-10-19', '2026-10-25', LONDON)).toEqual(['FORTNIGHT 2026-10-12T00:00:00+00:00']);
    expect(windows('2026-10-25', '2026-10-25', LONDON)).toEqual(['THREE_DAY 2026-10-24T00:00:00+00:00']);
  });
});
