import { z } from 'zod';
import type { FergusApi } from '../../fergus/api.ts';
import { listTimeEntries as fetchTimeEntries } from '../../fergus/endpoints/time-entries.ts';
import { resolveJob } from '../../fergus/job-reference.ts';
import { TIME_ENTRY_SORT_FIELDS } from '../../fergus/types/time-entries.ts';
import { defineTool } from '../define-tool.ts';
import { addDays, assertPeriod, today } from '../shared/days.ts';
import { collect, listOutput } from '../shared/listing.ts';
import * as p from '../shared/params.ts';
import { ToolError } from '../tool-error.ts';
import { bareJobNumber } from './job-number.ts';
import { timeEntryRecord, toTimeEntryItem, toTimeEntryRecord } from './time-entry-view.ts';

export const listTimeEntries = defineTool({
  name: 'list-time-entries',
  title: 'List time entries',
  description: 'Time that people entered, newest first. Without dates: the last seven days.',
  toolset: 'time',
  everyday: true,
  access: 'read',
  input: z.object({
    dateFrom: p.day('First day.').optional(),
    dateTo: p.day('Last day.').optional(),
    userId: p.id('user').optional(),
    job: p.job.optional(),
    jobPhaseId: p.id('phase').optional(),
    search: p.text("Words in the person's name or the phase.", 200).optional(),
    lockedOnly: z.boolean().optional(),
    sortField: z.enum(TIME_ENTRY_SORT_FIELDS).default('timeEntryDate'),
    sortOrder: z.enum(['asc', 'desc']).default('desc'),
    limit: p.limit,
    cursor: p.cursor,
    format: p.format,
  }),
  output: listOutput(timeEntryRecord).extend({ dateFrom: z.string(), dateTo: z.string() }),
  async handler(input, { fergus, company, progress }) {
    if (input.dateFrom && input.dateTo) assertPeriod(input.dateFrom, input.dateTo);
    const [profile, filterJobNo] = await Promise.all([
      company(),
      input.job === undefined ? undefined : bareNumber(fergus, input.job),
    ]);
    // Fergus answers about the last week where no dates are given, so the period is always stated [client].
    const dateTo = input.dateTo ?? (input.dateFrom ? later(input.dateFrom, today(profile)) : today(profile));
    const dateFrom = input.dateFrom ?? addDays(dateTo, -6);
    const listing = await collect({
      limit: input.limit,
      cursor: input.cursor,
      progress,
      fetchPage: (page) =>
        fetchTimeEntries(fergus, {
          ...page,
          filterDateFrom: dateFrom,
          filterDateTo: dateTo,
          filterUserId: input.userId,
          filterJobNo,
          filterJobPhaseId: input.jobPhaseId,
          filterSearchText: input.search,
          filterLockedOnly: input.lockedOnly,
          sortField: input.sortField,
          sortOrder: input.sortOrder,
        }),
      present: (entry) => (input.format === 'detailed' ? toTimeEntryRecord(entry) : toTimeEntryItem(entry)),
    });
    const currency = input.format === 'detailed' && profile.currency ? { currency: profile.currency } : {};
    return { structured: { dateFrom, dateTo, ...listing, timeZone: profile.timeZone, ...currency } };
  },
});

function later(a: string, b: string): string {
  return a > b ? a : b;
}

async function bareNumber(fergus: FergusApi, reference: string | number): Promise<number> {
  const job = await resolveJob(fergus, reference);
  const number = bareJobNumber(job);
  if (number === undefined) {
    throw new ToolError(
      `job: Fergus filters time by job number, and job ${job.id} has none (it may be a draft). Use jobPhaseId or dates instead.`,
    );
  }
  return number;
}
