import { z } from 'zod';
import { listPricebooks as fetchPricebooks } from '../../fergus/endpoints/pricebooks.ts';
import { defineTool } from '../define-tool.ts';
import { collect, listOutput } from '../shared/listing.ts';
import * as p from '../shared/params.ts';
import { pricebookRecord, toPricebookRecord } from './pricebook-view.ts';

export const listPricebooks = defineTool({
  name: 'list-pricebooks',
  title: 'List pricebooks',
  description: 'The pricebooks of suppliers. To find a product in all of them, use search-pricebooks.',
  toolset: 'pricebooks',
  everyday: false,
  access: 'read',
  input: z.object({
    search: p.text("Part of the supplier's name.", 200).optional(),
    sortOrder: p.sortOrder,
    limit: p.limit,
    cursor: p.cursor,
  }),
  output: listOutput(pricebookRecord),
  async handler(input, { fergus, company, progress }) {
    const profile = await company();
    const listing = await collect({
      limit: input.limit,
      cursor: input.cursor,
      progress,
      fetchPage: (page) =>
        fetchPricebooks(fergus, { ...page, filterSupplierName: input.search, sortOrder: input.sortOrder }),
      present: (book) => toPricebookRecord(book, profile),
    });
    return { structured: listing };
  },
});
