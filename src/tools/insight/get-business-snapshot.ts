import { z } from 'zod';
import { defineTool } from '../define-tool.ts';
import { addDays, today as todayOf } from '../shared/days.ts';
import { known } from '../shared/values.ts';
import { coverageOf } from './business-snapshot-coverage.ts';
import { snapshotNote } from './business-snapshot-note.ts';
import { readSnapshot, type Scope } from './business-snapshot-reading.ts';
import { businessSnapshot, toSnapshot } from './business-snapshot-view.ts';
import { failuresOf } from './parts.ts';
import { DEFAULT_SINCE_DAYS } from './quote-pipeline-reading.ts';

const PERIODS = ['today', 'week', 'month'] as const;
type Period = (typeof PERIODS)[number];

/**
 * Costs 20 requests at most, whatever the size of the business: what does not fit is said, with the tool that
 * reads further. Company and jobs come from the short caches, amounts of quotes from the memory of earlier calls.
 */
export const getBusinessSnapshot = defineTool({
  name: 'get-business-snapshot',
  title: 'Get the business snapshot',
  description:
    "The morning view: today's bookings, jobs by status, work to be invoiced, quotes waiting, receivables, hours.",
  toolset: 'insight',
  everyday: true,
  access: 'read',
  input: z.object({
    period: z.enum(PERIODS).default('week').describe('Of hours so far, and of the number of bookings.'),
  }),
  output: businessSnapshot,
  async handler({ period }, { fergus, company, progress }) {
    const profile = await company();
    const today = todayOf(profile);
    const scope = scopeOf(period, today);
    const parts = await readSnapshot(fergus, profile, scope, progress);
    const unread = failuresOf({ ...parts });
    return {
      structured: known({
        company: profile.name,
        today,
        ...toSnapshot(parts, { scope, today, company: profile }),
        currency: profile.currency,
        timeZone: profile.timeZone,
        unread: unread.length > 0 ? unread : undefined,
        coverage: coverageOf(parts, scope, profile),
      }),
    };
  },
  text: snapshotNote,
});

/** Weeks begin on Monday, as in Fergus's calendar. */
function scopeOf(period: Period, today: string): Scope {
  const date = new Date(today);
  const monday = addDays(today, -((date.getUTCDay() + 6) % 7));
  const first = { today, week: monday, month: `${today.slice(0, 8)}01` }[period];
  const lastOfMonth = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0));
  const last = { today, week: addDays(monday, 6), month: lastOfMonth.toISOString().slice(0, 10) }[period];
  return {
    bookings: { from: first, to: last },
    hours: { from: first, to: today },
    quotesSince: addDays(today, -DEFAULT_SINCE_DAYS),
  };
}
