import { z } from 'zod';
import type { CompanyProfile } from '../../fergus/company-profile.ts';
import type { Job } from '../../fergus/types/jobs.ts';
import { dayOf, known, text } from '../shared/values.ts';
import { jobCounts, jobsToInvoice } from './business-snapshot-figures.ts';
import type { Scope, SnapshotParts } from './business-snapshot-reading.ts';
import { pipelineOf } from './quote-pipeline-figures.ts';
import { chaseRow, sum, toChaseRow, toSum } from './quote-pipeline-view.ts';
import { OVERDUE, receivablesOf, totalOf } from './receivables-figures.ts';
import { ageRow, customerRow, toCustomerRow, toSums } from './receivables-view.ts';
import { scheduleOf } from './schedule-figures.ts';
import { scheduleView, toScheduleDays } from './schedule-view.ts';
import { byPerson, sumOf } from './timesheet-figures.ts';

/** How many of a kind are named; the tools of their own name more. */
const MAX_NAMED = 4;
/** As get-quote-pipeline has it unless told otherwise. */
const EXPIRING_WITHIN = 7;

const { days, overlaps, bookedHours } = scheduleView.shape;

const schedule = z.object({
  today: days.element,
  bookedHours,
  overlaps,
  from: z.string(),
  to: z.string(),
  bookings: z.int().describe('From from to to.'),
});
const jobs = z.object({
  read: z.int(),
  statuses: z.array(z.object({ status: z.string(), count: z.int() })),
  onHold: z.int(),
  archived: z.int().describe('Not in statuses.'),
});
const quotes = z.object({
  since: z.string(),
  waiting: sum,
  expiring: sum.extend({ by: z.string() }),
  expired: sum,
  chase: z.array(chaseRow).describe('The most urgent.'),
});
const receivables = z.object({
  owed: z.number().describe('With tax.'),
  overdue: z.number(),
  ageing: z.array(ageRow),
  worst: z.array(customerRow).describe('Who is overdue with most.'),
});
const hours = z.object({
  from: z.string(),
  to: z.string(),
  paidHours: z.number(),
  chargedHours: z.number(),
  unchargedHours: z.number(),
  noJobHours: z.number(),
  people: z.array(z.object({ user: z.string(), paidHours: z.number() })),
});
const toInvoice = sum.extend({
  value: z.number().describe('Before tax: accepted quote, else time and material, less what is billed.'),
  jobs: z.array(
    z.object({
      jobId: z.int(),
      job: z.string().optional(),
      title: z.string().optional(),
      customer: z.string().optional(),
      status: z.string().optional(),
      lastModified: z.string().optional(),
      value: z.number().optional(),
    }),
  ),
});

/** A part that could not be read is missing, and `unread` says why. */
export const businessSnapshot = z.object({
  company: z.string().optional(),
  today: z.string(),
  schedule: schedule.optional(),
  jobs: jobs.optional(),
  toInvoice: toInvoice.optional().describe('Work done but not invoiced.'),
  quotes: quotes.optional().describe('Waiting for an answer.'),
  receivables: receivables.optional(),
  hours: hours.optional(),
  currency: z.string().optional(),
  timeZone: z.string(),
  unread: z.array(z.string()).optional(),
  coverage: z.array(z.string()),
});
export type BusinessSnapshot = z.output<typeof businessSnapshot>;

/** What the parts are shown with. */
export interface SnapshotContext {
  readonly scope: Scope;
  readonly today: string;
  readonly company: CompanyProfile;
}

export function toSnapshot(parts: SnapshotParts, context: SnapshotContext) {
  const { company } = context;
  const found = new Map((parts.jobs.value?.records ?? []).map((job) => [job.id, job] as const));
  return known({
    schedule: toSchedule(parts, context, found),
    jobs: parts.jobs.value && { read: found.size, ...toCounts([...found.values()]) },
    toInvoice: parts.jobs.value && toInvoicing(parts, [...found.values()], company),
    quotes: toQuotes(parts, context, found),
    receivables: toReceivables(parts, context),
    hours: toHours(parts),
  });
}

