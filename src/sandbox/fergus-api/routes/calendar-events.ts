import type { Request } from 'express';
import { z } from 'zod';
import { type Business, type CalendarEvent, companySetting } from '../business.ts';
import {
  addEvents,
  deleteEvents,
  type EventDetails,
  type EventSubject,
  updateEvents,
} from '../calendar/changes.ts';
import {
  firstOccurrence,
  type Occurrence,
  occurrencesWithin,
  recurringEventDetails,
} from '../calendar/recurrence.ts';
import { CALENDAR_RANGES, offsetDay, windowOf } from '../calendar/window.ts';
import {
  ApiError,
  businessOf,
  existing,
  link,
  noContent,
  parseBody,
  parseQuery,
  pathId,
  queryBoolean,
  queryNumber,
  type Routes,
  sendList,
  sendOne,
} from '../http.ts';
import { localDay } from '../local-time.ts';
import { nameOf } from '../people.ts';

const EVENT_TYPES = ['JOB_PHASE', 'QUOTE', 'ESTIMATE', 'OTHER'] as const;

const listQuery = z.object({
  filterCalendarEventType: z.enum(EVENT_TYPES).optional(),
  filterUserId: queryNumber.optional(),
  filterJobId: queryNumber.optional(),
  filterJobPhaseId: queryNumber.optional(),
  filterJobEventsOnly: queryBoolean.default(false),
  filterNonJobEventsOnly: queryBoolean.default(false),
  filterUnassignedEventsOnly: queryBoolean.default(false),
  filterActiveOnly: queryBoolean.default(false),
  filterDateFrom: offsetDay.optional(),
  filterCalendarRange: z.enum(CALENDAR_RANGES).default('WEEK'),
});

const utcTime = z.iso
  .datetime('must be a date-time in UTC')
  .transform((text) => new Date(text).toISOString());
const quarterHour = utcTime.refine(
  (time) => Date.parse(time) % (15 * 60_000) === 0,
  'must be on a quarter of an hour',
);

const flag = z
  .enum(['TRUE', 'FALSE'])
  .nullish()
  .transform((word) => (word == null ? undefined : word === 'TRUE'));

const detailsBody = z.object({
  startTime: quarterHour,
  endTime: quarterHour,
  eventTitle: z.string().min(1),
  description: z.string().min(1).optional(),
  userId: z.number().optional(),
  linkedUserIds: z.array(z.number()).default([]),
  frequency: z.enum(['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY', 'NEVER']).default('NEVER'),
  interval: z.number().int().min(1).max(999).default(1),
  repeatEndType: z.enum(['NEVER', 'ON_DATE', 'AFTER']).default('NEVER'),
  repeatEndDate: z.iso.date().nullish(),
  repeatCount: z.number().int().min(1).optional(),
});

const createBody = detailsBody.extend({
  eventType: z.enum(EVENT_TYPES),
  jobId: z.number().optional(),
  jobPhaseId: z.number().optional(),
});

const updateBody = detailsBody.extend({
  repeatSplitOnDate: utcTime.nullish(),
  updateAllRecurring: flag,
  updateAllGrouped: flag,
});

const deleteBody = z.object({
  deleteOnDate: utcTime.nullish(),
  deleteAllRecurring: flag,
  deleteAllGrouped: flag,
});

/** Series are listed by occurrence, each with the series' id: see `calendar/changes.ts`. */
export const calendarEventRoutes: Routes = (router) => {
  router.get('/calendarEvents', (req, res) => {
    const business = businessOf(req);
    const query = parseQuery(req, listQuery);
    const { from, to } = windowOf(business, query.filterDateFrom, query.filterCalendarRange);
    const zone = companySetting(business, 'timezone');
    const found = [...business.calendarEvents.values()]
      .filter((event) => isWanted(event, query))
      .flatMap((event) =>
        occurrencesWithin(event, zone, from, to).map((occurrence) => ({ event, occurrence })),
      )
      .sort(
        (a, b) =>
          Date.parse(a.occurrence.startTime) - Date.parse(b.occurrence.startTime) || a.event.id - b.event.id,
      );
    sendList(
      res,
      found.map(({ event, occurrence }) => eventView(req, event, occurrence)),
    );
  });

  router.post('/calendarEvents', (req, res) => {
    const business = businessOf(req);
    const body = parseBody(req, createBody);
    const events = addEvents(business, detailsOf(business, body), subjectOf(business, body));
    sendList(
      res,
      events.map((event) => eventView(req, event)),
      201,
    );
  });

  router.get('/calendarEvents/:calendarEventId', (req, res) => {
    sendOne(res, eventView(req, eventAt(req)));
  });

  router.post('/calendarEvents/:calendarEventId', (req, res) => {
    const business = businessOf(req);
    const event = eventAt(req);
    const body = parseBody(req, updateBody);
    const { updateAllRecurring, updateAllGrouped } = body;
    if (event.recurrence !== null) demand(updateAllRecurring, 'updateAllRecurring', 'a recurring event');
    if (event.groupId !== null) demand(updateAllGrouped, 'updateAllGrouped', 'an event of a group');
    if (body.linkedUserIds.length > 0 && updateAllGrouped !== true) {
      throw new ApiError(400, 'body/updateAllGrouped: must be TRUE when linkedUserIds are given');
    }
    const changed = updateEvents(business, event, detailsOf(business, body), {
      allRecurring: updateAllRecurring ?? false,
      allGrouped: updateAllGrouped ?? false,
      start: body.repeatSplitOnDate ?? undefined,
    });
    sendList(
      res,
      changed.map((each) => eventView(req, each)),
    );
  });

  router.delete('/calendarEvents/:calendarEventId', (req, res) => {
    const event = eventAt(req);
    const { deleteAllRecurring, deleteAllGrouped, deleteOnDate } = parseBody(req, deleteBody);
    if (event.recurrence !== null) demand(deleteAllRecurring, 'deleteAllRecurring', 'a recurring event');
    if (event.groupId !== null) demand(deleteAllGrouped, 'deleteAllGrouped', 'an event of a group');
    deleteEvents(businessOf(req), event, {
      allRecurring: deleteAllRecurring ?? false,
      allGrouped: deleteAllGrouped ?? false,
      start: deleteOnDate ?? undefined,
    });
    noContent(res);
  });
};

