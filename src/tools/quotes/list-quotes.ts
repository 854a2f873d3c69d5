import { z } from 'zod';
import type { FergusApi, Page, PageQuery } from '../../fergus/api.ts';
import { listQuotes as fetchQuotes, listJobQuotes } from '../../fergus/endpoints/quotes.ts';
import { resolveJobId } from '../../fergus/job-reference.ts';
import {
  JOB_QUOTE_SORT_FIELDS,
  QUOTE_SORT_FIELDS,
  QUOTE_STATUS_FILTERS,
  type Quote,
} from '../../fergus/types/quotes.ts';
import { defineTool } from '../define-tool.ts';
import { startOfDay } from '../shared/days.ts';
import { collect, listOutput } from '../shared/listing.ts';
import * as p from '../shared/params.ts';
import { known } from '../shared/values.ts';
import { ToolError } from '../tool-error.ts';
import { jobQuoteNotFound } from './get-quote-detail.ts';
import { quoteRecord, toQuoteItem, toQuoteRecord } from './quote-view.ts';

const input = z.object({
  job: p.job.optional(),
  status: z.enum(QUOTE_STATUS_FILTERS).optional(),
  createdAfter: p.day('From this day on; excludes modifiedAfter.').optional(),
  modifiedAfter: p.day('From this day on.').optional(),
  sortField: z
    .enum([...QUOTE_SORT_FIELDS, 'versionNumber'])
    .optional()
    .describe('With job: id or versionNumber; without: the others. Not together with dates.'),
  sortOrder: p.sortOrder,
  limit: p.limit,
  cursor: p.cursor,
  format: p.format,
});
type Input = z.output<typeof input>;

export const listQuotes = defineTool({
  name: 'list-quotes',
  title: 'List quotes',
  description: "All quotes, newest first, or the versions of one job's quote.",
  toolset: 'quotes',
  everyday: true,
  access: 'read',
  input,
  output: listOutput(quoteRecord),
  async handler(input, { fergus, company, progress }) {
    const sortField = checkedSortField(input);
    const [profile, jobId] = await Promise.all([
      company(),
      input.job === undefined ? undefined : resolveJobId(fergus, input.job),
    ]);
    const after = {
      createdAfter: input.createdAfter && startOfDay(input.createdAfter, profile),
      modifiedAfter: input.modifiedAfter && startOfDay(input.modifiedAfter, profile),
    };
    const listing = await collect({
      limit: input.limit,
      cursor: input.cursor,
      progress,
      fetchPage: fetchPages(fergus, jobId, input, { sortField, after }),
      // Fergus takes dates for all quotes only, and would ignore them silently for one job's.
      keep:
        jobId !== undefined && (after.createdAfter ?? after.modifiedAfter) !== undefined
          ? (quote) =>
              isSince(quote.createdAt, after.createdAfter) && isSince(quote.lastModified, after.modifiedAfter)
          : undefined,
      present: (quote) =>
        input.format === 'detailed' ? toQuoteRecord(quote, profile) : toQuoteItem(quote, profile),
    });
    const { timeZone, currency } = profile;
    return { structured: known({ ...listing, timeZone, currency }) };
  },
  hints: ({ job }) => (job === undefined ? {} : { 'not-found': jobQuoteNotFound(job) }),
});

interface Choice {
  readonly sortField: Input['sortField'];
  /** Times, ISO 8601. */
  readonly after: { readonly createdAfter: string | undefined; readonly modifiedAfter: string | undefined };
}

function fetchPages(
  fergus: FergusApi,
  jobId: number | undefined,
  { status, sortOrder }: Input,
  { sortField, after }: Choice,
): (page: PageQuery) => Promise<Page<Quote>> {
  if (jobId !== undefined) {
    const field = JOB_QUOTE_SORT_FIELDS.find((name) => name === sortField);
    return (page) =>
      listJobQuotes(fergus, jobId, {
        ...page,
        filterStatus: status,
        sortField: field,
        sortOrder: sortOrder ?? 'desc',
      });
  }
  const field = QUOTE_SORT_FIELDS.find((name) => name === sortField);
  const sort = field === undefined ? {} : { sortField: field, sortOrder: sortOrder ?? 'desc' };
  return (page) => fetchQuotes(fergus, { ...page, ...after, ...sort, filterStatus: status });
}

/**
 * The field to sort by; none where dates decide, because Fergus then disregards a sort [spec]. One that was
 * asked for all the same is refused rather than dropped, so that nobody takes the answer for sorted.
 */
function checkedSortField({
  job,
  createdAfter,
  modifiedAfter,
  sortField,
  sortOrder,
}: Input): Input['sortField'] {
  if (createdAfter !== undefined && modifiedAfter !== undefined) {
    throw refusal('createdAfter and modifiedAfter exclude each other: give one of them');
  }
  const dated = createdAfter !== undefined || modifiedAfter !== undefined;
  if (job === undefined && dated) {
    if ((sortField ?? sortOrder) === undefined) return undefined;
    throw refusal(
      'with createdAfter or modifiedAfter Fergus disregards sortField and sortOrder: leave them out',
    );
  }
  const possible: readonly string[] = job === undefined ? QUOTE_SORT_FIELDS : JOB_QUOTE_SORT_FIELDS;
  if (sortField !== undefined && !possible.includes(sortField)) {
    const which = job === undefined ? 'all quotes' : "a job's quotes";
    throw refusal(`sortField: ${which} can be sorted by ${possible.join(', ')} only (got "${sortField}")`);
  }
  return sortField ?? (job === undefined ? 'createdAt' : 'versionNumber');
}

function refusal(why: string): ToolError {
  return new ToolError(`Nothing was sent to Fergus: ${why}.`);
}

function isSince(time: string | null | undefined, start: string | undefined): boolean {
  return start === undefined || (typeof time === 'string' && Date.parse(time) >= Date.parse(start));
}
