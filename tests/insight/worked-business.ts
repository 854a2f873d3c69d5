import type { Business, Job, JobPhase, TimeEntry } from '../../src/sandbox/fergus-api/business.ts';
import { addDays, fromLocalTime, localTime } from '../../src/sandbox/fergus-api/local-time.ts';
import { Random } from '../../src/sandbox/fergus-api/seed/random.ts';
import { store } from '../../src/sandbox/fergus-api/seed/seeding.ts';
import { addQuote } from './quote-pipeline-business.ts';
import { invoicedBusiness } from './receivables-business.ts';

export const ZONE = 'Pacific/Auckland';
/** A Thursday, four days after the clocks of Auckland went back. */
export const NOW = Date.parse('2026-04-09T02:20:00Z');
/** The work lies in these weeks, around the night of 4 to 5 April, which had an hour more. */
export const WORK = { from: '2026-03-23', to: '2026-04-12' };
const DAYS = 21;
/** So many jobs have quotes: no test looks at more of them. */
const MOST_QUOTED = 60;

/**
 * The seeded people with generated jobs, and for each of them phases, versions of a quote, invoices in any state,
 * material, time of three people and bookings. Rates, prices and quantities are such that their products have more
 * than two decimals; nights run over midnight and over the change of the clocks.
 */
export function workedBusiness(jobs: number, now: () => Date): Business {
  const business = invoicedBusiness(jobs, 2, now);
  for (const records of [business.stockOnHand, business.notes]) records.clear();
  for (const invoice of business.invoices.values()) addLine(business, invoice);
  const random = new Random(jobs + 7);
  for (const [index, job] of [...business.jobs.values()].entries()) {
    addWork(business, job, random);
    if (index < MOST_QUOTED && job.jobType !== 'Charge Up') addQuotes(business, job, random);
  }
  addOverhead(business, random);
  return business;
}

function addLine(business: Business, invoice: { sections: unknown[]; subtotal: number }): void {
  const line = {
    customerInvoiceLineItemId: business.nextId(),
    priceBookLineItemId: null,
    itemName: 'Work',
    itemDescription: null,
    itemQuantity: 1,
    itemPrice: invoice.subtotal,
    salesAccountId: null,
    isLabour: true,
    sortOrder: 1,
    discountRate: null,
    isCombined: false,
    combinedItemId: null,
    isCardPaymentFee: false,
  };
  const section = { sectionId: business.nextId(), name: null, sortOrder: 1, parentSectionId: 0 };
  invoice.sections.push({ ...section, description: null, lineItems: [line], sections: [] });
}

function addWork(business: Business, job: Job, random: Random): void {
  job.jobType = random.pick(['Quote', 'Estimate', 'Charge Up']);
  job.status = random.pick(['To Schedule', 'In Progress', 'Labour Complete', 'To Invoice', 'Invoiced']);
  const phases = ['First fix', 'Second fix'].slice(0, random.int(1, 2)).map((title) =>
    store(business.phases, {
      id: business.nextId(),
      jobId: job.id,
      title,
      description: 'As agreed.',
      createdAt: job.createdAt,
      status: random.pick(['To Schedule', 'In Progress', 'Completed', 'Voided']),
      assignedGroups: [],
      voidedAt: null,
    }),
  );
  const people = [...business.users.values()].filter(({ status }) => status === 'active');
  for (let count = random.int(1, 3); count > 0; count -= 1) {
    const phase = random.pick(phases);
    addEntry(business, random, { userId: random.pick(people).id, job, phase });
    addStock(business, random, phase);
    addBooking(business, random, { job, phase, userId: random.chance(10) ? null : random.pick(people).id });
  }
}

function addQuotes(business: Business, job: Job, random: Random): void {
  addQuote(business, job.id, random.pick(['superseded', 'voided'] as const), { since: 20 }, random);
  const state = random.pick(['draft', 'sent', 'accepted', 'declined'] as const);
  addQuote(business, job.id, state, { since: 9, versionNumber: 2 }, random);
}

const NIGHTS = ['20:00', '21:45', '23:00'];
const MORNINGS = ['06:30', '07:30', '08:15', '13:00'];

interface Where {
  readonly userId: number;
  readonly job?: Job;
  readonly phase?: JobPhase;
}

/** Time that is paid by the clock on the wall, less an unpaid break. */
export function addEntry(business: Business, random: Random, { userId, job, phase }: Where): TimeEntry {
  const day = addDays(WORK.from, random.int(0, DAYS - 1));
  const start = random.pick(random.chance(25) ? NIGHTS : MORNINGS);
  const quarters = random.int(2, 36);
  const began = fromLocalTime(`${day} ${start}`, ZONE).getTime();
  const local = (time: number) => localTime(new Date(time), ZONE);
  const pause = random.pick([null, null, 0.25, 0.5]);
  const unpaid = random.chance(50);
  return store(business.timeEntries, {
    id: business.nextId(),
    userId,
    dateEntered: business.now().toISOString(),
    startTime: local(began),
    endTime: local(began + quarters * 900_000),
    isLocked: false,
    payRate: random.int(2_311, 6_199) / 100,
    chargeOutRate: random.int(6_501, 14_999) / 100,
    paidDuration: quarters / 4 - (unpaid ? (pause ?? 0) : 0),
    unchargedTimeDuration: pause,
    unchargedTimeStart: null,
    unchargedTimeType: pause === null ? null : unpaid ? 'Lunch' : random.pick(['Travel', 'Rework']),
    isUnchargedTimeUnpaid: unpaid,
    workDescription: 'Work',
    jobId: job?.id ?? null,
    jobPhaseId: phase?.id ?? null,
  });
}

/** Days of the workshop and of training, which belong to no job. */
function addOverhead(business: Business, random: Random): void {
  for (const { id, userType } of business.users.values()) {
    if (userType === 'tradesman') addEntry(business, random, { userId: id });
  }
}

function addStock(business: Business, random: Random, phase: JobPhase): void {
  store(business.stockOnHand, {
    id: business.nextId(),
    jobId: phase.jobId,
    jobPhaseId: phase.id,
    itemDescription: 'Pipe',
    itemCost: random.int(1, 9_999) / 100,
    itemPrice: random.int(1, 19_999) / 100,
    itemQuantity: random.int(1, 999) / 100,
    createdBy: null,
    dateEntered: business.now().toISOString(),
    lastModified: null,
    priceBookLineItemId: null,
    salesAccountId: null,
    isLabour: false,
  });
}

interface Booked {
  readonly job: Job;
  readonly phase: JobPhase;
  readonly userId: number | null;
}

function addBooking(business: Business, random: Random, { job, phase, userId }: Booked): void {
  const day = addDays(WORK.from, random.int(0, DAYS - 1));
  const start = fromLocalTime(`${day} ${random.pick(random.chance(25) ? NIGHTS : MORNINGS)}`, ZONE);
  const length = random.int(1, 40) * 900_000;
  store(business.calendarEvents, {
    id: business.nextId(),
    userId,
    groupId: null,
    title: `Booking of ${job.jobNo}`,
    description: null,
    eventType: 'JOB_PHASE',
    jobPhaseId: phase.id,
    jobId: job.id,
    startTime: start.toISOString(),
    endTime: new Date(start.getTime() + length).toISOString(),
    isActive: !random.chance(5),
    isAllDay: random.chance(5),
    recurrence: random.chance(10)
      ? { frequency: 'DAILY', interval: 3, endType: 'AFTER', endDate: null, count: 4, excludedStarts: [] }
      : null,
    createdAt: business.now().toISOString(),
  });
}
