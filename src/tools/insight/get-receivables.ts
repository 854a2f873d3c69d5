import { z } from 'zod';
import type { CompanyProfile } from '../../fergus/company-profile.ts';
import type { Invoice } from '../../fergus/types/invoices.ts';
import { defineTool } from '../define-tool.ts';
import { today } from '../shared/days.ts';
import * as p from '../shared/params.ts';
import { dayOf, known } from '../shared/values.ts';
import { assertStartedWith, partCursor } from './part-cursor.ts';
import type { Reading } from './read-pages.ts';
import { AGES, plusAges, receivablesOf } from './receivables-figures.ts';
import { receivablesNote } from './receivables-note.ts';
import { readInvoices } from './receivables-reading.ts';
import { receivablesView, toReceivablesView, toSums } from './receivables-view.ts';

/** A quarter of the company's requests a minute. */
const MAX_PAGES = 25;

const sum = z.object({ count: z.int(), cents: z.int() });
const cursors = partCursor(
  z.tuple([
    z.iso.date().describe('asOf'),
    z.string().describe("Fergus's cursor"),
    z.int().describe('Invoices read'),
    z.record(z.enum(AGES), sum),
  ]),
);

/**
 * Fergus has no filter for what is unpaid, so all invoices are read, the newest first. Where they are more than one
 * call may read, each answer is about its part of them, and `nextCursor` leads to the part before it. The cursor
 * carries the sums by age, so every answer also has those of all parts so far and the last one is exact about the
 * whole; the lists of customers and invoices, which no cursor could hold, are those of the part.
 */
export const getReceivables = defineTool({
  name: 'get-receivables',
  title: 'Get receivables',
  description: 'What customers owe, by age overdue, in total and by customer, with the oldest invoices.',
  toolset: 'insight',
  everyday: true,
  access: 'read',
  input: z.object({
    asOf: p.day('As of the end of this day; today without it.').optional(),
    limit: z.int().min(1).max(50).default(8).describe('How many customers and invoices to list.'),
    cursor: p.cursor,
  }),
  output: receivablesView,
  async handler({ limit, ...input }, { fergus, company, progress }) {
    const before = input.cursor === undefined ? undefined : cursors.read(input.cursor);
    const [startedAsOf, from, readBefore = 0, agesBefore] = before ?? [];
    assertStartedWith('asOf', input.asOf, startedAsOf);
    const profile = await company();
    const asOf = startedAsOf ?? input.asOf ?? today(profile);
    const reading = await readInvoices(fergus, { maxPages: MAX_PAGES, from, progress });
    const figures = receivablesOf(reading.records, asOf, profile);
    const read = readBefore + reading.records.length;
    const ages = agesBefore ? plusAges(agesBefore, figures.ages) : figures.ages;
    const nextCursor =
      reading.nextCursor === undefined ? undefined : cursors.write([asOf, reading.nextCursor, read, ages]);
    return {
      structured: known({
        asOf,
        ...toReceivablesView(figures, limit, profile),
        soFar: before && { invoicesRead: read, ...toSums(ages) },
        coverage: coverageOf(reading, read, profile),
        hasMore: nextCursor !== undefined,
        nextCursor,
        notice: nextCursor && notice(nextCursor),
      }),
    };
  },
  text: receivablesNote,
});

function coverageOf(
  { records, nextCursor }: Reading<Invoice>,
  read: number,
  company: CompanyProfile,
): string {
  if (nextCursor === undefined) {
    return read === records.length
      ? `All ${read} invoices read.`
      : `The last ${records.length} of all ${read} invoices; soFar covers all.`;
  }
  const oldest = dayOf(records.at(-1)?.createdAt, company);
  const back = oldest === undefined ? '' : `, back to those of ${oldest}`;
  return `${records.length} invoices read${back}; ${read} in all so far. Older ones are not read yet.`;
}

function notice(nextCursor: string): string {
  return `There are older invoices than one call reads: go on with cursor "${nextCursor}". Customers and invoices below are those of this part; soFar of the last answer has the exact sums.`;
}
