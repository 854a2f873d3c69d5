/**
 * Creating, changing and deleting calendar events, with their series and groups.
 *
 * An occurrence has no id of its own: all occurrences of a series answer with the series' id, and id and start
 * time together name one. One that is changed by itself leaves the series and becomes an event with a fresh id,
 * and so does the rest of a series that is changed from one occurrence on. The copies of one event for several
 * people have ids of their own and share a group id.
 */

import { type Business, type CalendarEvent, companySetting, type Iso, type Recurrence } from '../business.ts';
import { ApiError } from '../http.ts';
import { addDays, localDay } from '../local-time.ts';
import {
  durationOf,
  firstOccurrence,
  occurrenceAt,
  occurrenceStarting,
  occurrencesOf,
} from './recurrence.ts';

/** What a create or update says, checked. */
export interface EventDetails {
  readonly title: string;
  readonly description: string | null;
  readonly startTime: Iso;
  readonly endTime: Iso;
  readonly recurrence: Omit<Recurrence, 'excludedStarts'> | null;
  /** One copy of the event each, at least one; `null` for nobody. */
  readonly userIds: ReadonlyArray<number | null>;
}

/** What an event is about. An update cannot change it. */
export type EventSubject = Pick<CalendarEvent, 'eventType' | 'jobId' | 'jobPhaseId'>;

/** How far an update or delete goes. */
export interface Reach {
  /** Only with a series: this and all later occurrences, not this one alone. */
  readonly allRecurring: boolean;
  /** The whole group, not this person's copy alone. */
  readonly allGrouped: boolean;
  /** Start of the occurrence that is meant; the first one that is left without it. */
  readonly start: Iso | undefined;
}

/** Stores a new event, one copy per person. */
export function addEvents(business: Business, details: EventDetails, subject: EventSubject): CalendarEvent[] {
  const { userIds, recurrence, ...fields } = details;
  const groupId = userIds.length > 1 ? business.nextId() : null;
  const createdAt = business.now().toISOString();
  return userIds.map((userId) => {
    const event: CalendarEvent = {
      ...fields,
      ...subject,
      id: business.nextId(),
      userId,
      groupId,
      isActive: true,
      isAllDay: false,
      recurrence: recurrence === null ? null : { ...recurrence, excludedStarts: [] },
      createdAt,
    };
    business.calendarEvents.set(event.id, event);
    return event;
  });
}

/**
 * Replaces what the reach covers by the details; whoever they do not name is no longer assigned. A single
 * occurrence does not repeat afterwards, whatever the details say.
 *
 * @returns the changed events.
 * @throws ApiError 400 when no occurrence begins at the start that is meant.
 */
export function updateEvents(
  business: Business,
  event: CalendarEvent,
  details: EventDetails,
  reach: Reach,
): CalendarEvent[] {
  const zone = companySetting(business, 'timezone');
  const cut = cutOf(event, reach, zone);
  const groupId = cut.kind === 'whole' ? event.groupId : null;
  const keepsGroup = event.groupId !== null && !reach.allGrouped;
  const [own, ...others] = cutOut(business, event, cut, reach, zone);

  const changed = assigned(business, own, others, details.userIds);
  const sharedId = keepsGroup ? groupId : changed.length > 1 ? (groupId ?? business.nextId()) : null;
  const { userIds: _, recurrence, ...fields } = details;
  for (const each of changed) {
    const excludedStarts = shiftedExclusions(each, details.startTime, zone);
    Object.assign(each, fields, { groupId: sharedId });
    each.recurrence = recurrence === null || cut.kind === 'one' ? null : { ...recurrence, excludedStarts };
    business.calendarEvents.set(each.id, each);
  }
  return changed;
}

/** Deletes what the reach covers. @throws ApiError 400 when no occurrence begins at the start that is meant. */
export function deleteEvents(business: Business, event: CalendarEvent, reach: Reach): void {
  const zone = companySetting(business, 'timezone');
  cutOut(business, event, cutOf(event, reach, zone), reach, zone);
}

/** The event as a whole, one occurrence of it, or one and all later ones. */
type Cut = { readonly kind: 'whole' } | { readonly kind: 'one' | 'from'; readonly start: Iso };

function cutOf(event: CalendarEvent, { allRecurring, start }: Reach, zone: string): Cut {
  if (event.recurrence === null) return { kind: 'whole' };
  const first = firstOccurrence(event, zone).startTime;
  const meant = start ?? first;
  if (occurrenceStarting(event, zone, meant) === undefined) {
    throw new ApiError(400, `Calendar event ${event.id} has no occurrence that starts at ${meant}`);
  }
  if (!allRecurring) return { kind: 'one', start: meant };
  return meant === first ? { kind: 'whole' } : { kind: 'from', start: meant };
}

/**
 * Takes a part out of an event, and out of its group where the reach covers that: copies that have no such
 * occurrence are left alone. What remains of a series stays stored, the parts are not stored any more.
 *
 * @returns the parts, that of the event itself first.
 */
function cutOut(
  business: Business,
  event: CalendarEvent,
  cut: Cut,
  { allGrouped }: Reach,
  zone: string,
): [CalendarEvent, ...CalendarEvent[]] {
  const others = [...business.calendarEvents.values()].filter(
    (other) =>
      allGrouped &&
      other !== event &&
      event.groupId !== null &&
      other.groupId === event.groupId &&
      (cut.kind === 'whole' ||
        (other.recurrence !== null && occurrenceStarting(other, zone, cut.start) !== undefined)),
  );
  const part = (of: CalendarEvent) => partOf(business, of, cut, zone);
  return [part(event), ...others.map(part)];
}

function partOf(business: Business, event: CalendarEvent, cut: Cut, zone: string): CalendarEvent {
  const { recurrence } = event;
  if (cut.kind === 'whole' || recurrence === null) {
    business.calendarEvents.delete(event.id);
    return event;
  }
  const times = occurrenceAt(cut.start, durationOf(event));
  if (cut.kind === 'one') {
    event.recurrence = { ...recurrence, excludedStarts: [...recurrence.excludedStarts, cut.start] };
    const [left] = occurrencesOf(event, zone);
    if (left === undefined) business.calendarEvents.delete(event.id);
    return { ...event, ...times, id: business.nextId(), recurrence: null };
  }
  const lastDay = addDays(localDay(new Date(cut.start), zone), -1);
  event.recurrence = { ...recurrence, endType: 'ON_DATE', endDate: lastDay, count: null };
  return { ...event, ...times, id: business.nextId(), recurrence };
}

/** One event per person: everyone keeps what was theirs, the others get what is free or a copy. */
function assigned(
  business: Business,
  own: CalendarEvent,
  others: readonly CalendarEvent[],
  userIds: EventDetails['userIds'],
): CalendarEvent[] {
  const events = [own, ...others];
  const free = events.filter((event) => !userIds.includes(event.userId));
  return userIds.map((userId) => {
    const event = events.find((candidate) => candidate.userId === userId) ??
      free.shift() ?? { ...own, id: business.nextId() };
    return Object.assign(event, { userId });
  });
}

/** A series that moves takes the gaps in it along. */
function shiftedExclusions(event: CalendarEvent, newStart: Iso, zone: string): Iso[] {
  const shift = Date.parse(newStart) - Date.parse(firstOccurrence(event, zone).startTime);
  return (event.recurrence?.excludedStarts ?? []).map((start) =>
    new Date(Date.parse(start) + shift).toISOString(),
  );
}
