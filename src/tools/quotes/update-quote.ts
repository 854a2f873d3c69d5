import { z } from 'zod';
import {
  getQuote,
  updateQuote as sendQuote,
  updateQuoteVersion as sendQuoteVersion,
} from '../../fergus/endpoints/quotes.ts';
import { resolveJobId } from '../../fergus/job-reference.ts';
import type { Quote, QuoteSection, UpdateQuotePayload } from '../../fergus/types/quotes.ts';
import { defineTool } from '../define-tool.ts';
import { assertChange } from '../shared/changes.ts';
import * as p from '../shared/params.ts';
import { integer, text } from '../shared/values.ts';
import type { ToolContext } from '../tool-context.ts';
import { ToolError } from '../tool-error.ts';
import { readQuoteVersion } from './find-quote.ts';
import { quoteNotFound } from './get-quote.ts';
import { jobQuoteNotFound } from './get-quote-detail.ts';
import { choosable, lostSettings } from './lost-settings.ts';
import { sectionChange } from './quote-change-input.ts';
import { changeSections } from './quote-changes.ts';
import { description, id, name } from './quote-fields.ts';
import { quoteState } from './quote-state.ts';
import { withSalesAccounts } from './sales-accounts.ts';
import { toWrittenQuote, writtenQuote } from './written-quote.ts';

const changes = {
  title: name.optional(),
  description,
  sections: z.array(sectionChange).optional(),
  confirm: p.confirm,
};
type Changes = z.output<z.ZodObject<typeof changes>>;

export const updateQuote = defineTool({
  name: 'update-quote',
  title: 'Change a draft quote',
  description:
    'Changes a draft quote; what is not named stays. sections lists changes: with sectionId or quoteLineItemId (from get-quote-detail) they change or remove that one, without id they add one.',
  toolset: 'quotes',
  everyday: true,
  access: 'write',
  input: z.object({ quoteId: p.id('quote'), ...changes }),
  output: writtenQuote,
  async handler({ quoteId, ...changes }, context) {
    const { fergus } = context;
    assertNamesChange(changes);
    const quote = await getQuote(fergus, quoteId);
    return change(context, quote, changes, (jobId, payload) => sendQuote(fergus, jobId, quoteId, payload));
  },
  hints: ({ quoteId }) => ({ 'not-found': quoteNotFound(quoteId), ...REFUSED }),
  verifyWith: 'get-quote-detail',
});

export const updateQuoteVersion = defineTool({
  name: 'update-quote-version',
  title: 'Change a draft quote by version',
  description: 'As update-quote, for a job and versionNumber.',
  toolset: 'quotes',
  everyday: true,
  access: 'write',
  input: z.object({ job: p.job, versionNumber: id, ...changes }),
  output: writtenQuote,
  async handler({ job, versionNumber, ...changes }, context) {
    const { fergus } = context;
    assertNamesChange(changes);
    const quote = await readQuoteVersion(fergus, await resolveJobId(fergus, job), versionNumber);
    return change(context, quote, changes, (jobId, payload) =>
      sendQuoteVersion(fergus, jobId, versionNumber, payload),
    );
  },
  hints: ({ job }) => ({ 'not-found': jobQuoteNotFound(job), ...REFUSED }),
  verifyWith: 'get-quote-detail',
});

const refused =
  'Correct the value it names, with ids from get-quote-detail. Only a draft can be changed: see its state there too.';
const REFUSED = { 'bad-request': refused, conflict: refused, 'server-error': refused };

function assertNamesChange({ title, description, sections }: Changes): void {
  assertChange({ title, description, sections }, ['title', 'description', 'sections']);
}

/**
 * Fergus replaces a quote as a whole, so the changes are put into what was just read, and all of it is sent.
 */
async function change(
  { fergus, company, confirm: ask }: ToolContext,
  quote: Quote,
  { title, description, sections, confirm }: Changes,
  send: (jobId: number, payload: UpdateQuotePayload) => Promise<Quote>,
) {
  const current = readable(quote);
  const { kept, payload } = changeSections(current.sections, sections ?? []);
  const newTitle = title ?? text(quote.title);
  if (newTitle === undefined) {
    throw new ToolError(
      'Nothing was changed: the quote has no title and Fergus demands one, so give title too.',
    );
  }
  const options = choosable(kept);
  if (options.length > 0) await ask(questionOn(options), confirm);
  const [profile, filled] = await Promise.all([company(), withSalesAccounts(fergus, current.jobId, payload)]);
  const written = await send(current.jobId, {
    title: newTitle,
    description: description ?? quote.description ?? '',
    sections: filled.sections,
  });
  const notices = [filled.notice, written.sections ? lostSettings(kept, written.sections) : undefined];
  return {
    structured: await toWrittenQuote(fergus, written, profile, notices),
    summary: 'Draft changed; everything that was not named was sent back as it was.',
  };
}

/** @throws {ToolError} for a quote that is no draft, or that came without what has to be sent back. */
function readable(quote: Quote): { jobId: number; sections: readonly QuoteSection[] } {
  const state = quoteState(quote);
  const which = `quote ${quote.id} (version ${quote.versionNumber})`;
  if (state !== 'draft') {
    throw new ToolError(
      `Nothing was changed: ${which} is ${state}, and only a draft can be changed. Make a new version with create-quote on the same job (${quote.jobId}).`,
    );
  }
  const jobId = integer(quote.jobId);
  if (jobId === undefined || !Array.isArray(quote.sections)) {
    throw new ToolError(
      `Nothing was changed: Fergus sent ${which} without its ${jobId === undefined ? 'job' : 'sections'}, so it cannot be sent back whole. Change it in Fergus.`,
    );
  }
  return { jobId, sections: quote.sections };
}

function questionOn(options: readonly string[]): string {
  return `The customer may choose ${options.join(', ')} in this quote. Fergus's API replaces all sections and cannot keep that: they would become a fixed part of the price until somebody makes them optional again in Fergus. Change the quote all the same?`;
}
