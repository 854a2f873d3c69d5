import { type Amounts, amountsOf } from '../amounts.ts';
import type { Business, Quote, QuoteSection } from '../business.ts';
import { ApiError } from '../http.ts';

/** All sections of a quote, those inside others too. */
export function allSections(quote: Pick<Quote, 'sections'>): QuoteSection[] {
  const withInner = (section: QuoteSection): QuoteSection[] => [
    section,
    ...section.sections.flatMap(withInner),
  ];
  return quote.sections.flatMap(withInner);
}

/** Whether the customer has a choice to make before the price is known. */
export function hasChoices(quote: Quote): boolean {
  return allSections(quote).some(({ selectionMode }) => selectionMode !== 'Fixed');
}

/** @throws ApiError 400 for an id that is none of the quote's sections. */
export function checkSectionIds(quote: Quote, sectionIds: readonly number[]): void {
  const known = new Set(allSections(quote).map(({ sectionId }) => sectionId));
  const unknown = sectionIds.find((id) => !known.has(id));
  if (unknown !== undefined) {
    throw new ApiError(400, `body/selectedSectionIds: section ${unknown} is not part of quote ${quote.id}`);
  }
}

/**
 * The sections that make the price: the fixed ones and the selected ones. What lies inside a section that was
 * not selected is out with it.
 */
export function includedSections(quote: Quote, selectedIds: readonly number[]): QuoteSection[] {
  const included = (section: QuoteSection): QuoteSection[] =>
    section.selectionMode === 'Fixed' || selectedIds.includes(section.sectionId)
      ? [section, ...section.sections.flatMap(included)]
      : [];
  return quote.sections.flatMap(included);
}

interface QuoteTotals {
  /** One for each included section, of its own lines alone: together they make the quote's total. */
  sectionTotals: (Amounts & { sectionId: number })[];
  quoteTotal: Amounts;
}

/** What the included sections and the whole quote amount to, at the company's tax rate. */
export function quoteTotals(business: Business, quote: Quote, selectedIds: readonly number[]): QuoteTotals {
  const taxRate = business.company.tax?.rate ?? 0;
  const sections = includedSections(quote, selectedIds);
  return {
    sectionTotals: sections.map(({ sectionId, lineItems }) => ({
      sectionId,
      ...amountsOf(lineItems, taxRate),
    })),
    quoteTotal: amountsOf(
      sections.flatMap(({ lineItems }) => lineItems),
      taxRate,
    ),
  };
}
