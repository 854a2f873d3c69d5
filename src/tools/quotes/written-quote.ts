import type { z } from 'zod';
import type { FergusApi } from '../../fergus/api.ts';
import type { CompanyProfile } from '../../fergus/company-profile.ts';
import { getQuoteTotals } from '../../fergus/endpoints/quotes.ts';
import type { Quote } from '../../fergus/types/quotes.ts';
import { readBack } from '../shared/read-back.ts';
import { known } from '../shared/values.ts';
import { toTotalsView, totalsView } from './quote-totals-view.ts';
import { quoteDetail, quoteUnits, toQuoteDetail, toQuoteUnits } from './quote-view.ts';

/** A quote that was just written, with what Fergus itself makes of its amounts. */
export const writtenQuote = quoteDetail.extend({
  ...quoteUnits,
  totals: totalsView.optional().describe("Fergus's own, without options; total includes tax (gst)."),
});

/**
 * The result of a write. The write is done by now, so nothing that fails here may make it look failed.
 *
 * @param notices what else the caller has to know.
 */
export async function toWrittenQuote(
  fergus: FergusApi,
  quote: Quote,
  company: CompanyProfile,
  notices: ReadonlyArray<string | undefined>,
): Promise<z.output<typeof writtenQuote> & { notice?: string }> {
  const totals = await totalsOf(fergus, quote.id);
  const remarks = [
    ...notices,
    totals
      ? undefined
      : 'The quote is saved, but Fergus did not answer with its totals; get-quote computes them.',
    quote.sections ? undefined : 'Fergus did not send the sections back; read them with get-quote-detail.',
  ].filter((remark) => remark !== undefined);
  return known({
    ...toQuoteDetail(quote, company),
    ...toQuoteUnits(company),
    totals,
    notice: remarks.length > 0 ? remarks.join(' ') : undefined,
  });
}

async function totalsOf(
  fergus: FergusApi,
  quoteId: number,
): Promise<z.output<typeof totalsView> | undefined> {
  const totals = await readBack(() => getQuoteTotals(fergus, quoteId));
  return totals && toTotalsView(totals.quoteTotal);
}
