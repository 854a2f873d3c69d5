import { recordIn } from '../answer.ts';
import { type FergusApi, path } from '../api.ts';
import type {
  CalendarEvent,
  CalendarEventsQuery,
  CreateCalendarEventPayload,
  DeleteCalendarEventPayload,
  UpdateCalendarEventPayload,
} from '../types/calendar-events.ts';

/**
 * `GET /calendarEvents`: all events of a window of days; the list has no pages. The window is a first day and a
 * range, and the day needs the company's UTC offset, see {@link CalendarEventsQuery}.
 */
export async function listCalendarEvents(
  api: FergusApi,
  query: CalendarEventsQuery = {},
): Promise<readonly CalendarEvent[]> {
  const { items } = await api.page<CalendarEvent>({
    method: 'GET',
    path: path`/calendarEvents`,
    query: { ...query },
  });
  return items;
}

/** `GET /calendarEvents/{calendarEventId}`. */
export function getCalendarEvent(api: FergusApi, calendarEventId: number): Promise<CalendarEvent> {
  return api.one({ method: 'GET', path: path`/calendarEvents/${calendarEventId}` });
}

/** `POST /calendarEvents`. @returns every event that came of it, since a group can have several. */
export async function createCalendarEvent(
  api: FergusApi,
  payload: CreateCalendarEventPayload,
): Promise<readonly CalendarEvent[]> {
  return eventsIn(await api.raw({ method: 'POST', path: path`/calendarEvents`, body: payload }));
}

/**
 * `POST /calendarEvents/{calendarEventId}`: replaces times, text, people and repetition, so read it first.
 *
 * @returns every event that was changed.
 */
export async function updateCalendarEvent(
  api: FergusApi,
  calendarEventId: number,
  payload: UpdateCalendarEventPayload,
): Promise<readonly CalendarEvent[]> {
  const body = {
    ...payload,
    updateAllRecurring: flag(payload.updateAllRecurring),
    updateAllGrouped: flag(payload.updateAllGrouped),
  };
  return eventsIn(await api.raw({ method: 'POST', path: path`/calendarEvents/${calendarEventId}`, body }));
}

/** `DELETE /calendarEvents/{calendarEventId}`: recurring events and events of a group need the flags. */
export function deleteCalendarEvent(
  api: FergusApi,
  calendarEventId: number,
  payload: DeleteCalendarEventPayload = {},
): Promise<void> {
  const body = {
    ...payload,
    deleteAllRecurring: flag(payload.deleteAllRecurring),
    deleteAllGrouped: flag(payload.deleteAllGrouped),
  };
  // A DELETE with nothing to say goes without a body: then it carries no Content-Type, as Fergus wants [live].
  const isEmpty = Object.values(body).every((value) => value === undefined);
  return api.done({
    method: 'DELETE',
    path: path`/calendarEvents/${calendarEventId}`,
    body: isEmpty ? undefined : body,
  });
}

/** Fergus wants these flags as words, not as JSON booleans [spec]. */
function flag(value: boolean | undefined): 'TRUE' | 'FALSE' | undefined {
  if (value === undefined) return undefined;
  return value ? 'TRUE' : 'FALSE';
}

/**
 * The contract has writes answer with a list. A single event is taken too: a write that took effect must not
 * end as an error because of its answer's form.
 */
function eventsIn(body: unknown): readonly CalendarEvent[] {
  const { data } = (body ?? {}) as { data?: unknown };
  return Array.isArray(data) ? data : [recordIn<CalendarEvent>(body, true)];
}
