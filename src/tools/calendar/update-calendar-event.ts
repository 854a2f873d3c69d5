import { z } from 'zod';
import type { CompanyProfile } from '../../fergus/company-profile.ts';
import { updateCalendarEvent as sendEvent } from '../../fergus/endpoints/calendar-events.ts';
import { EVENT_FREQUENCIES } from '../../fergus/types/calendar-events.ts';
import { defineTool } from '../define-tool.ts';
import { assertChange } from '../shared/changes.ts';
import * as p from '../shared/params.ts';
import { text } from '../shared/values.ts';
import { ToolError } from '../tool-error.ts';
import {
  allowOverlap,
  assignment,
  peopleOf,
  type Repeat,
  reach,
  repeat,
  START,
  time,
  userIds,
} from './event-input.ts';
import { calendarEventChange, toCalendarEventRecord } from './event-view.ts';
import { eventNotFound } from './get-calendar-event.ts';
import { movedTimes } from './moved-times.ts';
import { checkOverlaps } from './overlaps.ts';
import { presentRepeat, repeatFields } from './recurrence.ts';
import { readTarget, type Target } from './target.ts';

const CHANGES = ['title', 'start', 'end', 'userId', 'userIds', 'description', 'repeat'] as const;

export const updateCalendarEvent = defineTool({
  name: 'update-calendar-event',
  title: 'Change a calendar event',
  description:
    'Moves, reassigns or rewrites an event; what is not named stays, and a new start alone keeps the length.',
  toolset: 'calendar',
  everyday: false,
  access: 'write',
  idempotent: true,
  input: z.object({
    calendarEventId: p.id('event'),
    ...reach,
    title: p.text('What is booked.', 255).optional(),
    start: time.describe(START).optional(),
    end: time.optional(),
    userId: p.id('user').optional(),
    userIds: userIds.describe('Everyone from now on; [] for nobody.'),
    description: p.text('Details.', 10_000).optional(),
    repeat: repeat(EVENT_FREQUENCIES),
    allowOverlap,
  }),
  output: calendarEventChange,
  async handler(input, { fergus, company }) {
    assertChange(
      CHANGES.map((field) => input[field] !== undefined || undefined),
      CHANGES,
    );
    if (input.scope === 'this' && input.repeat) {
      throw new ToolError(
        'Nothing was sent to Fergus: repeat changes a whole series, so it needs scope all.',
      );
    }
    const profile = await company();
    const { title, start, end, description } = input;
    const isMove = start !== undefined || end !== undefined;
    const target = await readTarget(fergus, profile, { ...input, isMove });
    const eventTitle = title ?? text(target.event.title);
    if (eventTitle === undefined) {
      throw new ToolError('Nothing was changed: Fergus takes no event without a title. Name title too.');
    }
    const times = movedTimes(target, { start, end }, profile);
    const people = peopleFrom(target, peopleOf(input));
    const payload = {
      eventTitle,
      description: description ?? text(target.occurrence.description),
      ...times.payload,
      ...assignment(people),
      ...repeatFields(repeatOf(target, input.repeat, profile), times.payload.startTime, profile),
      updateAllRecurring: target.scope && target.scope === 'all',
      repeatSplitOnDate: target.scope === 'this' ? target.occurrence.startTime : undefined,
      updateAllGrouped: people.length > 1 ? true : target.groupScope && target.groupScope === 'all',
    };
    const isRebooked = isMove || peopleOf(input) !== undefined;
    const overlaps = isRebooked
      ? await checkOverlaps(
          fergus,
          profile,
          { ...times.booking, userIds: people },
          { allowOverlap: input.allowOverlap, ignore: target.includes },
        )
      : undefined;
    const changed = await sendEvent(fergus, input.calendarEventId, payload);
    const isSeries = payload.frequency !== undefined && payload.frequency !== 'NEVER';
    const notice = [
      ...times.notices,
      overlaps,
      isRebooked &&
        isSeries &&
        people.length > 0 &&
        'Of the series one occurrence was looked at for overlaps.',
    ].filter(Boolean);
    return {
      structured: {
        events: changed.map((event) => toCalendarEventRecord(event, profile)),
        timeZone: profile.timeZone,
        ...(notice.length > 0 && { notice: notice.join(' ') }),
      },
      summary: 'Changed.',
    };
  },
  hints: ({ calendarEventId }) => ({
    'not-found': `Check people with list-users. ${eventNotFound(calendarEventId)}`,
  }),
  verifyWith: 'list-calendar-events',
});

/** @throws {ToolError} where several people would get one person's copy, or the others of a group are not known. */
function peopleFrom({ people, groupScope }: Target, named: readonly number[] | undefined): readonly number[] {
  const ids = named ?? people.map(({ userId }) => userId);
  if (groupScope === 'this' && ids.length > 1) {
    throw new ToolError(
      'Nothing was changed: with groupScope this the copy of one person is changed, so it takes one person. Name one, or use groupScope all.',
    );
  }
  if (groupScope === 'all' && named === undefined && ids.length < 2) {
    throw new ToolError(
      'Nothing was changed: Fergus does not show who else this event is booked for, and would drop them. Name everyone as userIds.',
    );
  }
  return ids;
}

/** One occurrence that is changed leaves its series; anything else repeats as before unless named. */
function repeatOf(
  { scope, event }: Target,
  named: Repeat | undefined,
  company: CompanyProfile,
): Repeat | undefined {
  return named ?? (scope === 'all' ? presentRepeat(event, company) : undefined);
}
