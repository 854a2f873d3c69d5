import { z } from 'zod';
import type { Page } from '../../fergus/api.ts';
import { getCustomer, deleteCustomer as sendDeletion } from '../../fergus/endpoints/customers.ts';
import { listJobs } from '../../fergus/endpoints/jobs.ts';
import type { Customer } from '../../fergus/types/customers.ts';
import type { Job } from '../../fergus/types/jobs.ts';
import { defineTool } from '../define-tool.ts';
import { jobLabel } from '../jobs/job-view.ts';
import { reach } from '../shared/contact-items.ts';
import * as p from '../shared/params.ts';
import { fullName, integer, text } from '../shared/values.ts';
import { customerRecord, toCustomerRecord } from './customer-view.ts';
import { customerNotFound } from './get-customer.ts';

export const deleteCustomer = defineTool({
  name: 'delete-customer',
  title: 'Delete a customer',
  description: 'Deletes a customer for good.',
  toolset: 'customers',
  everyday: false,
  access: 'destructive',
  idempotent: true,
  input: z.object({ customerId: p.id('customer'), confirm: p.confirm }),
  // Inside, so that its id does not pass for one that can still be opened.
  output: z.object({ deleted: customerRecord }),
  async handler({ customerId, confirm }, { fergus, company, confirm: ask }) {
    const [customer, jobs, profile] = await Promise.all([
      getCustomer(fergus, customerId),
      listJobs(fergus, {
        filterCustomerId: customerId,
        sortField: 'createdAt',
        sortOrder: 'desc',
        pageSize: 100,
      }),
      company(),
    ]);
    await ask(questionOn(customer, jobs), confirm);
    await sendDeletion(fergus, customerId);
    return {
      structured: { deleted: toCustomerRecord(customer, profile) },
      summary: 'The customer is deleted. It was:',
    };
  },
  hints: ({ customerId }) => {
    const refused = `See what still belongs to it with list-jobs and list-invoices (customerId ${customerId}).`;
    return {
      'not-found': customerNotFound(customerId),
      'bad-request': refused,
      conflict: refused,
      'server-error': refused,
    };
  },
  verifyWith: 'get-customer',
});

function questionOn(customer: Customer, jobs: Page<Job>): string {
  const name = text(customer.customerFullName) ?? 'without a name';
  const { email, phone } = reach(customer.mainContact?.contactItems);
  const contact = [fullName(customer.mainContact), email, phone].filter(Boolean).join(', ');
  const whose = contact === '' ? '' : `, main contact ${contact}`;
  return `Delete customer “${name}” (id ${customer.id}${whose})? ${jobsOf(customer.id, jobs)} Fergus cannot bring it back through its API.`;
}

/** Only one page was read, and Fergus does not say whether it lists archived jobs: there may always be more. */
function jobsOf(customerId: number, { items }: Page<Job>): string {
  const jobs = items.filter(({ customer }) => integer(customer?.id) === customerId);
  const [latest] = jobs;
  if (latest === undefined) return 'Fergus lists no jobs of it.';
  const sites = new Set(jobs.flatMap(({ siteAddress }) => integer(siteAddress?.id) ?? [])).size;
  const where = sites === 0 ? '' : ` at ${sites} ${sites === 1 ? 'site' : 'sites'}`;
  return `It has at least ${jobs.length} ${jobs.length === 1 ? 'job' : 'jobs'}${where}, the latest ${jobLabel(latest)}.`;
}
