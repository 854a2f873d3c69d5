import type { Business, CalendarEvent, User } from '../../src/sandbox/fergus-api/business.ts';
import { listCalendarEvents } from '../../src/tools/calendar/list-calendar-events.ts';
import type { ToolHarness } from '../support/tool-harness.ts';

/** What a list or write shows of an event. */
export interface ShownEvent {
  readonly calendarEventId: number;
  readonly title: string;
  readonly start: string;
  readonly end: string;
  readonly user?: string;
  readonly userId?: number;
  readonly groupId?: number;
  readonly recurring?: true;
  readonly repeats?: string;
  readonly description?: string;
}

/** A Monday in summer on which nobody has anything yet but what a test puts there. */
export const MONDAY = {
  title: 'Stocktake',
  eventType: 'OTHER',
  start: '2027-02-08 08:00',
  end: '2027-02-08 09:30',
};

export function eventsIn(structured: Record<string, unknown>, field = 'events'): ShownEvent[] {
  return structured[field] as ShownEvent[];
}

/** An event of one person that happens once, as the sandbox stores it. */
export function putEvent(business: Business, fields: Partial<CalendarEvent>): CalendarEvent {
  const event: CalendarEvent = {
    id: business.nextId(),
    userId: null,
    groupId: null,
    title: 'Put there',
    description: null,
    eventType: 'OTHER',
    jobPhaseId: null,
    jobId: null,
    startTime: '2027-02-01T19:00:00.000Z',
    endTime: '2027-02-01T20:00:00.000Z',
    isActive: true,
    isAllDay: false,
    recurrence: null,
    createdAt: '2026-11-01T00:00:00.000Z',
    ...fields,
  };
  business.calendarEvents.set(event.id, event);
  return event;
}

/** A repetition for {@link putEvent}. */
export function every(
  frequency: 'DAILY' | 'WEEKLY' | 'MONTHLY',
  fields: Partial<NonNullable<CalendarEvent['recurrence']>> = {},
): CalendarEvent['recurrence'] {
  return {
    frequency,
    interval: 1,
    endType: 'NEVER',
    endDate: null,
    count: null,
    excludedStarts: [],
    ...fields,
  };
}

/** Two people of a business who work there. */
export function twoPeople(business: Business): [User, User] {
  const [first, second] = [...business.users.values()].filter(({ status }) => status === 'active');
  if (!first || !second) throw new Error('The sandbox lacks two active users.');
  return [first, second];
}

export const nameOf = ({ firstName, lastName }: User) => `${firstName} ${lastName}`;

/** The requests that change something. */
export function writesOf(harness: ToolHarness) {
  return harness.sandbox.requests.filter(({ method }) => method !== 'GET');
}

/** What Fergus lists of a day: "08:00 to 09:30 Stocktake of Ana Somebody". */
export async function shownOn(harness: ToolHarness, day: string): Promise<string[]> {
  const period = { dateFrom: day, dateTo: day };
  const { structured } = await harness.call(listCalendarEvents, { ...period, limit: 200 });
  return eventsIn(structured, 'items').map(
    ({ start, end, title, user }) => `${start.slice(11)} to ${end.slice(11)} ${title} of ${user ?? 'nobody'}`,
  );
}
