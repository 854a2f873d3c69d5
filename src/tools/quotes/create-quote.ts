import { z } from 'zod';
import { createQuote as sendQuote } from '../../fergus/endpoints/quotes.ts';
import { resolveJobId } from '../../fergus/job-reference.ts';
import { QUOTE_DUE_DAYS, type QuoteSectionPayload } from '../../fergus/types/quotes.ts';
import { defineTool } from '../define-tool.ts';
import { jobNotFound } from '../jobs/get-job.ts';
import * as p from '../shared/params.ts';
import { description, lineFields, name, oneKind, toNewLine } from './quote-fields.ts';
import { withSalesAccounts } from './sales-accounts.ts';
import { toWrittenQuote, writtenQuote } from './written-quote.ts';

const innerSection = z.strictObject({
  name,
  description,
  lineItems: z.array(z.strictObject(lineFields).refine(...oneKind)).optional(),
});
const section = innerSection.extend({ sections: z.array(innerSection).optional() });

const { min, max } = QUOTE_DUE_DAYS;
const validity = `must be ${min} to ${max} days`;

export const createQuote = defineTool({
  name: 'create-quote',
  title: 'Create a quote',
  description:
    'Adds a draft quote, or the next version, to a job. Prices are per unit, before tax. Each line is labour (isLabour) or has a salesAccountId; without either, an account is looked up.',
  toolset: 'quotes',
  everyday: true,
  access: 'write',
  input: z.object({
    job: p.job,
    title: name,
    description,
    dueDays: z.int().min(min, validity).max(max, validity).default(30).describe('Days of validity.'),
    sections: z.array(section).min(1, 'must have at least one section'),
    allowDuplicate: p.allowDuplicate,
  }),
  output: writtenQuote,
  async handler({ job, allowDuplicate, sections, ...head }, { fergus, company, duplicates }) {
    const [jobId, profile] = await Promise.all([resolveJobId(fergus, job), company()]);
    const { quote, notice } = await duplicates.once(
      'quote',
      { jobId, sections, ...head },
      allowDuplicate,
      async () => {
        const filled = await withSalesAccounts(fergus, jobId, sections.map(toSection));
        const quote = await sendQuote(fergus, jobId, { ...head, sections: filled.sections });
        return {
          value: { quote, notice: filled.notice },
          made: `version ${quote.versionNumber} (quoteId ${quote.id})`,
        };
      },
    );
    return {
      structured: await toWrittenQuote(fergus, quote, profile, [notice]),
      summary:
        'Draft created; nothing was sent to the customer. publish-quote makes it final; sending is done in Fergus.',
    };
  },
  hints: ({ job }) => ({
    'not-found': jobNotFound(job),
    'bad-request': REFUSED,
    'server-error': REFUSED,
  }),
  verifyWith: 'list-quotes',
});

const REFUSED =
  'Correct the value it names. If it is a salesAccountId or priceBookLineItemId, copy one from get-quote-detail of another quote, or leave it out. Check the job with get-job.';

type Section = z.output<typeof innerSection> & { sections?: Section[] | undefined };

/** Orders are stated, so that the quote keeps the order of the arguments. */
function toSection({ lineItems, sections, ...head }: Section, index: number): QuoteSectionPayload {
  return {
    ...head,
    sortOrder: index + 1,
    lineItems: lineItems?.map((line, at) => toNewLine(line, at + 1)),
    sections: sections?.map(toSection),
  };
}
