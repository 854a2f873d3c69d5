import { z } from 'zod';
import type { CompanyProfile } from '../../fergus/company-profile.ts';
import { daysBetween } from '../shared/days.ts';
import { known } from '../shared/values.ts';
import type { Days } from './period.ts';
import type { EmptyDays } from './timesheet-days.ts';
import {
  byPerson,
  type Entry,
  type Group,
  groupsOf,
  sumOf,
  unchargedReasons,
  type Worked,
} from './timesheet-figures.ts';

/** Jobs that are listed one by one; the rest is one sum. */
const MAX_JOBS = 40;
/** In longer periods days are shown of all people together, not of each, and the last of those without entries. */
export const MAX_PERSON_DAYS = 31;

const sums = z.object({
  entries: z.int(),
  paidHours: z.number().describe('chargedHours + unchargedHours + noJobHours.'),
  chargedHours: z.number().describe('On jobs, for the customer to pay.'),
  unchargedHours: z.number().describe('On jobs and paid, but not for the customer to pay.'),
  noJobHours: z.number(),
  unpaidBreakHours: z.number().describe('Not in paidHours.'),
  cost: z.number().describe('Paid hours at the pay rates.'),
  chargeOutValue: z.number().describe('Charged hours at the charge-out rates, before tax.'),
});

const hoursBy = z.record(z.string(), z.number());

/** Hours are decimal; a night counts on the day on which it began. */
export const timesheetView = z.object({
  from: z.string(),
  to: z.string(),
  total: sums,
  unchargedReasons: hoursBy.optional(),
  people: z.array(
    sums.extend({
      user: z.string().optional(),
      userId: z.int().optional(),
      days: hoursBy.optional().describe(`Paid hours by day; in periods of up to ${MAX_PERSON_DAYS} days.`),
    }),
  ),
  days: hoursBy.describe('Paid hours by day, of all people.'),
  jobs: z.array(
    z.object({
      jobNo: z.string().optional(),
      jobId: z.int(),
      paidHours: z.number(),
      chargedHours: z.number(),
      cost: z.number(),
      chargeOutValue: z.number(),
      people: hoursBy.describe('Paid hours by person.'),
    }),
  ),
  otherJobs: sums.extend({ jobs: z.int() }).optional().describe('Jobs with fewer hours, together.'),
  withoutEntries: z
    .array(
      z.object({
        user: z.string().optional(),
        userId: z.int(),
        count: z.int(),
        days: z.array(z.string()).describe(`The last ${MAX_PERSON_DAYS} at most.`),
      }),
    )
    .optional()
    .describe('Workdays before today without an entry, of field staff or of the user asked for.'),
  remarks: z.array(z.string()).optional().describe('What makes the figures less than whole.'),
  coverage: z.string(),
  nextFrom: z.string().optional().describe('Where days of the period are left: from of the next call.'),
  currency: z.string().optional(),
  timeZone: z.string(),
});
export type TimesheetView = z.output<typeof timesheetView>;

/** The figures of entries, with the most hours first. */
export function toTimesheetFigures(
  entries: readonly Entry[],
  empty: readonly EmptyDays[],
  { from, to }: Days,
) {
  const isShort = daysBetween(from, to) < MAX_PERSON_DAYS;
  const jobs = [...groupsOf(entries, ({ jobId }) => jobId)].sort(
    ([a, { worked: forA }], [b, { worked: forB }]) => forB.paid - forA.paid || a - b,
  );
  const others = jobs.slice(MAX_JOBS);
  const reasons = unchargedReasons(entries).map(({ reason, hours }) => [reason, hours / 100] as const);
  return known({
    total: toSums(sumOf(entries)),
    unchargedReasons: reasons.length > 0 ? Object.fromEntries(reasons) : undefined,
    people: [...byPerson(entries).values()]
      .sort((a, b) => nameOf(a).localeCompare(nameOf(b)))
      .map((group) => toPerson(group, isShort)),
    days: paidBy(entries, ({ day }) => day),
    jobs: jobs.slice(0, MAX_JOBS).map(([jobId, group]) => toJob(jobId, group)),
    otherJobs:
      others.length > 0
        ? { jobs: others.length, ...toSums(sumOf(others.flatMap(([, group]) => group.entries))) }
        : undefined,
    withoutEntries: empty.length > 0 ? empty.map(toEmptyDays) : undefined,
  }) satisfies Partial<TimesheetView>;
}

/** What makes the figures less than exact, in sentences. */
export function remarksOn(
  entries: readonly Entry[],
  { timeZone }: Pick<CompanyProfile, 'timeZone'>,
): string[] {
  const lacking = (what: Entry['lacks'][number]) =>
    entries.filter(({ lacks }) => lacks.includes(what)).length;
  const [duration, payRate, chargeOutRate] = [
    lacking('duration'),
    lacking('payRate'),
    lacking('chargeOutRate'),
  ];
  const noDay = entries.filter(({ day }) => day === undefined).length;
  return [
    duration > 0 && `Entries without a duration: ${duration}, counted by the clock in ${timeZone}.`,
    payRate > 0 && `Entries without a pay rate: ${payRate}, not in cost.`,
    chargeOutRate > 0 &&
      `Entries on jobs without a charge-out rate: ${chargeOutRate}, not in chargeOutValue.`,
    noDay > 0 && `Entries without a day: ${noDay}, in the sums, but in no day.`,
  ].filter((remark) => remark !== false);
}

function toSums(worked: Worked): z.output<typeof sums> {
  return {
    entries: worked.entries,
    paidHours: worked.paid / 100,
    chargedHours: worked.charged / 100,
    unchargedHours: worked.uncharged / 100,
    noJobHours: worked.noJob / 100,
    unpaidBreakHours: worked.unpaid / 100,
    cost: worked.cost / 100,
    chargeOutValue: worked.chargeOut / 100,
  };
}

function toPerson(group: Group, isShort: boolean): TimesheetView['people'][number] {
  return known({
    user: group.entries.find(({ user }) => user !== undefined)?.user,
    userId: group.entries[0]?.userId,
    ...toSums(group.worked),
    days: isShort ? paidBy(group.entries, ({ day }) => day) : undefined,
  });
}

function toEmptyDays({ userId, user, days }: EmptyDays) {
  return known({ user, userId, count: days.length, days: days.slice(-MAX_PERSON_DAYS) });
}

function toJob(jobId: number, { entries, worked }: Group): TimesheetView['jobs'][number] {
  const { paidHours, chargedHours, cost, chargeOutValue } = toSums(worked);
  return known({
    jobNo: entries[0]?.jobNo,
    jobId,
    paidHours,
    chargedHours,
    cost,
    chargeOutValue,
    people: paidBy(entries, ({ user, userId }) => user ?? `user ${userId}`),
  });
}

function nameOf({ entries }: Group): string {
  return entries[0]?.user ?? '';
}

function paidBy(
  entries: readonly Entry[],
  keyOf: (entry: Entry) => string | undefined,
): Record<string, number> {
  const groups = groupsOf(entries, keyOf);
  return Object.fromEntries([...groups].map(([key, { worked }]) => [key, worked.paid / 100]));
}
