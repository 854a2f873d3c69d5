import { z } from 'zod';
import { listTimeEntries } from '../../fergus/endpoints/time-entries.ts';
import { defineTool } from '../define-tool.ts';
import { addDays, assertPeriod, today } from '../shared/days.ts';
import * as p from '../shared/params.ts';
import { ToolError } from '../tool-error.ts';
import { timeEntryRecord, toTimeEntryRecord } from './time-entry-view.ts';

/** Without dates: long enough for the questions that come up, short enough for a few requests. */
const DEFAULT_DAYS = 60;
const MAX_PAGES = 20;

export const getTimeEntry = defineTool({
  name: 'get-time-entry',
  title: 'Get a time entry',
  description: `One time entry. Fergus cannot look one up by id, so a period is searched: the last ${DEFAULT_DAYS} days unless dates are given.`,
  toolset: 'time',
  everyday: true,
  access: 'read',
  input: z.object({
    timeEntryId: p.id('time entry'),
    dateFrom: p.day('First day.').optional(),
    dateTo: p.day('Last day.').optional(),
    userId: p.id('user').optional(),
  }),
  output: timeEntryRecord.extend({ timeZone: z.string() }),
  async handler({ timeEntryId, userId, ...input }, { fergus, company, progress }) {
    if (input.dateFrom && input.dateTo) assertPeriod(input.dateFrom, input.dateTo);
    const profile = await company();
    const dateTo = input.dateTo ?? (input.dateFrom ? addDays(input.dateFrom, DEFAULT_DAYS) : today(profile));
    const dateFrom = input.dateFrom ?? addDays(dateTo, -DEFAULT_DAYS);
    let pageCursor: string | undefined;
    for (let page = 1; page <= MAX_PAGES; page += 1) {
      const { items, nextCursor } = await listTimeEntries(fergus, {
        filterDateFrom: dateFrom,
        filterDateTo: dateTo,
        filterUserId: userId,
        sortField: 'timeEntryDate',
        sortOrder: 'desc',
        pageSize: 100,
        pageCursor,
      });
      const found = items.find((entry) => entry.timeEntryId === timeEntryId);
      if (found) {
        return { structured: { ...toTimeEntryRecord(found, profile.currency), timeZone: profile.timeZone } };
      }
      if (nextCursor === undefined) throw new ToolError(notThere(timeEntryId, dateFrom, dateTo, userId));
      pageCursor = nextCursor;
      progress(`${page * 100} time entries searched`);
    }
    throw new ToolError(
      `Time entry ${timeEntryId} is not among the newest ${MAX_PAGES * 100} entries from ${dateFrom} to ${dateTo}. Narrow the search with dateFrom, dateTo or userId.`,
    );
  },
});

function notThere(timeEntryId: number, dateFrom: string, dateTo: string, userId: number | undefined): string {
  const whose = userId === undefined ? '' : ` of user ${userId}`;
  return `Time entry ${timeEntryId} is not among the entries${whose} from ${dateFrom} to ${dateTo}. If it is older or newer, call again with dateFrom and dateTo; list-time-entries shows the ids.`;
}
