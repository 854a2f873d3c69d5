import { priceInTier } from '../amounts.ts';
import type { JobPhase, User } from '../business.ts';
import type { Cast, SeededJob, WorkPlan } from './job-plan.ts';
import { boughtLines, tierOf } from './quotes.ts';
import { byKey, type Seeding, store } from './seeding.ts';

/** For so many workdays back the days of employees are full: what no job takes goes to workshop and van. */
const FULL_DAYS = 15;
const DAY_START = 7.5;
const DAY_END = 16;
const LUNCH_START = 12;
const LUNCH_HOURS = 0.5;

const OVERHEAD = ['Van stock and workshop', 'Supplier run', 'Toolbox talk and vehicle check', 'Training'];
const REMARKS = ['', ', waiting on parts for the rest', ', tested and tidy', ', customer on site'];

/** Adds the timesheets of all jobs, a day and a person at a time so that nobody is in two places at once. */
export function seedTimesheets(seeding: Seeding, cast: Cast, jobs: Iterable<SeededJob>): void {
  const worked = [...jobs].flatMap((entry) =>
    entry.plan.work === undefined ? [] : [{ ...entry, work: entry.plan.work }],
  );
  const crew = new Set(worked.flatMap(({ work }) => work.crew));
  const firstDay = Math.max(FULL_DAYS, ...worked.map(({ work }) => work.days[0]));
  for (let ago = firstDay; ago >= 1; ago -= 1) {
    for (const key of crew) {
      const today = worked.filter(
        ({ work }) => work.crew.includes(key) && ago <= work.days[0] && ago >= work.days[1],
      );
      fillDay(seeding, byKey(cast.users, key), ago, today);
    }
  }
}

type WorkedJob = SeededJob & { readonly work: WorkPlan };

function fillDay(seeding: Seeding, user: User, ago: number, jobs: readonly WorkedJob[]): void {
  const { random } = seeding;
  let start = DAY_START;
  for (const { job, plan, phases, work } of jobs) {
    const phase = phaseOn(phases, work, ago);
    const description = `${phase?.title ?? 'Work'}, ${plan.title.toLowerCase()}${random.pick(REMARKS)}`;
    start = addEntry(seeding, user, ago, start, work.hours ?? 8, description, {
      jobId: job.id,
      jobPhaseId: phase?.id ?? null,
    });
  }
  if (ago > FULL_DAYS || DAY_END - start < 0.5 || user.userType === 'contractor') return;
  addEntry(seeding, user, ago, start, 8, random.pick(OVERHEAD), { jobId: null, jobPhaseId: null });
}

/** The phases of a job follow one another over its days. */
function phaseOn(
  phases: readonly JobPhase[],
  { days: [first, last] }: WorkPlan,
  ago: number,
): JobPhase | undefined {
  return phases[Math.floor(((first - ago) / (first - last + 1)) * phases.length)];
}

/** Adds an entry of at most so many charged hours within the day; gives the hour at which it ends. */
function addEntry(
  { business, moments, random }: Seeding,
  user: User,
  ago: number,
  start: number,
  hours: number,
  workDescription: string,
  where: { jobId: number | null; jobPhaseId: number | null },
): number {
  const hasLunch = start < LUNCH_START && start + hours > LUNCH_START;
  const end = Math.min(DAY_END, start + hours + (hasLunch ? LUNCH_HOURS : 0));
  if (end <= start) return start;
  const day = moments.workday(ago);
  const local = (hour: number) => `${moments.day(day)} ${clock(hour)}`;
  const hasTravel = !hasLunch && where.jobId !== null && end - start >= 1 && random.chance(20);
  store(business.timeEntries, {
    id: business.nextId(),
    userId: user.id,
    dateEntered: moments.at(day, clock(16.25 + random.int(0, 3) / 4)),
    startTime: local(start),
    endTime: local(end),
    isLocked: ago > 6,
    payRate: user.payRate,
    chargeOutRate: user.chargeOutRate,
    paidDuration: end - start - (hasLunch ? LUNCH_HOURS : 0),
    unchargedTimeDuration: hasLunch ? LUNCH_HOURS : hasTravel ? 0.25 : null,
    unchargedTimeStart: hasLunch ? local(LUNCH_START) : hasTravel ? local(start) : null,
    unchargedTimeType: hasLunch ? 'Lunch' : hasTravel ? 'Travel' : null,
    isUnchargedTimeUnpaid: hasLunch,
    workDescription,
    ...where,
  });
  return end;
}

/** 7.5 → "07:30". */
function clock(hour: number): string {
  return `${String(Math.floor(hour)).padStart(2, '0')}:${String(Math.round((hour % 1) * 60)).padStart(2, '0')}`;
}

/** Adds what each job that was worked on has used, entered on its first day. */
export function seedStock(seeding: Seeding, cast: Cast, jobs: Iterable<SeededJob>): void {
  const { business, moments } = seeding;
  for (const { plan, job, phases, quotes } of jobs) {
    const [phase] = phases;
    const { work } = plan;
    if (work === undefined || phase === undefined) continue;
    const accepted = quotes.find(({ isAccepted }) => isAccepted);
    const used =
      accepted === undefined
        ? plan.kits
            .flatMap((key) => byKey(cast.catalogue.kits, key).items)
            .map(([code, quantity]) => ({ item: byKey(cast.catalogue.items, code), quantity }))
        : boughtLines(accepted).flatMap((line) => {
            const item = business.pricebookItems.get(line.priceBookLineItemId ?? 0);
            return item === undefined ? [] : [{ item, quantity: line.itemQuantity }];
          });
    const dateEntered = moments.at(moments.workday(work.days[0]), '16:20');
    for (const { item, quantity } of used) {
      store(business.stockOnHand, {
        id: business.nextId(),
        jobId: job.id,
        jobPhaseId: phase.id,
        itemDescription: item.name,
        itemCost: item.costPrice,
        itemPrice: priceInTier(item, tierOf(seeding, cast, plan)),
        itemQuantity: quantity,
        createdBy: byKey(cast.users, work.crew[0] ?? '').id,
        dateEntered,
        lastModified: dateEntered,
        priceBookLineItemId: item.id,
        salesAccountId: item.salesAccountId,
        isLabour: false,
      });
    }
  }
}
