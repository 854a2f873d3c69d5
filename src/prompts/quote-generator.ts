import type { Prompt } from './define-prompt.ts';
import { jobArgument } from './job-argument.ts';

export const quoteGenerator: Prompt = {
  name: 'quote-generator',
  title: 'Draft a quote',
  description: 'Reads a job and drafts a quote for it, to be checked before it is created.',
  arguments: [jobArgument],
  message: ({ job }) =>
    [
      `Draft a quote for job ${job}.`,
      '',
      'Work in this order:',
      `1. Read the job with get-job (job: "${job}"), and its quotes so far with list-quotes for the same job.`,
      '2. If there is a draft already, show it with get-quote-detail and ask whether to change it with update-quote instead of adding a second one.',
      '3. Propose sections and line items for the work described: labour lines as isLabour with hours and hourly price; materials each with the sales account of a comparable line on an earlier quote. Ask me for prices that you cannot find; never guess them.',
      '4. Show the proposal as a table with quantities, prices and the total before tax, and how long it is valid (7 to 180 days). Wait for my yes.',
      '5. Use create-quote once and report the quote id, version and totals that came back.',
      '',
      'Use only ids that a tool returned. Creating a quote sends nothing to the customer.',
    ].join('\n'),
};
