import type { Business, Job, Quote } from '../../../src/sandbox/fergus-api/business.ts';
import { type SandboxFergus, startSandboxFergus } from '../../../src/sandbox/fergus-api/index.ts';
import { callerOf, type Fields, type Reply } from './caller.ts';

/** A reply with what lists and refusals say besides. */
export interface Answer extends Reply {
  /** Path and query of the next page. */
  readonly next: string | undefined;
  /** Of a refusal; empty without one. */
  readonly message: string;
}

/**
 * A sandbox with a seeded business, a caller with its owner's token, and ids to write jobs with. The customer
 * is a company: its name does not contain that of its contact.
 */
export interface JobWorld {
  readonly sandbox: SandboxFergus;
  readonly business: Business;
  readonly customerId: number;
  readonly siteId: number;
  readonly salesAccountId: number;
  send(method: string, path: string, body?: unknown): Promise<Answer>;
  /** The ids on one page of a list. @throws when it is refused. */
  idsOf(path: string): Promise<unknown[]>;
  /** `POST /jobs/quotes/{id}/{action}`. */
  act(id: number, action: string, body?: Fields): Promise<Answer>;
  /** The stored record. */
  jobIn(id: number): Job;
  /** The stored record. */
  quoteIn(id: number): Quote;
  /** Creates a complete job. @returns its id. */
  createJob(fields?: Fields): Promise<number>;
  /** Creates a draft quote with one section. @returns its id. */
  createQuote(jobId: number, fields?: Fields): Promise<number>;
}

/** Every reading of this world's clock is a second later than the one before. */
export async function startJobWorld(): Promise<JobWorld> {
  let time = Date.now();
  const now = () => {
    time += 1000;
    return new Date(time);
  };
  const sandbox = await startSandboxFergus({ now, rateLimit: 1_000_000 });
  const business = sandbox.businesses.main;
  const customerId = idOf(business.customers.values(), (customer) => {
    const name = business.contacts.get(customer.mainContactId)?.firstName ?? '';
    return customer.deletedAt === null && !customer.customerFullName.includes(name);
  });
  const siteId = idOf(business.sites.values(), ({ isArchived }) => !isArchived);
  const salesAccountId = idOf(business.salesAccounts.values(), ({ isMaterials }) => isMaterials);

  const call = callerOf(sandbox);
  const send: JobWorld['send'] = async (method, path, body) => {
    const reply = await call(method, path, body);
    return { ...reply, next: nextOf(reply), message: String(reply.body?.message ?? '') };
  };
  const created = async (path: string, body: Fields) => {
    const answer = await send('POST', path, body);
    if (answer.status !== 201) throw new Error(`POST ${path} answered ${answer.status}: ${answer.message}`);
    return Number(answer.data.id);
  };
  return {
    sandbox,
    business,
    customerId,
    siteId,
    salesAccountId,
    send,
    idsOf: async (path) => {
      const { status, message, items } = await send('GET', path);
      if (status !== 200) throw new Error(`GET ${path} answered ${status}: ${message}`);
      return items.map(({ id }) => id);
    },
    act: (id, action, body = {}) => send('POST', `/jobs/quotes/${id}/${action}`, body),
    jobIn: (id) => stored(business.jobs, id),
    quoteIn: (id) => stored(business.quotes, id),
    createJob: (fields = {}) =>
      created('/jobs', {
        jobType: 'Quote',
        title: 'Replace cylinder',
        description: 'The old one leaks.',
        customerId,
        siteId,
        ...fields,
      }),
    createQuote: (jobId, fields = {}) =>
      created(`/jobs/${jobId}/quotes`, {
        title: 'Cylinder',
        description: 'Supply and fit',
        dueDays: 30,
        sections: [
          {
            name: 'Work',
            lineItems: [
              { itemName: 'Cylinder', itemPrice: 1000, itemCost: 700, salesAccountId, discountRate: 10 },
              { itemName: 'Fitting', itemQuantity: 4, itemPrice: 100, itemCost: 45, isLabour: true },
            ],
          },
        ],
        ...fields,
      }),
  };
}

function nextOf({ body }: Reply): string | undefined {
  const paging = body?.paging as { links: { next: string | null } } | undefined;
  if (typeof paging?.links.next !== 'string') return undefined;
  const { pathname, search } = new URL(paging.links.next);
  return pathname + search;
}

function stored<T>(records: ReadonlyMap<number, T>, id: number): T {
  const record = records.get(id);
  if (record === undefined) throw new Error(`There is no record ${id}.`);
  return record;
}

function idOf<T extends { readonly id: number }>(records: Iterable<T>, fits: (record: T) => boolean): number {
  const found = [...records].find(fits);
  if (found === undefined) throw new Error('The seeded business lacks a record that the test needs.');
  return found.id;
}
