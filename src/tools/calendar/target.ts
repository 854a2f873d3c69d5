import type { FergusApi } from '../../fergus/api.ts';
import type { CompanyProfile } from '../../fergus/company-profile.ts';
import { getCalendarEvent } from '../../fergus/endpoints/calendar-events.ts';
import type { CalendarEvent } from '../../fergus/types/calendar-events.ts';
import { addDays } from '../shared/days.ts';
import { dayOf, integer, text } from '../shared/values.ts';
import { ToolError } from '../tool-error.ts';
import { isRecurring } from './event-view.ts';
import { eventsWithin } from './find-events.ts';

/** How far a change of an event goes, as the caller says. */
export interface Reach {
  readonly calendarEventId: number;
  readonly scope?: 'this' | 'all' | undefined;
  readonly occurrence?: string | undefined;
  readonly groupScope?: 'this' | 'all' | undefined;
  /** Whether new times are named: those are said of one occurrence, even where the whole series moves along. */
  readonly isMove?: boolean;
}

/** What a change is for. */
export interface Target {
  /** As Fergus shows it by its id: of a series the first occurrence. */
  readonly event: CalendarEvent;
  /** The occurrence that is meant; the event itself where it happens once, or none was named. */
  readonly occurrence: CalendarEvent;
  /** Nothing for an event that happens once. */
  readonly scope: 'this' | 'all' | undefined;
  /** Nothing for an event of one person or none. */
  readonly groupScope: 'this' | 'all' | undefined;
  /** Everyone whose copies are meant, the event's own person first. */
  readonly people: readonly Person[];
  /** Whether an event from a list is among what is meant. */
  includes(listed: CalendarEvent): boolean;
}

interface Person {
  readonly userId: number;
  readonly name: string;
}

/** How many days around an event the copies of its group are looked for: some may have been moved. */
const GROUP_DAYS = 14;

/**
 * Reads the event that a change is for, and with it the occurrence and the people that are meant.
 *
 * @throws {ToolError} where the event is one of a series or group and the caller does not say how far to go, or
 *   names an occurrence that does not exist.
 */
export async function readTarget(fergus: FergusApi, company: CompanyProfile, reach: Reach): Promise<Target> {
  const event = await getCalendarEvent(fergus, reach.calendarEventId);
  const scope = isRecurring(event) ? reach.scope : undefined;
  const groupId = integer(event.groupId);
  const groupScope = groupId === undefined ? undefined : reach.groupScope;
  assertReach(event, reach, company);

  const day = reach.occurrence ?? dayOf(event.startTime, company);
  const needsGroup = groupScope === 'all';
  const around = needsGroup ? GROUP_DAYS : 0;
  const listed =
    day !== undefined && (needsGroup || (scope && reach.occurrence))
      ? await eventsWithin(fergus, company, { dateFrom: addDays(day, -around), dateTo: addDays(day, around) })
      : [];
  const occurrence =
    scope && reach.occurrence
      ? listed.find(({ id, startTime }) => id === event.id && dayOf(startTime, company) === reach.occurrence)
      : event;
  if (!occurrence) {
    throw new ToolError(
      `Nothing was changed: series ${event.id} “${text(event.title) ?? ''}” has no occurrence that starts on ${reach.occurrence}. Find its days with list-calendar-events.`,
    );
  }
  const includes = (one: CalendarEvent) =>
    (one.id === event.id || (needsGroup && integer(one.groupId) === groupId)) &&
    (scope !== 'this' || one.startTime === occurrence.startTime);
  const people = peopleIn([event, ...listed.filter(includes)]);
  return { event, occurrence, scope, groupScope, people, includes };
}

function assertReach(event: CalendarEvent, reach: Reach, company: CompanyProfile): void {
  const problems: string[] = [];
  const whose = text(event.userName) ?? 'this person';
  if (integer(event.groupId) !== undefined && reach.groupScope === undefined) {
    problems.push(
      `it is booked for several people: set groupScope to "this" for the copy of ${whose} alone, or to "all" for everyone's`,
    );
  }
  const ownDay = dayOf(event.startTime, company);
  if (!isRecurring(event)) {
    if (reach.occurrence !== undefined && reach.occurrence !== ownDay) {
      problems.push(`it does not repeat and starts on ${ownDay}, not on ${reach.occurrence}`);
    }
  } else if (reach.scope === undefined) {
    const rule = text(event.recurringEventDetails?.text);
    problems.push(
      `it repeats${rule ? ` (${rule})` : ''}: set scope to "this" with occurrence, the day of the one that is meant, or to "all" for the whole series`,
    );
  } else if (reach.occurrence === undefined && (reach.scope === 'this' || reach.isMove)) {
    const what = reach.scope === 'this' ? 'the one that is meant' : 'the one that start and end are said of';
    problems.push(`its occurrences share its id: name the day of ${what} as occurrence`);
  }
  if (problems.length > 0) {
    throw new ToolError(
      `Nothing was changed: event ${event.id} “${text(event.title) ?? 'no title'}” needs more said: ${problems.join('; ')}.`,
    );
  }
}

function peopleIn(events: readonly CalendarEvent[]): Person[] {
  const people = new Map<number, Person>();
  for (const event of events) {
    const userId = integer(event.userId);
    if (userId === undefined || people.has(userId)) continue;
    people.set(userId, { userId, name: text(event.userName) ?? `user ${userId}` });
  }
  return [...people.values()];
}
