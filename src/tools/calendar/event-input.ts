import { z } from 'zod';
import type { CompanyProfile } from '../../fergus/company-profile.ts';
import type { EventFrequency } from '../../fergus/types/calendar-events.ts';
import { isOnGrid, readTime, type WrittenTime } from '../shared/local-time.ts';
import * as p from '../shared/params.ts';
import { ToolError } from '../tool-error.ts';
import { timesLabel } from './event-view.ts';

/** Fergus keeps events on quarters of an hour [spec]. */
const GRID_MINUTES = 15;
/** Longer bookings are slips of the pen, such as a wrong month. */
const MAX_DAYS = 14;
const DAY_MS = 86_400_000;

/** A time on the company's clocks or with a UTC offset; resolve it with `timeInZone`. */
export const time = z.string().transform((text, context): WrittenTime => {
  const read = readTime(text);
  if (read && isOnGrid(read, GRID_MINUTES)) return read;
  context.addIssue(
    read
      ? 'must be on a quarter of an hour (:00, :15, :30, :45)'
      : 'must be a time such as "2026-11-27 08:00"',
  );
  return z.NEVER;
});
export const START = 'Local time, "2026-11-27 08:00".';

/* Bounds as refinements stay out of the JSON Schema, which every client pays for. */

const positive = z.int('must be a whole number').refine((value) => value > 0, 'must be above 0');

const upTo = (most: number) => positive.refine((value) => value <= most, `must be at most ${most}`);

export const userIds = z
  .array(positive)
  .refine((ids) => ids.length <= 50, 'must be at most 50 people')
  .optional();

/** How an event repeats, with the frequencies that the tool allows. */
export const repeat = <Frequency extends EventFrequency>(frequencies: readonly Frequency[]) =>
  z
    .strictObject({
      frequency: z.enum(frequencies),
      interval: upTo(99).optional().describe('Every how many.'),
      until: p.day('Last day.').optional(),
      count: upTo(999).optional().describe('How many times.'),
    })
    .refine(
      ({ until, count }) => until === undefined || count === undefined,
      'takes until or count, not both',
    )
    .optional();
export type Repeat = NonNullable<z.output<ReturnType<typeof repeat<EventFrequency>>>>;

/** Which occurrences of a series a change is for, and whose copies of an event of several people. */
export const reach = {
  scope: z.enum(['this', 'all']).optional().describe('Needed for a series: this occurrence, or all.'),
  occurrence: p.day('Day of the occurrence; needed with scope this.').optional(),
  groupScope: z
    .enum(['this', 'all'])
    .optional()
    .describe("Needed for an event of several people: this person's copy, or all."),
};

export const allowOverlap = z
  .boolean()
  .default(false)
  .describe('true to book people who are booked elsewhere then.');

/** Everyone who is named, each once; nothing where nobody was said to be named. */
export function peopleOf(input: {
  readonly userId?: number | undefined;
  readonly userIds?: readonly number[] | undefined;
}): number[] | undefined {
  if (input.userId === undefined && input.userIds === undefined) return undefined;
  return [...new Set([input.userId ?? [], input.userIds ?? []].flat())];
}

/** How Fergus takes the people of an event: one by itself, the others as linked to it. */
export function assignment([userId, ...others]: readonly number[]) {
  return { userId, linkedUserIds: others.length > 0 ? others : undefined };
}

/** @throws {ToolError} where the end is not after the start, or too long after it. */
export function assertTimes(times: { startTime: string; endTime: string }, company: CompanyProfile): void {
  const length = Date.parse(times.endTime) - Date.parse(times.startTime);
  if (length > 0 && length <= MAX_DAYS * DAY_MS) return;
  const problem =
    length > 0
      ? `is longer than ${MAX_DAYS} days; make it several events, or one that repeats`
      : 'ends before it has begun; end must be after start';
  throw new ToolError(`Nothing was changed: ${timesLabel(times, company)} ${problem}.`);
}
