import type { CalendarEventType, Recurrence } from '../business.ts';
import type { Cast, SeededJob } from './job-plan.ts';
import { byKey, type Seeding, store } from './seeding.ts';

/** Something in the calendar. */
export interface EventRow {
  readonly title: string;
  readonly description?: string;
  /** 0 is this week's Monday, 7 the next one; of a series, its first occurrence. */
  readonly day: number;
  /** Local, on a 15-minute grid. */
  readonly from: string;
  readonly to: string;
  /** Keys of users; several make a group of linked events, none leaves it unassigned. */
  readonly users: readonly string[];
  /** Without a job it is an event of another kind (OTHER). */
  readonly job?: string;
  readonly type?: Exclude<CalendarEventType, 'OTHER'>;
  /** Which of the job's phases; the first without it. */
  readonly phase?: number;
  readonly repeats?: Pick<Recurrence, 'frequency' | 'interval'>;
  readonly isAllDay?: boolean;
}

/** Adds the events of the weeks around today. */
export function seedCalendar(
  seeding: Seeding,
  cast: Cast,
  jobs: ReadonlyMap<string, SeededJob>,
  rows: readonly EventRow[],
): void {
  const { business, moments } = seeding;
  for (const row of rows) {
    const day = moments.monday + row.day;
    const entry = row.job === undefined ? undefined : byKey(jobs, row.job);
    const eventType = entry === undefined ? 'OTHER' : (row.type ?? 'JOB_PHASE');
    const groupId = row.users.length > 1 ? business.nextId() : null;
    for (const user of row.users.length === 0 ? [undefined] : row.users) {
      store(business.calendarEvents, {
        id: business.nextId(),
        userId: user === undefined ? null : byKey(cast.users, user).id,
        groupId,
        title: row.title,
        description: row.description ?? null,
        eventType,
        jobPhaseId: eventType === 'JOB_PHASE' ? (entry?.phases[row.phase ?? 0]?.id ?? null) : null,
        jobId: entry?.job.id ?? null,
        startTime: moments.at(day, row.from),
        endTime: moments.at(day, row.to),
        isActive: true,
        isAllDay: row.isAllDay ?? false,
        recurrence:
          row.repeats === undefined
            ? null
            : { ...row.repeats, endType: 'NEVER', endDate: null, count: null, excludedStarts: [] },
        createdAt: moments.officeTime(Math.min(day, 0) - 4, '15:10'),
      });
    }
  }
}
