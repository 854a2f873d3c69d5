import { z } from 'zod';
import { getQuoteByGuid as fetchQuote } from '../../fergus/endpoints/quotes.ts';
import { defineTool } from '../define-tool.ts';
import { quoteRecord, quoteUnits, toQuoteRecord, toQuoteUnits } from './quote-view.ts';

const GUID = /^[0-9a-zA-Z-]{8,64}$/;

export const getQuoteByGuid = defineTool({
  name: 'get-quote-by-guid',
  title: 'Get a quote by its guid',
  description: 'As get-quote, where only the guid of the quote is known.',
  toolset: 'quotes',
  everyday: false,
  access: 'read',
  input: z.object({ guid: z.string().regex(GUID, 'must be a guid: letters, digits and dashes') }),
  output: quoteRecord.extend(quoteUnits),
  async handler({ guid }, { fergus, company }) {
    const [quote, profile] = await Promise.all([fetchQuote(fergus, guid), company()]);
    return { structured: { ...toQuoteRecord(quote, profile), ...toQuoteUnits(profile) } };
  },
  hints: ({ guid }) => ({
    'not-found': `There is no quote with the guid ${guid}. Find it with list-quotes.`,
  }),
});
