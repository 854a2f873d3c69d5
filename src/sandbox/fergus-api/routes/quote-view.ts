import type { Request } from 'express';
import { lineTotal, sum } from '../amounts.ts';
import { numberOfJob, type Quote, type QuoteLineItem, type QuoteSection } from '../business.ts';
import { businessOf, existing, link } from '../http.ts';

/** How this company's documents look. The API has no operation that changes it. */
const QUOTE_CONFIG = {
  showDocumentTotals: true,
  showLineItemPrices: false,
  showLineItemTotals: false,
  showLineItemQuantities: true,
  showSectionTotals: true,
  showLabourPrices: false,
  showMaterialPrices: false,
  showLabourSummary: false,
  showMaterialSummary: false,
  showAllLineItems: true,
  mainColour: '#1f4e79',
  accentColour: '#f2a33a',
  fontColour: null,
  orientation: 'portrait',
  fontSizeOverride: null,
  indentCustomerAddress: false,
};

/**
 * A quote without its contents, as the list over all jobs answers it. The contract makes the contents optional
 * and no source says whether that list carries them, so that a caller must manage without.
 */
export function quoteHeadView(req: Request, quote: Quote) {
  const {
    sections: _sections,
    deposit: _deposit,
    acceptedAt: _acceptedAt,
    selectedSectionIds: _selectedSectionIds,
    rejectedBy: _rejectedBy,
    rejectionNotes: _rejectionNotes,
    ...head
  } = quote;
  const job = existing(businessOf(req).jobs, quote.jobId, 'Job');
  return {
    ...head,
    jobNo: numberOfJob(job),
    links: [
      link(req, 'self', `/jobs/${quote.jobId}/quotes/${quote.id}`),
      link(req, 'job', `/jobs/${quote.jobId}`),
    ],
  };
}

/**
 * A quote with its sections.
 *
 * @param includeCombinedItemParents list the item that combined lines make up, in front of its lines.
 */
export function quoteView(req: Request, quote: Quote, includeCombinedItemParents = false) {
  const withParents = (section: QuoteSection): QuoteSection => ({
    ...section,
    lineItems: combinedItemParents(section.lineItems),
    sections: section.sections.map(withParents),
  });
  return {
    ...quoteHeadView(req, quote),
    quoteConfig: QUOTE_CONFIG,
    sections: includeCombinedItemParents ? quote.sections.map(withParents) : quote.sections,
    ...(quote.deposit === null ? {} : { deposit: quote.deposit }),
  };
}

function combinedItemParents(lines: readonly QuoteLineItem[]): QuoteLineItem[] {
  const ids = lines.map(({ combinedItemId }) => combinedItemId);
  return lines.flatMap((line, index) => {
    const id = line.combinedItemId;
    if (id === null || ids.indexOf(id) < index) return [line];
    return [
      parentOf(
        id,
        lines.filter(({ combinedItemId }) => combinedItemId === id),
      ),
      line,
    ];
  });
}

/** The combined item: one piece that costs what its lines cost together. */
function parentOf(id: number, lines: readonly QuoteLineItem[]): QuoteLineItem {
  return {
    quoteLineItemId: id,
    priceBookLineItemId: null,
    itemName: lines[0]?.combinedItemName ?? null,
    itemQuantity: 1,
    itemPrice: sum(lines.map(lineTotal)),
    itemRrp: null,
    itemCost: sum(lines.map((line) => line.itemCost * line.itemQuantity)),
    salesAccountId: null,
    isLabour: false,
    sortOrder: lines[0]?.sortOrder ?? 1,
    discountRate: null,
    isCombined: true,
    combinedItemId: null,
    combinedItemName: null,
  };
}
