import { expect } from 'vitest';
import {
  type Business,
  type SandboxFergus,
  startSandboxFergus,
} from '../../../src/sandbox/fergus-api/index.ts';
import { type Call, callerOf, type Fields } from './caller.ts';

/**
 * A sandbox whose calendar is empty. Its company keeps the time of Auckland, and its clock stands at noon there
 * on Wednesday 23 September 2026; on the Sunday after, summer time takes the offset from +12:00 to +13:00.
 */
export interface CalendarWorld {
  readonly sandbox: SandboxFergus;
  readonly business: Business;
  /** Three of the company's users. */
  readonly users: readonly [number, number, number];
  readonly call: Call;
  /** Creates an event, an hour of Wednesday morning unless the fields say otherwise. @returns its copies. */
  create(fields?: Fields): Promise<Fields[]>;
  /** Start times of a window as `id@start`, in the order of the answer. */
  starts(query: string): Promise<string[]>;
}

/** 8 to 9 in Auckland on the world's Wednesday, before summer time. */
export const MORNING = { startTime: '2026-09-22T20:00:00.000Z', endTime: '2026-09-22T21:00:00.000Z' };

/** The week of the world's Wednesday, in UTC. */
export const WEEK = 'filterDateFrom=2026-09-21T00:00:00Z';
/** Four mornings in UTC, 22 to 25 September. */
export const FOUR_DAYS = { frequency: 'DAILY', repeatEndType: 'AFTER', repeatCount: 4 };
/** Their starts. */
export const STARTS = [
  '2026-09-22T20:00',
  '2026-09-23T20:00',
  '2026-09-24T20:00',
  '2026-09-25T20:00',
] as const;
export const THIRD = `${STARTS[2]}:00.000Z`;

export async function startCalendarWorld(): Promise<CalendarWorld> {
  const sandbox = await startSandboxFergus({
    now: () => new Date('2026-09-23T00:00:00.000Z'),
    rateLimit: 1_000_000,
  });
  const business = sandbox.businesses.main;
  business.calendarEvents.clear();
  const [first = 0, second = 0, third = 0] = business.users.keys();
  const call = callerOf(sandbox);
  return {
    sandbox,
    business,
    users: [first, second, third],
    call,
    async create(fields = {}) {
      const body = { eventTitle: 'Site visit', eventType: 'OTHER', ...MORNING, ...fields };
      const { status, items } = await call('POST', '/calendarEvents', body);
      expect(status).toBe(201);
      return items;
    },
    async starts(query) {
      const { status, items } = await call('GET', `/calendarEvents?${query}`);
      expect(status).toBe(200);
      return items.map(({ id, startTime }) => `${id}@${startTime}`);
    },
  };
}

/** `id@start` of the event's occurrences. */
export function occurrences(event: Fields | undefined, ...starts: string[]): string[] {
  return starts.map((start) => `${event?.id}@${start}:00.000Z`);
}