function eventAt(req: Request): CalendarEvent {
  return existing(businessOf(req).calendarEvents, pathId(req, 'calendarEventId'), 'Calendar event');
}

function isWanted(event: CalendarEvent, query: z.output<typeof listQuery>): boolean {
  const isOfJob = event.jobId !== null || event.jobPhaseId !== null;
  return (
    (query.filterCalendarEventType === undefined || event.eventType === query.filterCalendarEventType) &&
    (query.filterUserId === undefined || event.userId === query.filterUserId) &&
    (query.filterJobId === undefined || event.jobId === query.filterJobId) &&
    (query.filterJobPhaseId === undefined || event.jobPhaseId === query.filterJobPhaseId) &&
    (!query.filterJobEventsOnly || isOfJob) &&
    (!query.filterNonJobEventsOnly || !isOfJob) &&
    (!query.filterUnassignedEventsOnly || event.userId === null) &&
    (!query.filterActiveOnly || event.isActive)
  );
}

/** What create and update say alike. @throws ApiError 400 for a contradiction, 404 for an unknown person. */
function detailsOf(business: Business, body: z.output<typeof detailsBody>): EventDetails {
  const { startTime, endTime, eventTitle, description, userId, linkedUserIds } = body;
  if (endTime <= startTime) throw new ApiError(400, 'body/endTime: must be after startTime');
  const named = new Set(userId === undefined ? linkedUserIds : [userId, ...linkedUserIds]);
  for (const id of named) existing(business.users, id, 'User');
  return {
    title: eventTitle,
    description: description ?? null,
    startTime,
    endTime,
    recurrence: recurrenceOf(body, localDay(new Date(startTime), companySetting(business, 'timezone'))),
    userIds: named.size === 0 ? [null] : [...named],
  };
}

function recurrenceOf(body: z.output<typeof detailsBody>, startDay: string): EventDetails['recurrence'] {
  const { frequency, interval, repeatEndType, repeatEndDate, repeatCount } = body;
  if (repeatEndType === 'ON_DATE') {
    demand(repeatEndDate ?? undefined, 'repeatEndDate', 'repeatEndType ON_DATE');
    if (repeatEndDate != null && repeatEndDate < startDay) {
      throw new ApiError(400, 'body/repeatEndDate: must not be before startTime');
    }
  }
  if (repeatEndType === 'AFTER') demand(repeatCount, 'repeatCount', 'repeatEndType AFTER');
  if (frequency === 'NEVER') return null;
  return {
    frequency,
    interval,
    endType: repeatEndType,
    endDate: repeatEndType === 'ON_DATE' ? (repeatEndDate ?? null) : null,
    count: repeatEndType === 'AFTER' ? (repeatCount ?? null) : null,
  };
}

/** What a new event is about; a phase brings its job along. @throws ApiError 400 or 404. */
function subjectOf(business: Business, body: z.output<typeof createBody>): EventSubject {
  const { eventType, jobId, jobPhaseId } = body;
  if (eventType === 'JOB_PHASE') demand(jobPhaseId, 'jobPhaseId', `eventType ${eventType}`);
  if (eventType === 'QUOTE' || eventType === 'ESTIMATE') demand(jobId, 'jobId', `eventType ${eventType}`);
  if (jobId !== undefined) existing(business.jobs, jobId, 'Job');
  if (jobPhaseId === undefined) return { eventType, jobId: jobId ?? null, jobPhaseId: null };
  const phase = existing(business.phases, jobPhaseId, 'Job phase');
  if (jobId !== undefined && jobId !== phase.jobId) {
    throw new ApiError(400, `body/jobPhaseId: is not a phase of job ${jobId}`);
  }
  return { eventType, jobId: phase.jobId, jobPhaseId };
}

function demand(value: unknown, field: string, reason: string): void {
  if (value === undefined) throw new ApiError(400, `body/${field}: must be given for ${reason}`);
}

/** An event at one of its occurrences, the first one that is left unless given. */
function eventView(req: Request, event: CalendarEvent, occurrence?: Occurrence) {
  const business = businessOf(req);
  const zone = companySetting(business, 'timezone');
  const { recurrence, ...fields } = event;
  const path = `/calendarEvents/${event.id}`;
  const links = [link(req, 'self', path), link(req, 'update', path, 'POST')];
  if (event.jobId !== null) links.push(link(req, 'job', `/jobs/${event.jobId}`));
  return {
    ...fields,
    ...(occurrence ?? firstOccurrence(event, zone)),
    companyId: business.companyId,
    userName: event.userId === null ? null : nameOf(existing(business.users, event.userId, 'User')),
    isRecurring: recurrence !== null,
    recurringEventDetails: recurringEventDetails(event, zone),
    links,
  };
}
