import { z } from 'zod';
import type { QuoteAmount } from '../../fergus/api.ts';
import type { CompanyProfile } from '../../fergus/company-profile.ts';
import type { Job } from '../../fergus/types/jobs.ts';
import type { Quote } from '../../fergus/types/quotes.ts';
import { QUOTE_STATES } from '../quotes/quote-state.ts';
import { dayOf, integer, known, text } from '../shared/values.ts';
import { plural } from './note-text.ts';
import {
  acceptanceOf,
  type Chase,
  type QuotePipeline,
  type QuoteSum,
  WAITING_AGES,
} from './quote-pipeline-figures.ts';
import type { Visits } from './quote-pipeline-reading.ts';
import type { Reading } from './read-pages.ts';

/** A number of quotes or jobs with what they amount to. */
export const sum = z.object({
  count: z.int(),
  value: z.number().describe('Before tax, after discount, without options.'),
  withoutValue: z.int().optional().describe('How many of count are not in value yet.'),
});

const stateRow = sum.extend({ state: z.enum(QUOTE_STATES) });

export const chaseRow = z.object({
  quoteId: z.int(),
  job: z.string().optional(),
  jobId: z.int().optional(),
  customer: z.string().optional(),
  title: z.string().optional(),
  value: z.number().optional(),
  options: z.int().optional().describe('Sections the customer may choose; not in value.'),
  daysWaiting: z.int().optional(),
  validUntil: z.string().optional(),
  why: z.string(),
});

export const quotePipelineView = z.object({
  since: z.string(),
  today: z.string(),
  user: z.string().optional(),
  waiting: sum.describe('Sent or published, no answer yet.'),
  expiring: sum.extend({ by: z.string() }).describe('Waiting and valid no longer than this day.'),
  expired: sum.describe('Waiting, but no longer valid.'),
  acceptance: z.object({
    accepted: z.int(),
    declined: z.int(),
    rate: z.number().optional().describe('Percent of those answered.'),
    rateByValue: z.number().optional(),
  }),
  states: z.array(stateRow),
  waitingDays: z.array(sum.extend({ days: z.enum(WAITING_AGES) })),
  soFar: z
    .object({ quotesRead: z.int(), states: z.array(stateRow) })
    .optional()
    .describe('With the parts before this one.'),
  chase: z.array(chaseRow).describe('Whom to call first.'),
  chaseLeftOut: z.int().optional(),
  currency: z.string().optional(),
  unread: z.array(z.string()).optional(),
  coverage: z.string(),
  hasMore: z.boolean(),
  nextCursor: z.string().optional().describe('Pass as cursor to get the older ones.'),
});

export type QuotePipelineView = z.output<typeof quotePipelineView>;

/** @param jobs of those to be chased, as far as they could be read. */
export function toPipelineView(
  pipeline: QuotePipeline,
  chase: readonly Chase[],
  jobs: ReadonlyMap<number, Job>,
) {
  const { accepted, declined, rate, rateByValue } = acceptanceOf(pipeline.states);
  return known({
    waiting: toSum(pipeline.waiting),
    expiring: { by: pipeline.expiringBy, ...toSum(pipeline.expiring) },
    expired: toSum(pipeline.expired),
    acceptance: known({ accepted: accepted.count, declined: declined.count, rate, rateByValue }),
    states: toStates(pipeline.states),
    waitingDays: WAITING_AGES.map((days) => ({ days, ...toSum(pipeline.ageing[days]) })),
    chase: chase.map((row) => toChaseRow(row, jobs.get(row.quote.jobId ?? 0))),
    chaseLeftOut: pipeline.chase.length - chase.length || undefined,
  });
}

export function toStates(states: QuotePipeline['states']): z.output<typeof stateRow>[] {
  return QUOTE_STATES.map((state) => ({ state, ...toSum(states[state]) }));
}

export function toSum({ count, cents, valued }: QuoteSum): z.output<typeof sum> {
  return known({ count, value: cents / 100, withoutValue: count - valued || undefined });
}

export function toChaseRow(chase: Chase, job: Job | undefined): z.output<typeof chaseRow> {
  const { quote, amount, daysWaiting, validUntil } = chase;
  return known({
    quoteId: quote.id,
    job: text(job?.jobNo) ?? text(quote.jobNo),
    jobId: integer(quote.jobId),
    customer: text(job?.customer?.customerFullName),
    title: text(quote.title),
    value: amount && amount.cents / 100,
    options: amount?.options || undefined,
    daysWaiting,
    validUntil,
    why: whyOf(chase),
  });
}

function whyOf({ reason, daysLeft = 0, daysWaiting = 0 }: Chase): string {
  switch (reason) {
    case 'expiring':
      return daysLeft === 0 ? 'expires today' : `expires in ${plural(daysLeft, 'day')}`;
    case 'unanswered':
      return `no answer for ${plural(daysWaiting, 'day')}`;
    case 'unsent':
      return `published ${plural(daysWaiting, 'day')} ago, not marked as sent`;
    case 'expired':
      return `expired ${plural(-daysLeft, 'day')} ago without an answer`;
  }
}

/** What was read for the figures. */
export interface Basis {
  readonly since: string;
  /** Whether other parts were read before. */
  readonly continued: boolean;
  readonly reading: Reading<Quote>;
  /** Those of the reading that count. */
  readonly quotes: readonly Quote[];
  readonly amounts: ReadonlyMap<number, QuoteAmount>;
}

/** How complete the figures are, and how to get what is missing. */
export function coverageOf(
  { since, continued, reading: { records, nextCursor }, quotes, amounts }: Basis,
  visits: Visits | undefined,
  company: CompanyProfile,
): string {
  const back = dayOf(records.at(-1)?.createdAt, company) ?? 'an unknown day';
  const whole = continued
    ? `The last ${records.length} quotes back to ${since} read; soFar covers all.`
    : `All ${plural(records.length, 'quote')} created since ${since} read.`;
  const read =
    nextCursor === undefined
      ? whole
      : `${records.length} quotes read, back to those of ${back}; older ones since ${since} are not read yet.`;
  const own = visits ? [`${quotes.length} of them are of jobs that ${visits.user} was booked to quote.`] : [];
  const missing = quotes.length - amounts.size;
  const known =
    missing === 0
      ? `Amounts of all ${quotes.length} known.`
      : `Amounts of ${amounts.size} of ${quotes.length} known, those waiting first; the same call again reads more of them.`;
  return [read, ...own, known].join(' ');
}
