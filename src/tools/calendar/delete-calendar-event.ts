import { z } from 'zod';
import type { CompanyProfile } from '../../fergus/company-profile.ts';
import { deleteCalendarEvent as sendDeletion } from '../../fergus/endpoints/calendar-events.ts';
import { defineTool } from '../define-tool.ts';
import * as p from '../shared/params.ts';
import { known, moment, text } from '../shared/values.ts';
import { reach } from './event-input.ts';
import { timesLabel } from './event-view.ts';
import { eventNotFound } from './get-calendar-event.ts';
import { readTarget, type Target } from './target.ts';

export const deleteCalendarEvent = defineTool({
  name: 'delete-calendar-event',
  title: 'Delete a calendar event',
  description:
    'Deletes an event, an occurrence or a whole series from the calendar. To end a series and keep its past, set repeat.until with update-calendar-event.',
  toolset: 'calendar',
  everyday: false,
  access: 'destructive',
  input: z.object({ calendarEventId: p.id('event'), ...reach, confirm: p.confirm }),
  output: z.object({
    deleted: z.enum(['event', 'occurrence', 'series']),
    calendarEventId: z.int(),
    title: z.string().optional(),
    start: z.string().optional().describe('Of a series, its first occurrence.'),
    end: z.string().optional(),
    people: z.array(z.string()),
    timeZone: z.string(),
  }),
  async handler(input, { fergus, company, confirm }) {
    const profile = await company();
    const target = await readTarget(fergus, profile, input);
    // A series goes as a whole, so what is shown of it is its beginning.
    const shown = target.scope === 'all' ? target.event : target.occurrence;
    const people = target.people.map(({ name }) => name);
    await confirm(question({ ...target, occurrence: shown }, profile), input.confirm);
    await sendDeletion(fergus, input.calendarEventId, {
      deleteAllRecurring: target.scope && target.scope === 'all',
      deleteOnDate: target.scope === 'this' ? target.occurrence.startTime : undefined,
      deleteAllGrouped: target.groupScope && target.groupScope === 'all',
    });
    const deleted = { this: 'occurrence', all: 'series', none: 'event' } as const;
    return {
      structured: known({
        deleted: deleted[target.scope ?? 'none'],
        calendarEventId: input.calendarEventId,
        title: text(shown.title),
        start: moment(shown.startTime, profile),
        end: moment(shown.endTime, profile),
        people,
        timeZone: profile.timeZone,
      }),
      summary: 'Deleted from the calendar.',
    };
  },
  hints: ({ calendarEventId }) => ({ 'not-found': eventNotFound(calendarEventId) }),
  verifyWith: 'list-calendar-events',
});

function question({ occurrence, event, scope, groupScope, people }: Target, company: CompanyProfile): string {
  const title = `“${text(occurrence.title) ?? 'no title'}”`;
  const names = people.map(({ name }) => name).join(', ') || 'nobody yet';
  const whose = `${names}${groupScope === 'this' ? ' alone, out of several people' : ''}`;
  const times = `${timesLabel(occurrence, company)} (${company.timeZone})`;
  const rule = text(event.recurringEventDetails?.text);
  if (scope === 'all') {
    return `Delete the whole series ${title} of ${whose}${rule ? `, ${rule.toLowerCase()}` : ''}, first ${times}, with all its occurrences?`;
  }
  return `Delete ${scope ? 'the one occurrence of ' : ''}${title} of ${whose}, ${times}?`;
}
