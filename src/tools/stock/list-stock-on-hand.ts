import { z } from 'zod';
import { listStockOnHand as listAll, listPhaseStockOnHand } from '../../fergus/endpoints/stock.ts';
import { STOCK_ON_HAND_SORT_FIELDS } from '../../fergus/types/stock.ts';
import { defineTool } from '../define-tool.ts';
import { collect, listOutput } from '../shared/listing.ts';
import * as p from '../shared/params.ts';
import { userNames } from '../shared/user-names.ts';
import { stockPhaseNotFound } from './stock-fields.ts';
import { stockDetail, toStockDetail, toStockItem } from './stock-view.ts';

export const listStockOnHand = defineTool({
  name: 'list-stock-on-hand',
  title: 'List stock on hand',
  description: 'Materials on the phases of jobs, latest first: of one phase, or all.',
  toolset: 'stock',
  everyday: false,
  access: 'read',
  input: z.object({
    jobPhaseId: p.id('phase').optional(),
    search: p.text('Words in the description.', 200).optional(),
    sortField: z.enum(STOCK_ON_HAND_SORT_FIELDS).default('dateEntered'),
    sortOrder: z.enum(['asc', 'desc']).default('desc'),
    limit: p.limit,
    cursor: p.cursor,
    format: p.format,
  }),
  output: listOutput(stockDetail),
  async handler(input, { fergus, company, progress }) {
    const { jobPhaseId, format } = input;
    const [profile, names] = await Promise.all([
      company(),
      format === 'detailed' ? userNames(fergus) : undefined,
    ]);
    const listing = await collect({
      limit: input.limit,
      cursor: input.cursor,
      progress,
      fetchPage: (page) => {
        const query = {
          ...page,
          filterSearchText: input.search,
          sortField: input.sortField,
          sortOrder: input.sortOrder,
        };
        return jobPhaseId === undefined
          ? listAll(fergus, query)
          : listPhaseStockOnHand(fergus, jobPhaseId, query);
      },
      present: (item) =>
        format === 'detailed' ? toStockDetail(item, profile, names) : toStockItem(item, profile),
    });
    const { currency, timeZone } = profile;
    return { structured: { ...listing, timeZone, ...(currency !== undefined && { currency }) } };
  },
  hints: ({ jobPhaseId }): { 'not-found'?: string } =>
    jobPhaseId === undefined ? {} : { 'not-found': stockPhaseNotFound(jobPhaseId) },
});
