import { z } from 'zod';
import type { Page, PageQuery } from '../../fergus/api.ts';
import { resolveJobId } from '../../fergus/job-reference.ts';
import { CALENDAR_EVENT_TYPES } from '../../fergus/types/calendar-events.ts';
import { defineTool } from '../define-tool.ts';
import { addDays, assertPeriod, today } from '../shared/days.ts';
import { collect, listOutput } from '../shared/listing.ts';
import * as p from '../shared/params.ts';
import { ToolError } from '../tool-error.ts';
import { calendarEventRecord, toCalendarEventItem, toCalendarEventRecord } from './event-view.ts';
import { eventsWithin, type Period } from './find-events.ts';

/** The longest period, so that one call costs a few requests at most. */
const MAX_DAYS = 62;

export const listCalendarEvents = defineTool({
  name: 'list-calendar-events',
  title: 'List calendar events',
  description:
    'Bookings in the calendar by time, occurrences of series included. Without dates: today and the next seven days; at most 62 days.',
  toolset: 'calendar',
  everyday: false,
  access: 'read',
  input: z.object({
    dateFrom: p.day('First day.').optional(),
    dateTo: p.day('Last day.').optional(),
    userId: p.id('user').optional(),
    job: p.job.optional(),
    jobPhaseId: p.id('phase').optional(),
    eventType: z.enum(CALENDAR_EVENT_TYPES).optional(),
    unassigned: z.boolean().optional().describe('true: only those that nobody is assigned to.'),
    limit: p.limit,
    cursor: p.cursor,
    format: p.format,
  }),
  output: listOutput(calendarEventRecord).extend({ dateFrom: z.string(), dateTo: z.string() }),
  async handler(input, { fergus, company }) {
    if (input.userId !== undefined && input.unassigned === true) {
      throw new ToolError(
        'Nothing was sent to Fergus: userId and unassigned: true leave nothing over. Give one of them.',
      );
    }
    if (input.dateFrom && input.dateTo) assertShort({ dateFrom: input.dateFrom, dateTo: input.dateTo });
    const profile = await company();
    const dateFrom = input.dateFrom ?? today(profile);
    const period = { dateFrom, dateTo: input.dateTo ?? addDays(dateFrom, 7) };
    assertShort(period);
    const filterJobId = input.job === undefined ? undefined : await resolveJobId(fergus, input.job);
    const events = await eventsWithin(fergus, profile, period, {
      filterUserId: input.userId,
      filterJobId,
      filterJobPhaseId: input.jobPhaseId,
      filterCalendarEventType: input.eventType,
      filterUnassignedEventsOnly: input.unassigned,
    });
    const listing = await collect({
      limit: input.limit,
      cursor: input.cursor,
      fetchPage: async (page) => pageOf(events, page),
      present: (event) =>
        input.format === 'detailed'
          ? toCalendarEventRecord(event, profile)
          : toCalendarEventItem(event, profile),
    });
    return { structured: { ...period, ...listing, timeZone: profile.timeZone } };
  },
});

/** Fergus has no pages here; ours begin where the one before ended. */
function pageOf<T>(all: readonly T[], { pageSize = all.length, pageCursor = '0' }: PageQuery): Page<T> {
  const end = Number(pageCursor) + pageSize;
  return {
    items: all.slice(Number(pageCursor), end),
    nextCursor: end < all.length ? String(end) : undefined,
  };
}

function assertShort({ dateFrom, dateTo }: Period): void {
  assertPeriod(dateFrom, dateTo);
  const longest = addDays(dateFrom, MAX_DAYS - 1);
  if (dateTo > longest) {
    throw new ToolError(
      `Nothing was sent to Fergus: from ${dateFrom} to ${dateTo} is more than ${MAX_DAYS} days. Ask for it in parts, the first with dateTo ${longest}.`,
    );
  }
}
