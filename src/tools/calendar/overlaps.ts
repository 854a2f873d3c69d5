import type { FergusApi } from '../../fergus/api.ts';
import type { CompanyProfile } from '../../fergus/company-profile.ts';
import type { CalendarEvent } from '../../fergus/types/calendar-events.ts';
import { addDays } from '../shared/days.ts';
import { dayOf, integer, text } from '../shared/values.ts';
import { ToolError } from '../tool-error.ts';
import { eventLabel } from './event-view.ts';
import { eventsWithin, timesOf } from './find-events.ts';

/** A time that people are to be booked for. */
export interface Booking {
  readonly startTime: string;
  readonly endTime: string;
  readonly userIds: readonly number[];
}

const MOST_SHOWN = 10;

/**
 * Looks up what else the people of a booking are booked for then. Only the days of the booking are read, with
 * the day before for what runs through the night.
 *
 * @param ignore leaves out the event that is about to be changed itself.
 * @returns a remark on the overlaps where they are allowed; nothing where there are none.
 * @throws {ToolError} that lists them where they are not allowed.
 */
export async function checkOverlaps(
  fergus: FergusApi,
  company: CompanyProfile,
  booking: Booking,
  options: { readonly allowOverlap: boolean; readonly ignore?: (event: CalendarEvent) => boolean },
): Promise<string | undefined> {
  const { startTime, endTime, userIds } = booking;
  const [firstDay, lastDay] = [dayOf(startTime, company), dayOf(endTime, company)];
  if (userIds.length === 0 || firstDay === undefined || lastDay === undefined) return undefined;
  const events = await eventsWithin(
    fergus,
    company,
    { dateFrom: addDays(firstDay, -1), dateTo: lastDay },
    { filterUserId: userIds.length === 1 ? userIds[0] : undefined },
  );
  const overlaps = events.filter((event) => {
    const { start, end } = timesOf(event);
    const isTheirs = userIds.includes(integer(event.userId) ?? 0) && event.isActive !== false;
    return (
      isTheirs &&
      start < Date.parse(endTime) &&
      end > Date.parse(startTime) &&
      options.ignore?.(event) !== true
    );
  });
  if (overlaps.length === 0) return undefined;
  const shown = overlaps.slice(0, MOST_SHOWN).map((event) => {
    return `${text(event.userName) ?? `user ${event.userId}`} has ${eventLabel(event, company)}`;
  });
  const more = overlaps.length > MOST_SHOWN ? `; and ${overlaps.length - MOST_SHOWN} more` : '';
  const list = `${shown.join('; ')}${more}`;
  if (options.allowOverlap) return `Overlaps with other bookings: ${list}.`;
  throw new ToolError(
    `Nothing was changed: people are booked elsewhere then. ${list}. Choose another time or person, or set allowOverlap to true if that is fine.`,
  );
}
