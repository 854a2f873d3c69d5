import type { Iso } from '../business.ts';
import { addDays, fromLocalTime, localDay, weekdayOf } from '../local-time.ts';

/**
 * Days and times relative to today in the business's zone, so that a seeded business never grows stale. A day
 * is given as an offset: 0 is today, −30 a month ago.
 */
export class Moments {
  readonly #today: string;
  readonly #zone: string;

  constructor(now: Date, zone: string) {
    this.#today = localDay(now, zone);
    this.#zone = zone;
  }

  /** YYYY-MM-DD. */
  day(offset: number): string {
    return addDays(this.#today, offset);
  }

  /** A wall-clock time ("07:30") on that day. */
  at(offset: number, time: string): Iso {
    return fromLocalTime(`${this.day(offset)} ${time}`, this.#zone).toISOString();
  }

  /** Office hours of that day, or of the Friday before if it is at a weekend. */
  officeTime(offset: number, time: string): Iso {
    return this.at(this.workdayBefore(offset), time);
  }

  /** The offset itself, or that of the Friday before. */
  workdayBefore(offset: number): number {
    return offset - Math.max(0, weekdayOf(this.day(offset)) - 5);
  }

  /** The offset of this week's Monday. */
  get monday(): number {
    return 1 - weekdayOf(this.#today);
  }

  /** The offset of the n-th workday before today. */
  workday(ago: number): number {
    let offset = 0;
    for (let left = ago; left > 0; left -= 1) offset = this.workdayBefore(offset - 1);
    return offset;
  }
}
