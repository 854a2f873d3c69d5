import { addDays, daysBetween } from '../shared/days.ts';
import * as p from '../shared/params.ts';
import { ToolError } from '../tool-error.ts';

/** The period that a tool reports on, as arguments. */
export const periodInput = {
  from: p.day('First day.').optional(),
  to: p.day('Last day.').optional(),
};

/** Days in the company's zone, both included. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/**
 * Refuses a period that ends before it begins or is longer than a tool may report on.
 *
 * @param maxDays bounds what one call may cost.
 */
export function assertDays({ from, to }: Days, maxDays: number): void {
  if (from > to) {
    throw new ToolError(
      `Nothing was sent to Fergus: from (${from}) is after to (${to}). Swap them, or correct one.`,
    );
  }
  if (daysBetween(from, to) >= maxDays) {
    throw new ToolError(
      `Nothing was sent to Fergus: from ${from} to ${to} is more than ${maxDays} days. Ask for it in parts, the first with to ${addDays(from, maxDays - 1)}.`,
    );
  }
}

/** Monday to Friday. Public holidays are not known. */
export function isWorkday(day: string): boolean {
  const weekday = new Date(day).getUTCDay();
  return weekday >= 1 && weekday <= 5;
}

/** "Mon 23 Nov", for a period whose year was said. */
export function dayLabel(day: string): string {
  const date = new Date(day);
  return `${WEEKDAYS[date.getUTCDay()]} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
