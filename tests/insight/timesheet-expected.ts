import type { Business, TimeEntry } from '../../src/sandbox/fergus-api/business.ts';

/*
 * What get-timesheet-summary has to answer, worked out from the sandbox's own records in another way than the
 * tool's: whole quarters of an hour, and cents from whole cents an hour.
 */

export interface ExpectedSums {
  entries: number;
  paidHours: number;
  chargedHours: number;
  unchargedHours: number;
  noJobHours: number;
  unpaidBreakHours: number;
  cost: number;
  chargeOutValue: number;
}

export function entriesOf(business: Business, from: string, to: string): TimeEntry[] {
  return [...business.timeEntries.values()].filter(({ startTime }) => {
    const day = startTime.split(' ')[0] ?? '';
    return day >= from && day <= to;
  });
}

export function expectedSums(entries: readonly TimeEntry[]): ExpectedSums {
  let [paid, charged, uncharged, noJob, unpaid, cost, value] = [0, 0, 0, 0, 0, 0, 0];
  for (const entry of entries) {
    const quarters = Math.round(entry.paidDuration * 4);
    const pause = Math.round((entry.unchargedTimeDuration ?? 0) * 4);
    const [payRate, chargeOutRate] = [entry.payRate, entry.chargeOutRate].map((rate) =>
      Math.round(rate * 100),
    );
    paid += quarters;
    if (entry.isUnchargedTimeUnpaid) unpaid += pause;
    const off = entry.isUnchargedTimeUnpaid ? 0 : pause;
    if (entry.jobId === null) {
      noJob += quarters;
    } else {
      charged += quarters - off;
      uncharged += off;
      value += Math.round(((quarters - off) * (chargeOutRate ?? 0)) / 4);
    }
    cost += Math.round((quarters * (payRate ?? 0)) / 4);
  }
  return {
    entries: entries.length,
    paidHours: paid / 4,
    chargedHours: charged / 4,
    unchargedHours: uncharged / 4,
    noJobHours: noJob / 4,
    unpaidBreakHours: unpaid / 4,
    cost: cost / 100,
    chargeOutValue: value / 100,
  };
}

/** Paid hours by what `keyOf` says. */
export function hoursBy(
  entries: readonly TimeEntry[],
  keyOf: (entry: TimeEntry) => string | number | null,
): Record<string, number> {
  const quarters: Record<string, number> = {};
  for (const entry of entries) {
    const key = String(keyOf(entry));
    quarters[key] = (quarters[key] ?? 0) + Math.round(entry.paidDuration * 4);
  }
  return Object.fromEntries(Object.entries(quarters).map(([key, count]) => [key, count / 4]));
}

/** Workdays of the period before `today` without an entry, by user id; those of field staff only. */
export function expectedEmptyDays(
  business: Business,
  { from, to, today }: { readonly from: string; readonly to: string; readonly today: string },
): Record<string, string[]> {
  const field = ['tradesman', 'apprentice', 'field_worker', 'time_sheet_only'];
  const empty: Record<string, string[]> = {};
  for (const user of business.users.values()) {
    if (user.status !== 'active' || !field.includes(user.userType)) continue;
    const days = new Set(
      entriesOf(business, from, to)
        .filter(({ userId }) => userId === user.id)
        .map(({ startTime }) => startTime.slice(0, 10)),
    );
    for (const at = new Date(`${from}T12:00:00Z`); ; at.setUTCDate(at.getUTCDate() + 1)) {
      const day = at.toISOString().slice(0, 10);
      if (day > to || day >= today) break;
      const isWeekend = [0, 6].includes(at.getUTCDay());
      if (!isWeekend && !days.has(day)) empty[user.id] = [...(empty[user.id] ?? []), day];
    }
  }
  return empty;
}
