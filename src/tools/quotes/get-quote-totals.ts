import { z } from 'zod';
import { getQuoteTotals as fetchTotals, getQuote } from '../../fergus/endpoints/quotes.ts';
import type { QuoteSection } from '../../fergus/types/quotes.ts';
import { defineTool } from '../define-tool.ts';
import * as p from '../shared/params.ts';
import { integer, known, list, text } from '../shared/values.ts';
import { quoteNotFound } from './get-quote.ts';
import { assertChoices, selectedSectionIds } from './quote-choices.ts';
import { isOption } from './quote-money.ts';
import { QUOTE_STATES, quoteState } from './quote-state.ts';
import { toTotalsView, totalsView } from './quote-totals-view.ts';
import { flatten } from './quote-view.ts';

const sectionTotals = totalsView.extend({
  sectionId: z.int().optional(),
  name: z.string().optional(),
  selectionMode: z.string().optional().describe('Only where it is not Fixed.'),
});

export const getQuoteTotals = defineTool({
  name: 'get-quote-totals',
  title: "Get Fergus's totals of a quote",
  description:
    "Fergus's own totals of a quote with tax, for the options in selectedSectionIds ([]: none of them).",
  toolset: 'quotes',
  everyday: false,
  access: 'read',
  input: z.object({ quoteId: p.id('quote'), selectedSectionIds }),
  output: z.object({
    quoteId: z.int(),
    versionNumber: z.int().optional(),
    title: z.string().optional(),
    state: z.enum(QUOTE_STATES),
    quoteTotal: totalsView,
    sections: z.array(sectionTotals).describe('The sections that count.'),
    currency: z.string().optional(),
  }),
  async handler({ quoteId, selectedSectionIds }, { fergus, company }) {
    const [quote, profile] = await Promise.all([getQuote(fergus, quoteId), company()]);
    assertChoices(quote, selectedSectionIds ?? [], profile);
    const totals = await fetchTotals(fergus, quoteId, { selectedSectionIds });
    const byId = new Map(flatten(quote.sections).map((section) => [section.sectionId, section]));
    return {
      structured: known({
        quoteId,
        versionNumber: integer(quote.versionNumber),
        title: text(quote.title),
        state: quoteState(quote),
        quoteTotal: toTotalsView(totals.quoteTotal),
        sections: list(totals.sectionTotals).map((section) => ({
          ...toSectionName(section.sectionId, byId.get(section.sectionId)),
          ...toTotalsView(section),
        })),
        currency: profile.currency,
      }),
    };
  },
  hints: ({ quoteId }) => ({ 'not-found': quoteNotFound(quoteId) }),
});

function toSectionName(sectionId: unknown, section: QuoteSection | undefined) {
  return known({
    sectionId: integer(sectionId),
    name: text(section?.name),
    selectionMode: section && isOption(section) ? text(section.selectionMode) : undefined,
  });
}