function toSchedule(
  { bookings }: SnapshotParts,
  { scope, today, company }: SnapshotContext,
  found: ReadonlyMap<number, Job>,
): z.output<typeof schedule> | undefined {
  if (!bookings.value) return undefined;
  const whole = scheduleOf(bookings.value, scope.bookings, company);
  const ofToday = scheduleOf(bookings.value, { from: today, to: today }, company);
  const { days, ...sums } = toScheduleDays(ofToday, { company, jobs: found, users: undefined });
  const [day] = days;
  return (
    day && {
      today: day,
      ...sums,
      ...scope.bookings,
      bookings: bookings.value.length - whole.inactive - whole.withoutTime,
    }
  );
}

function toCounts(records: readonly Job[]) {
  const { statuses, onHold, archived } = jobCounts(records);
  return { statuses: [...statuses], onHold, archived };
}

function toInvoicing(
  { 'work to be invoiced': unbilled }: SnapshotParts,
  records: readonly Job[],
  company: CompanyProfile,
): z.output<typeof toInvoice> {
  const done = jobsToInvoice(records);
  const amounts = unbilled.value ?? new Map<number, number>();
  const cents = [...amounts.values()].reduce((total, amount) => total + amount, 0);
  return {
    ...toSum({ count: done.length, cents, valued: amounts.size }),
    jobs: done.slice(0, MAX_NAMED).map((job) => {
      const amount = amounts.get(job.id);
      return known({
        jobId: job.id,
        job: text(job.jobNo),
        title: text(job.description),
        customer: text(job.customer?.customerFullName),
        status: text(job.status),
        lastModified: dayOf(job.lastModified, company),
        value: amount === undefined ? undefined : amount / 100,
      });
    }),
  };
}

function toQuotes(
  { quotes: read, 'amounts of quotes': amounts }: SnapshotParts,
  { scope, today, company }: SnapshotContext,
  found: ReadonlyMap<number, Job>,
): z.output<typeof quotes> | undefined {
  if (!read.value) return undefined;
  const options = { today, expiringWithin: EXPIRING_WITHIN };
  const pipeline = pipelineOf(read.value.records, amounts.value ?? new Map(), options, company);
  return {
    since: scope.quotesSince,
    waiting: toSum(pipeline.waiting),
    expiring: { by: pipeline.expiringBy, ...toSum(pipeline.expiring) },
    expired: toSum(pipeline.expired),
    chase: pipeline.chase
      .slice(0, MAX_NAMED)
      .map((chase) => toChaseRow(chase, found.get(chase.quote.jobId ?? 0))),
  };
}

function toReceivables(
  { invoices }: SnapshotParts,
  { today, company }: SnapshotContext,
): z.output<typeof receivables> | undefined {
  if (!invoices.value) return undefined;
  const { ages, customers } = receivablesOf(invoices.value.records, today, company);
  const late = customers.filter(({ ages }) => totalOf(ages, OVERDUE).cents > 0);
  late.sort((a, b) => b.overdue.cents - a.overdue.cents || b.daysOverdue - a.daysOverdue);
  return { ...toSums(ages), worst: late.slice(0, MAX_NAMED).map(toCustomerRow) };
}

function toHours({ 'time entries': read }: SnapshotParts): z.output<typeof hours> | undefined {
  if (!read.value) return undefined;
  const { entries, period } = read.value;
  const total = sumOf(entries);
  const people = [...byPerson(entries)].map(([key, { entries: own, worked }]) => ({
    user: own.find(({ user }) => user !== undefined)?.user ?? `user ${key}`,
    paidHours: worked.paid / 100,
  }));
  return {
    ...period,
    paidHours: total.paid / 100,
    chargedHours: total.charged / 100,
    unchargedHours: total.uncharged / 100,
    noJobHours: total.noJob / 100,
    people: people.sort((a, b) => a.user.localeCompare(b.user)),
  };
}
