import { describe, expect, test } from 'vitest';
import {
  isOnGrid,
  midnight,
  moveAlong,
  offsetOfDay,
  readTime,
  timeInZone,
} from '../../src/tools/shared/local-time.ts';
import { ToolError } from '../../src/tools/tool-error.ts';

const AUCKLAND = { timeZone: 'Pacific/Auckland' };
const LONDON = { timeZone: 'Europe/London' };

/** The point in time that a text means. */
function found(text: string, zone: { readonly timeZone: string }) {
  const time = readTime(text);
  if (!time) throw new Error(`not read: ${text}`);
  return timeInZone(time, 'start', zone);
}

describe('readTime', () => {
  test.each([
    ['2026-11-27 08:00', '2026-11-26T19:00:00.000Z'],
    ['2026-11-27T08:00', '2026-11-26T19:00:00.000Z'],
    [' 2026-11-27 08:00:00 ', '2026-11-26T19:00:00.000Z'],
    ['2026-11-27T08:00:00.000Z', '2026-11-27T08:00:00.000Z'],
    ['2026-11-27t08:00z', '2026-11-27T08:00:00.000Z'],
    ['2026-11-27 08:00 +01:00', '2026-11-27T07:00:00.000Z'],
    ['2026-11-27T08:00+1030', '2026-11-26T21:30:00.000Z'],
    ['2026-11-27T08:00-05', '2026-11-27T13:00:00.000Z'],
    ['2028-02-29 00:00', '2028-02-28T11:00:00.000Z'],
  ])('takes %s', (text, at) => {
    expect(found(text, AUCKLAND)).toEqual({ at });
  });

  test.each([
    '',
    'tomorrow',
    '2026-11-27',
    '08:00',
    '2026-11-27 8:00',
    '2026-11-27 24:00',
    '2026-11-27 08:60',
    '2026-02-29 08:00',
    '2026-13-01 08:00',
    '2026-11-27 08:00 NZDT',
    '2026-11-27T08:00+25:00',
    '2026-11-27T08:00[Pacific/Auckland]',
    '27/11/2026 08:00',
  ])('does not take %j', (text) => {
    expect(readTime(text)).toBeUndefined();
  });
});

test.each([
  ['2026-11-27 08:00', true],
  ['2026-11-27 08:45', true],
  ['2026-11-27 08:10', false],
  ['2026-11-27 08:00:01', false],
  ['2026-11-27 08:00:00.5', false],
  ['1969-11-27 08:15', true],
  ['2026-11-27T08:00+05:45', true],
  ['2026-11-27T08:00+05:50', false],
])('%s on a quarter of an hour: %s', (text, expected) => {
  const time = readTime(text);
  expect(time && isOnGrid(time, 15)).toBe(expected);
});

