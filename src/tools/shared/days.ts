import type { CompanyProfile } from '../../fergus/company-profile.ts';
import { ToolError } from '../tool-error.ts';
import { dayOf, moment } from './values.ts';

const DAY_MS = 86_400_000;

/** Today where the company is, as YYYY-MM-DD. */
export function today(company: CompanyProfile): string {
  return dayOf(new Date().toISOString(), company) ?? '';
}

/** The day `count` days after `day` (before it, where negative). Calendar days know no daylight saving. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(day) + count * DAY_MS).toISOString().slice(0, 10);
}

/** How many days lie from `from` to `to`; negative where `to` is before it. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS;
}

/** Refuses a period that ends before it begins. */
export function assertPeriod(dateFrom: string, dateTo: string): void {
  if (dateFrom > dateTo) {
    throw new ToolError(
      `Nothing was sent to Fergus: dateFrom (${dateFrom}) is after dateTo (${dateTo}). Swap them, or correct one.`,
    );
  }
}

/** The moment at which `day` begins where the company is, ISO 8601 in UTC. */
export function startOfDay(day: string, company: CompanyProfile): string {
  const wanted = Date.parse(day);
  let time = wanted;
  // The zone's offset is not known before the moment is: the second round corrects it near a clock change.
  for (let round = 0; round < 2; round += 1) {
    const shown = moment(new Date(time).toISOString(), company) ?? day;
    time += wanted - Date.parse(`${shown.replace(' ', 'T')}Z`);
  }
  return new Date(time).toISOString();
}
