import { amountsOf } from '../../src/sandbox/fergus-api/amounts.ts';
import type { Business, Quote, QuoteLineItem, QuoteSection } from '../../src/sandbox/fergus-api/business.ts';
import { addDays, fromLocalTime, localDay } from '../../src/sandbox/fergus-api/local-time.ts';
import { includedSections } from '../../src/sandbox/fergus-api/routes/quote-totals.ts';
import { generateJobs } from '../../src/sandbox/fergus-api/seed/generate-jobs.ts';
import { seedKereru } from '../../src/sandbox/fergus-api/seed/kereru/index.ts';
import { Random } from '../../src/sandbox/fergus-api/seed/random.ts';
import { store } from '../../src/sandbox/fergus-api/seed/seeding.ts';

const ZONE = 'Pacific/Auckland';
const STATES = ['draft', 'published', 'sent', 'accepted', 'declined', 'superseded', 'voided'] as const;
type State = (typeof STATES)[number];

/** The seeded people without any job or quote. */
export function emptyBusiness(now: () => Date): Business {
  const business = seedKereru(now);
  for (const records of [business.jobs, business.quotes, business.invoices, business.phases]) records.clear();
  for (const records of [business.timeEntries, business.calendarEvents, business.notes]) records.clear();
  return business;
}

/**
 * The seeded people with generated jobs, each with one to three versions of a quote, created at the first and last
 * moments of days over the last `days` days. Prices, quantities and discounts are such that their products have
 * more than two decimals.
 */
export function quotedBusiness(jobs: number, days: number, now: () => Date): Business {
  const business = emptyBusiness(now);
  const random = new Random(jobs);
  for (const job of generateJobs(business, jobs)) {
    const versions = random.int(1, 3);
    for (let version = 1; version <= versions; version += 1) {
      const state = version < versions ? random.pick(['superseded', 'voided'] as const) : random.pick(STATES);
      const since = random.int(0, days);
      addQuote(
        business,
        job.id,
        state,
        { since, validDays: random.int(7, 60), versionNumber: version },
        random,
      );
    }
  }
  return business;
}

/** The time on a clock in Auckland, so many days ago. */
export function daysAgo(business: Business, days: number, clock: string): string {
  const day = addDays(localDay(business.now(), ZONE), -days);
  return fromLocalTime(`${day} ${clock}`, ZONE).toISOString();
}

/** Adds a quote that was made `since` days ago, and published on that day unless it is a draft. */
export function addQuote(
  business: Business,
  jobId: number,
  state: State,
  { since, validDays = 30, versionNumber = 1 }: { since: number; validDays?: number; versionNumber?: number },
  random: Random = new Random(business.quotes.size),
): Quote {
  const isPublished = state !== 'draft';
  const createdAt = daysAgo(business, since, random.pick(['00:00', '11:59', '23:00']));
  const published = isPublished ? daysAgo(business, since, '23:59') : null;
  const decided = ['accepted', 'declined', 'superseded', 'voided'].includes(state);
  return store(business.quotes, {
    id: business.nextId(),
    versionNumber,
    jobId,
    guid: random.guid(),
    title: `Quote of job ${jobId}`,
    description: null,
    footerText: null,
    quoteDate: published,
    isSent: isPublished && state !== 'published',
    isAccepted: state === 'accepted' || (state === 'superseded' && random.chance(20)),
    isSuperseded: state === 'superseded',
    isLocked: isPublished,
    createdAt,
    lastModified: decided ? daysAgo(business, Math.max(0, since - 2), '08:00') : (published ?? createdAt),
    publishedAt: published,
    dueDate: isPublished
      ? daysAgo(business, since - validDays, random.pick(['00:00', '17:00', '23:59']))
      : null,
    declinedAt: state === 'declined' ? daysAgo(business, Math.max(0, since - 2), '08:00') : null,
    voidedAt: state === 'voided' ? daysAgo(business, Math.max(0, since - 2), '08:00') : null,
    dueDays: String(validDays),
    acceptedBy: state === 'accepted' ? 'Robin' : null,
    sections: sectionsOf(business, random),
    deposit: null,
    acceptedAt: null,
    selectedSectionIds: [],
    rejectedBy: null,
    rejectionNotes: null,
  });
}

/** One to three sections, some of them options, the first with a section inside. */
function sectionsOf(business: Business, random: Random): QuoteSection[] {
  const modes = ['Fixed', random.pick(['Fixed', 'Optional', 'Multiple Choice'] as const)] as const;
  const sections = modes.slice(0, random.int(1, 2)).map((mode) => sectionOf(business, random, mode, 0));
  const [first] = sections;
  first?.sections.push(
    sectionOf(business, random, random.pick(['Fixed', 'Optional'] as const), first.sectionId),
  );
  return sections;
}

function sectionOf(
  business: Business,
  random: Random,
  selectionMode: QuoteSection['selectionMode'],
  parentSectionId: number,
): QuoteSection {
  const [sectionId, count] = [business.nextId(), random.int(1, 4)];
  const lineItems = Array.from({ length: count }, () => lineOf(business, random));
  const config = { showAllLineItems: true, showPrices: true, showTotals: true, showSummary: false };
  return {
    sectionId,
    name: `Section ${sectionId}`,
    sortOrder: 1,
    parentSectionId,
    description: null,
    selectionMode,
    sectionConfig: { ...config, showQuantities: true },
    lineItems,
    sections: [],
  };
}

function lineOf(business: Business, random: Random): QuoteLineItem {
  return {
    quoteLineItemId: business.nextId(),
    priceBookLineItemId: null,
    itemName: 'Line',
    itemQuantity: random.int(1, 2_000) / 100,
    itemPrice: random.int(1, 90_000) / 100,
    itemRrp: null,
    itemCost: 1,
    salesAccountId: null,
    isLabour: true,
    sortOrder: 1,
    discountRate: random.pick([null, 0, 2.5, 12.25, 33.3]),
    isCombined: false,
    combinedItemId: null,
    combinedItemName: null,
  };
}

/** What a quote amounts to without its options, in whole cents, by the sandbox's own arithmetic. */
export function centsOfQuote(quote: Quote): number {
  const lines = includedSections(quote, []).flatMap(({ lineItems }) => lineItems);
  return Math.round(amountsOf(lines, 0).discountedSubTotal * 100);
}
