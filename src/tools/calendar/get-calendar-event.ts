import { z } from 'zod';
import { getCalendarEvent as fetchEvent } from '../../fergus/endpoints/calendar-events.ts';
import { defineTool } from '../define-tool.ts';
import * as p from '../shared/params.ts';
import { calendarEventRecord, toCalendarEventRecord } from './event-view.ts';

export const getCalendarEvent = defineTool({
  name: 'get-calendar-event',
  title: 'Get a calendar event',
  description:
    'One event of the calendar, of a series its first occurrence with the rule by which it repeats.',
  toolset: 'calendar',
  everyday: false,
  access: 'read',
  input: z.object({ calendarEventId: p.id('event') }),
  output: calendarEventRecord.extend({ timeZone: z.string() }),
  async handler({ calendarEventId }, { fergus, company }) {
    const [event, profile] = await Promise.all([fetchEvent(fergus, calendarEventId), company()]);
    return { structured: { ...toCalendarEventRecord(event, profile), timeZone: profile.timeZone } };
  },
  hints: ({ calendarEventId }) => ({ 'not-found': eventNotFound(calendarEventId) }),
});

/** The next step after an event id that leads nowhere. */
export function eventNotFound(calendarEventId: number): string {
  return `There is no calendar event ${calendarEventId}; changing one occurrence of a series gives it a new id. Look for it with list-calendar-events.`;
}
