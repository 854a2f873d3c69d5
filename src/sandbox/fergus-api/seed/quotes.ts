import { amountsOf, priceInTier } from '../amounts.ts';
import type { Job, PricingTier, Quote, QuoteLineItem, QuoteSection } from '../business.ts';
import { includedSections } from '../routes/quote-totals.ts';
import type { Kit } from './catalogue.ts';
import { about, type Cast, type JobPlan, type QuotePlan } from './job-plan.ts';
import { byKey, type Seeding, store } from './seeding.ts';

const VALID_DAYS = 30;

/** Adds the versions of a job's quote. */
export function seedQuotes(seeding: Seeding, cast: Cast, plan: JobPlan, job: Job): Quote[] {
  return (plan.quotes ?? []).map((quotePlan, index) =>
    addQuote(seeding, cast, plan, job, quotePlan, index + 1),
  );
}

function addQuote(
  seeding: Seeding,
  cast: Cast,
  plan: JobPlan,
  job: Job,
  quotePlan: QuotePlan,
  versionNumber: number,
): Quote {
  const { business, moments, random } = seeding;
  const { state, since } = quotePlan;
  const customer = byKey(cast.customers, plan.customer);
  const contact = business.contacts.get(customer.mainContactId);
  const isPublished = state !== 'draft';
  const isAccepted = state === 'accepted';
  const isSent = isPublished && state !== 'published';
  const createdAt = moments.officeTime(-since, about(seeding, 9));
  const publishedAt = isPublished ? moments.officeTime(-since, about(seeding, 13)) : null;
  const decidedAt = moments.officeTime(-Math.max(1, since - 3), about(seeding, 16));
  const isDecided = ['accepted', 'declined', 'superseded', 'voided'].includes(state);
  const { sections, selectedSectionIds } = sectionsOf(seeding, cast, plan, quotePlan);
  return store(business.quotes, {
    id: business.nextId(),
    versionNumber,
    jobId: job.id,
    guid: random.guid(),
    title: plan.title,
    description: plan.detail,
    footerText: 'Prices hold until the date above. Work beyond this quote is charged as a variation.',
    quoteDate: publishedAt,
    isSent,
    isAccepted,
    isSuperseded: state === 'superseded',
    isLocked: isPublished,
    createdAt,
    lastModified: isDecided ? decidedAt : (publishedAt ?? createdAt),
    publishedAt,
    dueDate: isPublished ? moments.officeTime(VALID_DAYS - since, '17:00') : null,
    declinedAt: state === 'declined' ? decidedAt : null,
    voidedAt: state === 'voided' ? decidedAt : null,
    dueDays: String(VALID_DAYS),
    acceptedBy: isAccepted ? [contact?.firstName, contact?.lastName].filter(Boolean).join(' ') : null,
    sections,
    deposit: depositOf(quotePlan),
    acceptedAt: isAccepted ? decidedAt : null,
    selectedSectionIds,
    rejectedBy: state === 'declined' ? (contact?.firstName ?? null) : null,
    rejectionNotes: state === 'declined' ? 'Going with another price.' : null,
  });
}

function depositOf({ deposit, state }: QuotePlan): Quote['deposit'] {
  if (deposit === undefined) return null;
  const isPaid = state === 'accepted';
  return { optionType: 'PERCENT', optionValue: deposit, isPaid, invoiceGuid: null, invoiceUrl: null };
}

function sectionsOf(seeding: Seeding, cast: Cast, plan: JobPlan, quotePlan: QuotePlan) {
  const { optional = [], choices = [], taken = [], inner = [] } = quotePlan;
  const rows = [
    ...plan.kits.map((key) => ({ key, mode: 'Fixed' as const })),
    ...optional.map((key) => ({ key, mode: 'Optional' as const })),
    ...choices.map((key) => ({ key, mode: 'Multiple Choice' as const })),
  ];
  const sectionOf = (key: string, mode: QuoteSection['selectionMode'], sortOrder: number, parent: number) =>
    quoteSection(seeding, cast, plan, quotePlan, byKey(cast.catalogue.kits, key), mode, sortOrder, parent);
  const sections = rows.map(({ key, mode }, index) => sectionOf(key, mode, index + 1, 0));
  const [first] = sections;
  first?.sections.push(...inner.map((key, index) => sectionOf(key, 'Fixed', index + 1, first.sectionId)));
  const selectedSectionIds = rows.flatMap(({ key, mode }, index) => {
    const section = sections[index];
    return section !== undefined && mode !== 'Fixed' && taken.includes(key) ? [section.sectionId] : [];
  });
  return { sections, selectedSectionIds };
}

function quoteSection(
  seeding: Seeding,
  cast: Cast,
  plan: JobPlan,
  { discount }: QuotePlan,
  kit: Kit,
  selectionMode: QuoteSection['selectionMode'],
  sortOrder: number,
  parentSectionId: number,
): QuoteSection {
  const { business, locale } = seeding;
  const tier = tierOf(seeding, cast, plan);
  const blank = { isCombined: false, combinedItemId: null, combinedItemName: null };
  const labour = kit.labour.map(
    ([itemName, itemQuantity], index): QuoteLineItem => ({
      quoteLineItemId: business.nextId(),
      priceBookLineItemId: null,
      itemName,
      itemQuantity,
      itemPrice: locale.labour.price,
      itemRrp: null,
      itemCost: locale.labour.cost,
      salesAccountId: null,
      isLabour: true,
      sortOrder: index + 1,
      discountRate: null,
      ...blank,
    }),
  );
  const materials = kit.items.map(([code, itemQuantity], index): QuoteLineItem => {
    const item = byKey(cast.catalogue.items, code);
    return {
      quoteLineItemId: business.nextId(),
      priceBookLineItemId: item.id,
      itemName: item.name,
      itemQuantity,
      itemPrice: priceInTier(item, tier),
      itemRrp: item.retailPrice,
      itemCost: item.costPrice,
      salesAccountId: item.salesAccountId,
      isLabour: false,
      sortOrder: labour.length + index + 1,
      discountRate: discount ?? null,
      ...blank,
    };
  });
  return {
    sectionId: business.nextId(),
    name: kit.name,
    sortOrder,
    parentSectionId,
    description: kit.description,
    selectionMode,
    sectionConfig: {
      showAllLineItems: true,
      showPrices: true,
      showTotals: true,
      showSummary: false,
      showQuantities: true,
    },
    lineItems: [...labour, ...materials],
    sections: [],
  };
}

/** The pricing tier that the job's customer buys in. */
export function tierOf({ business }: Seeding, cast: Cast, plan: JobPlan): PricingTier {
  const { customerFullName, pricingTierId } = byKey(cast.customers, plan.customer);
  const tier = pricingTierId === null ? undefined : business.pricingTiers.get(pricingTierId);
  if (tier === undefined) throw new Error(`${customerFullName} has no pricing tier.`);
  return tier;
}

/** What the customer bought: the lines of the fixed sections and of those that were taken. */
export function boughtLines(quote: Quote): QuoteLineItem[] {
  return includedSections(quote, quote.selectedSectionIds).flatMap(({ lineItems }) => lineItems);
}

/** The price of what the customer bought, before tax. */
export function boughtFor(quote: Quote): number {
  return amountsOf(boughtLines(quote), 0).discountedSubTotal;
}
