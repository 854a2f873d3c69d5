import { z } from 'zod';
import { defineTool } from '../define-tool.ts';
import { QUOTE_STATES } from '../quotes/quote-state.ts';
import { addDays, daysBetween, today as todayOf } from '../shared/days.ts';
import * as p from '../shared/params.ts';
import { integer, known } from '../shared/values.ts';
import { ToolError } from '../tool-error.ts';
import { jobsById, MOST_JOB_REQUESTS } from './jobs-by-id.ts';
import { assertStartedWith, partCursor } from './part-cursor.ts';
import { failuresOf, part } from './parts.ts';
import { person } from './person-argument.ts';
import { amountsOf } from './quote-pipeline-amounts.ts';
import { pipelineOf, plusStates } from './quote-pipeline-figures.ts';
import { pipelineNote } from './quote-pipeline-note.ts';
import { DEFAULT_SINCE_DAYS, readQuotes, readVisits } from './quote-pipeline-reading.ts';
import { coverageOf, quotePipelineView, toPipelineView, toStates } from './quote-pipeline-view.ts';

const MAX_PAGES = 20;
/** Of one call, with the quotes that are read one by one: leaves the company some of its 100 a minute. */
const MAX_REQUESTS = 60;
/** With a user the calendar is read as well, a month at a time. */
const MAX_DAYS_OF_USER = 366;

const sum = z.object({ count: z.int(), cents: z.int(), valued: z.int() });
const cursors = partCursor(
  z.tuple([
    z.iso.date().describe('since'),
    person.nullable(),
    z.string().describe("Fergus's cursor"),
    z.int().describe('Quotes read'),
    z.record(z.enum(QUOTE_STATES), sum),
  ]),
);

/**
 * Quotes are read the newest first, back to `since`. Where they are more than one call may read, each answer is
 * about its part of them, and `nextCursor` leads to the part before it. The cursor carries the sums by state, so
 * every answer also has those of all parts so far and the last one is exact about the whole; whom to call first
 * is said of the part.
 *
 * Lists of quotes may come without contents, and then an amount costs a request. Those that wait for an answer
 * come first; what is missing says so, and is found by the same call made again, since amounts are remembered.
 */
export const getQuotePipeline = defineTool({
  name: 'get-quote-pipeline',
  title: 'Get the quote pipeline',
  description:
    'Quotes by state with value, those waiting by age, soon to expire, acceptance rate, and whom to chase first and why.',
  toolset: 'insight',
  everyday: true,
  access: 'read',
  input: z.object({
    since: p.day(`Created from this day on; ${DEFAULT_SINCE_DAYS} days without it.`).optional(),
    user: person.optional().describe('Only of jobs that this person was booked to quote: id or name.'),
    expiringWithin: z.int().min(0).max(90).default(7).describe('Days that count as about to expire.'),
    limit: z.int().min(1).max(25).default(8).describe('How many to chase.'),
    cursor: p.cursor,
  }),
  output: quotePipelineView,
  async handler({ expiringWithin, limit, ...input }, { fergus, company, progress }) {
    const before = input.cursor === undefined ? undefined : cursors.read(input.cursor);
    const [startedSince, startedUser, from, readBefore = 0, statesBefore] = before ?? [];
    assertStartedWith('since', input.since, startedSince);
    assertStartedWith('user', input.user, startedUser);
    const profile = await company();
    const today = todayOf(profile);
    const since = startedSince ?? input.since ?? addDays(today, -DEFAULT_SINCE_DAYS);
    const reference = startedUser ?? input.user;
    assertSince(since, today, reference !== undefined);
    const visits =
      reference === undefined ? undefined : await readVisits(fergus, profile, reference, { since, today });

    const reading = await readQuotes(fergus, profile, { since, from, maxPages: MAX_PAGES, progress });
    const quotes = visits ? reading.records.filter(visits.covers) : reading.records;
    const amounts = await amountsOf(fergus, quotes, MAX_REQUESTS - MOST_JOB_REQUESTS - fergus.sent, progress);
    const pipeline = pipelineOf(quotes, amounts, { today, expiringWithin }, profile);
    const chase = pipeline.chase.slice(0, limit);
    const jobIds = chase.flatMap(({ quote }) => integer(quote.jobId) ?? []);
    const jobs = await part(jobsById(fergus, new Set(jobIds)));

    const states = statesBefore ? plusStates(statesBefore, pipeline.states) : pipeline.states;
    const read = readBefore + quotes.length;
    const nextCursor =
      reading.nextCursor && cursors.write([since, reference ?? null, reading.nextCursor, read, states]);
    return {
      structured: known({
        since,
        today,
        user: visits?.user,
        ...toPipelineView(pipeline, chase, jobs.value ?? new Map()),
        soFar: before && { quotesRead: read, states: toStates(states) },
        currency: profile.currency,
        unread: jobs.failure && failuresOf({ jobs }),
        coverage: coverageOf(
          { since, continued: before !== undefined, reading, quotes, amounts },
          visits,
          profile,
        ),
        hasMore: nextCursor !== undefined,
        nextCursor,
        notice: nextCursor && notice(nextCursor),
      }),
    };
  },
  text: pipelineNote,
});

function assertSince(since: string, today: string, withUser: boolean): void {
  if (since > today) {
    throw new ToolError(`since (${since}) is after today (${today}). Name an earlier day.`);
  }
  if (withUser && daysBetween(since, today) > MAX_DAYS_OF_USER) {
    throw new ToolError(
      `since: with user at most ${MAX_DAYS_OF_USER} days back, because the calendar has to be read as well. Give ${addDays(today, -MAX_DAYS_OF_USER)} or later.`,
    );
  }
}

function notice(nextCursor: string): string {
  return `There are older quotes than one call reads: go on with cursor "${nextCursor}". The figures are those of this part; soFar of the last answer has the exact sums by state.`;
}
