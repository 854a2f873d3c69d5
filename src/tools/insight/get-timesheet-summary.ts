import { z } from 'zod';
import { defineTool } from '../define-tool.ts';
import { addDays, daysBetween, today } from '../shared/days.ts';
import { companyUsers } from '../shared/user-names.ts';
import { known } from '../shared/values.ts';
import { isFieldPerson } from './field-people.ts';
import { failuresOf, part } from './parts.ts';
import { assertDays, type Days, periodInput } from './period.ts';
import { findPerson, person } from './person-argument.ts';
import { emptyDays } from './timesheet-days.ts';
import { timesheetNote } from './timesheet-note.ts';
import { type EntriesRead, readEntries } from './timesheet-reading.ts';
import { MAX_PERSON_DAYS, remarksOn, timesheetView, toTimesheetFigures } from './timesheet-view.ts';

const MAX_DAYS = 366;

/**
 * Costs a request for every hundred entries, 25 at most, and two for company and users, which are kept for minutes.
 */
export const getTimesheetSummary = defineTool({
  name: 'get-timesheet-summary',
  title: 'Get the timesheet summary',
  description:
    'Hours by person, day and job, uncharged time, cost, charge-out value, and workdays without entries. Default: the last seven days.',
  toolset: 'insight',
  everyday: true,
  access: 'read',
  input: z.object({ ...periodInput, user: person.optional() }),
  output: timesheetView,
  async handler(input, { fergus, company, progress }) {
    if (input.from && input.to) assertDays({ from: input.from, to: input.to }, MAX_DAYS);
    const [profile, people] = await Promise.all([company(), part(companyUsers(fergus))]);
    const now = today(profile);
    const asked = periodOf(input, now);
    assertDays(asked, MAX_DAYS);
    if (typeof input.user === 'string' && people.failure) throw people.failure;
    const who = input.user === undefined ? undefined : findPerson(input.user, people.value);
    const read = await readEntries(fergus, asked, who?.id, { company: profile, progress });
    const expected = (people.value ?? []).filter((user) => (who ? user.id === who.id : isFieldPerson(user)));
    const empty = emptyDays(read.entries, expected, read.period, { today: now, timeZone: profile.timeZone });
    const remarks = [...failuresOf({ people }), ...remarksOn(read.entries, profile)];
    return {
      structured: known({
        ...read.period,
        ...toTimesheetFigures(read.entries, empty, read.period),
        remarks: remarks.length > 0 ? remarks : undefined,
        coverage: coverageOf(read, asked),
        nextFrom: read.isCut ? addDays(read.period.to, 1) : undefined,
        currency: profile.currency,
        timeZone: profile.timeZone,
      }),
    };
  },
  text: timesheetNote,
});

/** The last seven days; a day that is named alone begins or ends the period. */
function periodOf({ from, to }: { from?: string | undefined; to?: string | undefined }, now: string): Days {
  const last = to ?? (from !== undefined && from > now ? from : now);
  return { from: from ?? addDays(last, -6), to: last };
}

function coverageOf({ entries, period, isCut }: EntriesRead, asked: Days): string {
  const count = entries.length.toLocaleString('en');
  const read = isCut
    ? `Not all of ${asked.from} to ${asked.to} could be read at once: these are the ${count} entries of ${period.from} to ${period.to}, all of them. Go on with from ${addDays(period.to, 1)} and to ${asked.to}, and add the sums.`
    : `${count} of ${count} time entries read.`;
  const isLong = daysBetween(period.from, period.to) >= MAX_PERSON_DAYS;
  return isLong
    ? `${read} A period of up to ${MAX_PERSON_DAYS} days also has each person's hours by day.`
    : read;
}
