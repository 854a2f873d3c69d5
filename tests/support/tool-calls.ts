import type { Business } from '../../src/sandbox/fergus-api/business.ts';
import { changingCalls, readingCalls } from './more-tool-calls.ts';
import { call, first, isDraft, type ToolCall } from './records.ts';

/**
 * A valid call of every tool, in an order in which each works once on a fresh business: reads first, then
 * creations, then changes. `tag` keeps repeated runs from looking like duplicates.
 */
export function validCalls(business: Business, tag: string): ToolCall[] {
  const job = first(business.jobs.values(), (candidate) => !candidate.isDraft && !candidate.archived);
  const draft = first(business.jobs.values(), (job) => job.isDraft);
  const sentQuote = first(business.quotes.values(), ({ isSent }) => isSent);
  const quote = first(business.quotes.values(), isDraft);
  const customer = first(business.customers.values());
  const site = first(business.sites.values(), ({ isArchived }) => !isArchived);
  const user = first(business.users.values(), ({ status }) => status === 'active');
  const entry = [...business.timeEntries.values()].at(-1);
  const address = { address1: `${tag} Test Street 1`, addressCity: 'Auckland', addressPostcode: '1010' };
  return [
    call('list-jobs', { limit: 5 }),
    call('get-job', { job: job.jobNo }),
    call('list-quotes', { limit: 5, format: 'detailed' }),
    call('get-quote', { quoteId: sentQuote.id }),
    call('get-quote-detail', { job: sentQuote.jobId, quoteId: sentQuote.id }),
    call('list-customers', { search: 'Johnson' }),
    call('get-customer', { customerId: customer.id }),
    call('list-sites', { limit: 3, format: 'detailed' }),
    call('get-site', { siteId: site.id }),
    call('list-users'),
    call('get-user', { userId: user.id }),
    call('list-time-entries', { limit: 10 }),
    call('get-time-entry', { timeEntryId: entry?.id }),
    ...readingCalls(business),
    call('create-customer', {
      customerFullName: `Customer ${tag}`,
      mainContact: { firstName: 'Robin', lastName: tag },
    }),
    call('create-site', { defaultContact: { firstName: 'Robin', lastName: tag }, siteAddress: address }),
    call('create-job', {
      jobType: 'Charge Up',
      title: `Dripping tap ${tag}`,
      description: 'The kitchen tap drips.',
      customerId: customer.id,
      siteId: site.id,
    }),
    call('create-quote', {
      job: job.id,
      title: `Quote ${tag}`,
      sections: [
        {
          name: 'Labour',
          lineItems: [{ itemName: 'Plumber', itemQuantity: 2, itemPrice: 95, isLabour: true }],
        },
      ],
    }),
    call('update-job', { job: draft.id, title: `Draft ${tag}` }),
    // Without confirm they refuse quotes with optional sections, which the API cannot keep.
    call('update-quote', { quoteId: quote.id, title: `Changed ${tag}`, confirm: true }),
    call('update-quote-version', {
      job: quote.jobId,
      versionNumber: quote.versionNumber,
      title: `Changed again ${tag}`,
      confirm: true,
    }),
    call('update-customer', { customerId: customer.id, customerFullName: `Renamed ${tag}` }),
    call('update-site', { siteId: site.id, name: `Site ${tag}` }),
    call('update-user', { userId: user.id, chargeOutRate: 99 }),
    call('finalize-job', { job: draft.id }),
    ...changingCalls(business, tag),
  ];
}
