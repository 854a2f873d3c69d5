import { z } from 'zod';
import { createCalendarEvent as sendEvent } from '../../fergus/endpoints/calendar-events.ts';
import { CALENDAR_EVENT_TYPES } from '../../fergus/types/calendar-events.ts';
import { defineTool } from '../define-tool.ts';
import { timeInZone } from '../shared/local-time.ts';
import * as p from '../shared/params.ts';
import { integer } from '../shared/values.ts';
import {
  allowOverlap,
  assertTimes,
  assignment,
  peopleOf,
  repeat,
  START,
  time,
  userIds,
} from './event-input.ts';
import { calendarEventChange, toCalendarEventRecord } from './event-view.ts';
import { checkOverlaps } from './overlaps.ts';
import { repeatFields } from './recurrence.ts';
import { assertSubject, resolveSubject } from './subject.ts';

export const createCalendarEvent = defineTool({
  name: 'create-calendar-event',
  title: 'Create a calendar event',
  description:
    'Books time in the calendar for one person, several or nobody yet. JOB_PHASE needs jobPhaseId (or a job with one phase), QUOTE and ESTIMATE need job.',
  toolset: 'calendar',
  everyday: true,
  access: 'write',
  input: z.object({
    title: p.text('What is booked.', 255),
    eventType: z.enum(CALENDAR_EVENT_TYPES),
    job: p.job.optional(),
    jobPhaseId: p.id('phase').optional(),
    start: time.describe(START),
    end: time,
    userId: p.id('user').optional(),
    userIds: userIds.describe('Several people.'),
    description: p.text('Details.', 10_000).optional(),
    repeat: repeat(['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY']),
    allowOverlap,
    allowDuplicate: p.allowDuplicate,
  }),
  output: calendarEventChange,
  async handler(input, { fergus, company, duplicates }) {
    assertSubject(input);
    const profile = await company();
    const [start, end] = [timeInZone(input.start, 'start', profile), timeInZone(input.end, 'end', profile)];
    const times = { startTime: start.at, endTime: end.at };
    assertTimes(times, profile);
    const people = peopleOf(input) ?? [];
    const payload = {
      eventTitle: input.title,
      eventType: input.eventType,
      description: input.description,
      ...times,
      ...assignment(people),
      ...repeatFields(input.repeat, start.at, profile),
      ...(await resolveSubject(fergus, input)),
    };
    const { events, overlaps } = await duplicates.once(
      'calendar event',
      payload,
      input.allowDuplicate,
      async () => {
        const found = await checkOverlaps(fergus, profile, { ...times, userIds: people }, input);
        const made = await sendEvent(fergus, payload);
        const ids = made.map(({ id }) => id).join(', ');
        return {
          value: { events: made, overlaps: found },
          made: `“${input.title}” (id ${ids || 'not shown'})`,
        };
      },
    );
    const assigned = new Set(events.map(({ userId }) => integer(userId)));
    const missing = people.filter((id) => !assigned.has(id));
    const notice = [
      start.notice,
      end.notice,
      overlaps,
      input.repeat &&
        people.length > 0 &&
        'Only the first occurrence was looked at for overlapping bookings.',
      missing.length > 0 &&
        `Fergus's answer does not show it for user ${missing.join(', ')}: look with list-calendar-events.`,
    ].filter(Boolean);
    return {
      structured: {
        events: events.map((event) => toCalendarEventRecord(event, profile)),
        timeZone: profile.timeZone,
        ...(notice.length > 0 && { notice: notice.join(' ') }),
      },
      summary: 'Booked.',
    };
  },
  hints: () => ({
    'not-found': 'Check people with list-users, the job with get-job, and the phase with list-phases.',
    'bad-request': 'Correct what it names; people come from list-users, phases from list-phases.',
  }),
  verifyWith: 'list-calendar-events',
});
