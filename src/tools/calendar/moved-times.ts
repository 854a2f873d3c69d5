import type { CompanyProfile } from '../../fergus/company-profile.ts';
import { moveAlong, timeInZone, type WrittenTime } from '../shared/local-time.ts';
import { ToolError } from '../tool-error.ts';
import { assertTimes } from './event-input.ts';
import { timesOf } from './find-events.ts';
import type { Target } from './target.ts';

interface Times {
  readonly startTime: string;
  readonly endTime: string;
}

/**
 * The times after a change: a new start alone keeps the length, a new end alone the start. What is said of one
 * occurrence for the whole series moves the series by as much as that occurrence.
 *
 * @returns `booking`, the times of the occurrence that was meant; `payload`, those to send; `notices` on them.
 * @throws {ToolError} where they make no sense, or the occurrence that they are said of is not known.
 */
export function movedTimes(
  { event, occurrence, scope }: Target,
  named: { readonly start: WrittenTime | undefined; readonly end: WrittenTime | undefined },
  company: CompanyProfile,
): { readonly booking: Times; readonly payload: Times; readonly notices: readonly (string | undefined)[] } {
  const start = named.start && timeInZone(named.start, 'start', company);
  const end = named.end && timeInZone(named.end, 'end', company);
  const present = timesOf(occurrence);
  const startsAt = start ? Date.parse(start.at) : present.start;
  const endsAt = end ? Date.parse(end.at) : startsAt + (present.end - present.start);
  if (Number.isNaN(startsAt) || Number.isNaN(endsAt)) {
    throw new ToolError(
      'Nothing was changed: Fergus takes no event without its times and does not show them. Name start and end.',
    );
  }
  const booking = { startTime: iso(startsAt), endTime: iso(endsAt) };
  if (start || end) assertTimes(booking, company);
  const series = timesOf(event).start;
  const isMoved = scope === 'all' && occurrence.startTime !== event.startTime && !Number.isNaN(series);
  const payload = isMoved
    ? withLength(moveAlong(iso(series), iso(present.start), booking.startTime, company), endsAt - startsAt)
    : booking;
  return { booking, payload, notices: [start?.notice, end?.notice] };
}

function withLength(startTime: string, length: number): Times {
  return { startTime, endTime: iso(Date.parse(startTime) + length) };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
