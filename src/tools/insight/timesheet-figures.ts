import type { CompanyProfile } from '../../fergus/company-profile.ts';
import type { TimeEntry } from '../../fergus/types/time-entries.ts';
import { clockMinutes } from '../shared/local-time.ts';
import { cents } from '../shared/money.ts';
import { integer, number, text } from '../shared/values.ts';

/*
 * What time entries add up to. Hours are whole hundredths of an hour, as money is whole cents, so that sums are
 * exact. A night belongs to the day on which it began, as in Fergus.
 */

/** Sums of some entries: `paid` is `charged`, `uncharged` and `noJob` together. */
export interface Worked {
  readonly entries: number;
  readonly paid: number;
  /** On jobs, for the customer to pay. */
  readonly charged: number;
  /** On jobs and paid, but not for the customer to pay, such as travel. */
  readonly uncharged: number;
  /** Paid, and for no job. */
  readonly noJob: number;
  /** Breaks that nobody pays; not in `paid`. */
  readonly unpaid: number;
  /** Paid hours at the pay rate, in cents. */
  readonly cost: number;
  /** Charged hours at the charge-out rate, in cents before tax. */
  readonly chargeOut: number;
}

export const NO_WORK: Worked = {
  entries: 0,
  paid: 0,
  charged: 0,
  uncharged: 0,
  noJob: 0,
  unpaid: 0,
  cost: 0,
  chargeOut: 0,
};

/** One entry with what it amounts to. */
export interface Entry {
  readonly userId: number | undefined;
  readonly user: string | undefined;
  /** YYYY-MM-DD; nothing where Fergus sends no start that can be read. */
  readonly day: string | undefined;
  readonly jobId: number | undefined;
  readonly jobNo: string | undefined;
  /** Why hours are uncharged, in Fergus's words. */
  readonly unchargedType: string | undefined;
  readonly worked: Worked;
  /** What was missing, for the remarks on the sums. */
  readonly lacks: readonly ('duration' | 'payRate' | 'chargeOutRate')[];
}

/** Reads an entry. Without a duration the clock decides, in the company's zone, less an unpaid break. */
export function entryOf(entry: TimeEntry, company: Pick<CompanyProfile, 'timeZone'>): Entry {
  const jobId = integer(entry.jobId);
  const pause = cents(number(entry.unchargedTimeDuration) ?? 0);
  const unpaid = entry.isUnchargedTimeUnpaid === true ? pause : 0;
  const duration = number(entry.paidDuration);
  const paid = duration === undefined ? byClock(entry, company) - unpaid : cents(duration);
  const notCharged = jobId === undefined ? 0 : Math.min(Math.max(0, paid), pause - unpaid);
  const charged = jobId === undefined ? 0 : paid - notCharged;
  const [payRate, chargeOutRate] = [number(entry.payRate), number(entry.chargeOutRate)];
  const lacks: Entry['lacks'][number][] = [];
  if (duration === undefined) lacks.push('duration');
  if (payRate === undefined) lacks.push('payRate');
  if (chargeOutRate === undefined && jobId !== undefined) lacks.push('chargeOutRate');
  return {
    userId: integer(entry.userId),
    user: text(entry.user),
    day: /^\d{4}-\d{2}-\d{2}/.exec(text(entry.startTime) ?? '')?.[0],
    jobId,
    jobNo: text(entry.jobNo),
    unchargedType: text(entry.unchargedTimeType),
    worked: {
      entries: 1,
      paid,
      charged,
      uncharged: notCharged,
      noJob: jobId === undefined ? paid : 0,
      unpaid,
      cost: cents(paid / 100, payRate ?? 0),
      chargeOut: cents(charged / 100, chargeOutRate ?? 0),
    },
    lacks,
  };
}

function byClock({ startTime, endTime }: TimeEntry, company: Pick<CompanyProfile, 'timeZone'>): number {
  const minutes = clockMinutes(text(startTime) ?? '', text(endTime) ?? '', company);
  return cents((minutes ?? 0) / 60);
}

export function add(a: Worked, b: Worked): Worked {
  return {
    entries: a.entries + b.entries,
    paid: a.paid + b.paid,
    charged: a.charged + b.charged,
    uncharged: a.uncharged + b.uncharged,
    noJob: a.noJob + b.noJob,
    unpaid: a.unpaid + b.unpaid,
    cost: a.cost + b.cost,
    chargeOut: a.chargeOut + b.chargeOut,
  };
}

/** The sums of entries. */
export function sumOf(entries: readonly Entry[]): Worked {
  return entries.map(({ worked }) => worked).reduce(add, NO_WORK);
}

/** Entries that have something in common, such as the person, with their sums. */
export interface Group {
  readonly entries: readonly Entry[];
  readonly worked: Worked;
}

/** Entries by what `keyOf` says, in the order in which the keys come up; those without a key are left out. */
export function groupsOf<Key extends string | number>(
  entries: readonly Entry[],
  keyOf: (entry: Entry) => Key | undefined,
): Map<Key, Group> {
  const lists = new Map<Key, Entry[]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    if (key === undefined) continue;
    const own = lists.get(key);
    if (own) own.push(entry);
    else lists.set(key, [entry]);
  }
  return new Map([...lists].map(([key, own]) => [key, { entries: own, worked: sumOf(own) }]));
}

/** By person: the id, or the name where Fergus sends none. */
export function byPerson(entries: readonly Entry[]): Map<number | string, Group> {
  return groupsOf(entries, ({ userId, user }) => userId ?? user ?? 'unknown');
}

/** Paid but uncharged hours on jobs by their reason, in hundredths, the most first. */
export function unchargedReasons(entries: readonly Entry[]): { reason: string; hours: number }[] {
  const groups = groupsOf(entries, ({ unchargedType, worked }) =>
    worked.uncharged > 0 ? (unchargedType ?? 'no reason given') : undefined,
  );
  return [...groups]
    .map(([reason, { worked }]) => ({ reason, hours: worked.uncharged }))
    .sort((a, b) => b.hours - a.hours || a.reason.localeCompare(b.reason));
}
