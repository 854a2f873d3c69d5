import type { User } from '../../fergus/types/users.ts';
import { addDays } from '../shared/days.ts';
import { dayOf, fullName } from '../shared/values.ts';
import { type Days, isWorkday } from './period.ts';
import type { Entry } from './timesheet-figures.ts';

/** The workdays on which a person has entered no time. */
export interface EmptyDays {
  readonly userId: number;
  readonly user: string | undefined;
  readonly days: readonly string[];
}

/**
 * Days without entries of the people who should have some. Only workdays before today count, and none before the
 * person was added to Fergus.
 */
export function emptyDays(
  entries: readonly Entry[],
  expected: readonly User[],
  period: Days,
  { today, timeZone }: { readonly today: string; readonly timeZone: string },
): EmptyDays[] {
  const entered = new Map<number, Set<string>>();
  for (const { userId, day } of entries) {
    if (userId === undefined || day === undefined) continue;
    entered.set(userId, (entered.get(userId) ?? new Set()).add(day));
  }
  const workdays = daysIn(period).filter((day) => isWorkday(day) && day < today);
  return expected
    .map((user) => {
      const since = dayOf(user.createdAt, { timeZone }) ?? '';
      const days = workdays.filter((day) => day >= since && !entered.get(user.id)?.has(day));
      return { userId: user.id, user: fullName(user), days };
    })
    .filter(({ days }) => days.length > 0);
}

function daysIn({ from, to }: Days): string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}