describe('timeInZone', () => {
  test.each([
    ['2026-09-27 01:45', AUCKLAND, '2026-09-26T13:45:00.000Z'],
    ['2026-09-27 03:00', AUCKLAND, '2026-09-26T14:00:00.000Z'],
    ['2027-04-04 01:45', AUCKLAND, '2027-04-03T12:45:00.000Z'],
    ['2027-04-04 03:00', AUCKLAND, '2027-04-03T15:00:00.000Z'],
    ['2027-03-28 00:45', LONDON, '2027-03-28T00:45:00.000Z'],
    ['2027-03-28 02:00', LONDON, '2027-03-28T01:00:00.000Z'],
    ['2026-10-25 00:45', LONDON, '2026-10-24T23:45:00.000Z'],
    ['2026-10-25 02:00', LONDON, '2026-10-25T02:00:00.000Z'],
  ])('beside a clock change: %s in %o', (text, zone, at) => {
    expect(found(text, zone)).toEqual({ at });
  });

  test.each([
    ['2026-09-27 02:00', AUCKLAND, '2026-09-27 02:00 to 2026-09-27 03:00'],
    ['2026-09-27 02:45', AUCKLAND, '2026-09-27 02:00 to 2026-09-27 03:00'],
    ['2027-03-28 01:30', LONDON, '2027-03-28 01:00 to 2027-03-28 02:00'],
    ['2026-10-04 02:15', { timeZone: 'Australia/Lord_Howe' }, '2026-10-04 02:00 to 2026-10-04 02:30'],
  ])('refuses %s, which the clocks skip in %o', (text, zone, jump) => {
    expect(() => found(text, zone)).toThrow(ToolError);
    expect(() => found(text, zone)).toThrow(`start: ${text} does not exist in ${zone.timeZone}`);
    expect(() => found(text, zone)).toThrow(`go forward then, from ${jump}.`);
  });

  test.each([
    ['2027-04-04 02:00', AUCKLAND, '2027-04-03T13:00:00.000Z', '+13:00', '2027-04-04T02:00+12:00'],
    ['2027-04-04 02:45', AUCKLAND, '2027-04-03T13:45:00.000Z', '+13:00', '2027-04-04T02:45+12:00'],
    ['2026-10-25 01:15', LONDON, '2026-10-25T00:15:00.000Z', '+01:00', '2026-10-25T01:15+00:00'],
  ])('takes the earlier of two: %s in %o', (text, zone, at, offset, other) => {
    const { notice, ...time } = found(text, zone);
    expect(time).toEqual({ at });
    expect(notice).toContain(`${text} comes twice in ${zone.timeZone}`);
    expect(notice).toContain(`the earlier was taken (UTC${offset})`);
    // What the notice says to give does give the later one.
    expect(notice).toContain(`give ${other}.`);
    expect(Date.parse(found(other, zone).at) - Date.parse(at)).toBe(3_600_000);
    expect(found(other, zone).notice).toBeUndefined();
  });

  test('wants an offset where the zone is not known', () => {
    expect(() => found('2026-11-27 08:00', { timeZone: 'UTC' })).toThrow(
      /does not tell the company's time zone.*start.*2026-11-27T08:00\+13:00/,
    );
    expect(found('2026-11-27T08:00Z', { timeZone: 'UTC' })).toEqual({ at: '2026-11-27T08:00:00.000Z' });
  });
});

describe('offsets', () => {
  test.each([
    ['2026-09-27', AUCKLAND, 720],
    ['2026-09-28', AUCKLAND, 780],
    ['2027-04-04', AUCKLAND, 780],
    ['2027-04-05', AUCKLAND, 720],
    ['2026-10-25', LONDON, 60],
    ['2026-10-26', LONDON, 0],
    ['2026-11-27', { timeZone: 'America/St_Johns' }, -210],
  ])('as %s begins in %o: %i minutes', (day, zone, minutes) => {
    expect(offsetOfDay(day, zone)).toBe(minutes);
    const text = midnight(day, minutes);
    expect(text.startsWith(`${day}T00:00:00`)).toBe(true);
    expect(Date.parse(text)).toBe(Date.parse(day) - minutes * 60_000);
  });

  test('are written with sign, hours and minutes', () => {
    expect(midnight('2026-11-27', 780)).toBe('2026-11-27T00:00:00+13:00');
    expect(midnight('2026-11-27', 0)).toBe('2026-11-27T00:00:00+00:00');
    expect(midnight('2026-11-27', -210)).toBe('2026-11-27T00:00:00-03:30');
  });
});

describe('moveAlong', () => {
  test('keeps the hour on either side of a clock change', () => {
    // Monday 7:00 in winter; an occurrence in summer goes from 7:00 to 7:30 of the next day.
    const [first, from, to] = [
      '2026-09-20T19:00:00.000Z',
      '2026-11-01T18:00:00.000Z',
      '2026-11-02T18:30:00.000Z',
    ];
    expect(moveAlong(first, from, to, AUCKLAND)).toBe('2026-09-21T19:30:00.000Z');
  });

  test('goes back as well, over the change itself', () => {
    const [at, from, to] = [
      '2026-09-27T19:00:00.000Z',
      '2026-11-08T18:00:00.000Z',
      '2026-11-01T17:00:00.000Z',
    ];
    // Monday 28 September 8:00, a week and an hour earlier: Monday 21, 7:00 in winter time.
    expect(moveAlong(at, from, to, AUCKLAND)).toBe('2026-09-20T19:00:00.000Z');
  });
});
