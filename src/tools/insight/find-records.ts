import type { Contact } from '../../fergus/types/contacts.ts';
import type { Customer } from '../../fergus/types/customers.ts';
import type { Job } from '../../fergus/types/jobs.ts';
import type { AddressFields, Person } from '../../fergus/types/shared.ts';
import type { Site } from '../../fergus/types/sites.ts';
import { reach } from '../shared/contact-items.ts';
import { addressLine, fullName, integer, list, text } from '../shared/values.ts';

export const FIND_KINDS = ['job', 'customer', 'site', 'contact', 'quote'] as const;
export type FindKind = (typeof FIND_KINDS)[number];

/** A text of a record that a query may be found in. */
export interface Field {
  readonly text: string;
  /** `own` names the record itself, `related` one that belongs to it, `remark` is running text. */
  readonly part: 'own' | 'related' | 'remark';
}

/** A record that may be what was meant. */
export interface Candidate {
  readonly kind: FindKind;
  readonly id: number;
  /** What it is, on one line. */
  readonly what: string;
  /** The tool that shows it, with its arguments. */
  readonly open: { readonly tool: string; readonly arguments: Readonly<Record<string, string | number>> };
  readonly fields: readonly Field[];
  /** Of a job, and of the job of a quote. */
  readonly jobNo: string | undefined;
  /** ISO 8601; the later of two equal hits comes first. */
  readonly changedAt: string;
  /** Archived jobs and sites come after the others. */
  readonly isArchived: boolean;
  /** Whether Fergus found it by the query, rather than we among what was read for another reason. */
  readonly isFound: boolean;
}

/** A job, and what comes with it: its customer, site, main contact and active quote. */
export function candidatesOfJob(job: Job, isFound: boolean): Candidate[] {
  const candidates = [jobCandidate(job, isFound), quoteCandidate(job), customerOfJob(job), siteOfJob(job)];
  return candidates.filter((candidate) => candidate !== undefined);
}

function jobCandidate(job: Job, isFound: boolean): Candidate {
  const { customer, siteAddress: site, mainContact } = job;
  const jobNo = text(job.jobNo);
  const state = [text(job.status), job.onHold === true && 'on hold', job.archived === true && 'archived'];
  return {
    kind: 'job',
    id: job.id,
    what: line([
      `${jobNo ?? 'no number'}${quoted(job.description)}`,
      state.filter(Boolean).join(', '),
      text(customer?.customerFullName),
      place(site?.name, site),
    ]),
    open: { tool: 'get-job', arguments: { job: job.id } },
    fields: [
      ...fields('own', jobNo, job.description),
      ...fields('related', customer?.customerFullName, site?.name, addressLine(site), fullName(site)),
      ...personFields('related', mainContact),
      ...fields('remark', job.longDescription),
    ],
    jobNo,
    changedAt: text(job.lastModified) ?? '',
    isArchived: job.archived === true,
    isFound,
  };
}

/** The flags of a job's quote do not tell a refusal; the job's status does, so it stands beside them. */
function quoteCandidate(job: Job): Candidate | undefined {
  const quote = job.activeQuote;
  const id = integer(quote?.id);
  if (!quote || id === undefined) return undefined;
  const jobNo = text(job.jobNo);
  const state = quote.isAccepted
    ? 'accepted'
    : quote.isSent
      ? 'sent'
      : quote.publishedAt
        ? 'published'
        : 'draft';
  return {
    kind: 'quote',
    id,
    what: line([
      `Quote v${quote.versionNumber ?? '?'}${quoted(quote.title)} for ${jobNo ?? `job ${job.id}`}`,
      `${state}, job is ${text(job.status) ?? 'without status'}`,
      text(job.customer?.customerFullName),
    ]),
    open: { tool: 'get-quote', arguments: { quoteId: id } },
    fields: [
      ...fields('own', quote.title),
      ...fields('related', jobNo, job.customer?.customerFullName, job.siteAddress?.name),
      ...fields('remark', quote.description),
    ],
    jobNo,
    changedAt: text(quote.lastModified) ?? '',
    isArchived: job.archived === true,
    isFound: false,
  };
}

function customerOfJob({ customer }: Job): Candidate | undefined {
  const id = integer(customer?.id);
  return id === undefined ? undefined : toCustomerCandidate({ ...customer, id }, false);
}

function siteOfJob({ siteAddress: site }: Job): Candidate | undefined {
  const id = integer(site?.id);
  if (!site || id === undefined) return undefined;
  return toSiteCandidate({ id, name: site.name ?? null, physicalAddress: site, defaultContact: site }, false);
}

export function toCustomerCandidate(customer: Customer, isFound: boolean): Candidate {
  const { mainContact, billingContact, physicalAddress, postalAddress } = customer;
  return {
    kind: 'customer',
    id: customer.id,
    what: line([
      text(customer.customerFullName) ?? 'customer without a name',
      contactLine(mainContact),
      addressLine(physicalAddress),
    ]),
    open: { tool: 'get-customer', arguments: { customerId: customer.id } },
    fields: [
      ...fields('own', customer.customerFullName, addressLine(physicalAddress)),
      ...personFields('own', mainContact),
      ...personFields('related', billingContact),
      ...fields('related', addressLine(postalAddress)),
    ],
    jobNo: undefined,
    changedAt: text(customer.createdAt) ?? '',
    isArchived: false,
    isFound,
  };
}

export function toSiteCandidate(site: Site, isFound: boolean): Candidate {
  const { defaultContact, billingContact, physicalAddress } = site;
  return {
    kind: 'site',
    id: site.id,
    what: line([
      place(site.name, physicalAddress),
      contactLine(defaultContact),
      site.isArchived === true && 'archived',
    ]),
    open: { tool: 'get-site', arguments: { siteId: site.id } },
    fields: [
      ...fields('own', site.name, addressLine(physicalAddress)),
      ...personFields('related', defaultContact),
      ...personFields('related', billingContact),
    ],
    jobNo: undefined,
    changedAt: text(site.createdAt) ?? '',
    isArchived: site.isArchived === true,
    isFound,
  };
}

/** A contact is opened with its customer or site, which every set of tools can show. */
export function toContactCandidate(contact: Contact, isFound: boolean): Candidate {
  const [customerId, siteId] = [integer(contact.customerId), integer(contact.siteId)];
  const open =
    customerId !== undefined
      ? { tool: 'get-customer', arguments: { customerId } }
      : siteId !== undefined
        ? { tool: 'get-site', arguments: { siteId } }
        : { tool: 'get-contact', arguments: { contactId: contact.id } };
  const owner = customerId !== undefined ? 'customer' : siteId !== undefined ? 'site' : undefined;
  return {
    kind: 'contact',
    id: contact.id,
    what: line([
      contactLine(contact),
      text(contact.position),
      text(contact.company),
      owner && `at a ${owner}`,
    ]),
    open,
    fields: [
      ...personFields('own', contact),
      ...fields('related', contact.company),
      ...fields('remark', contact.position),
    ],
    jobNo: undefined,
    changedAt: text(contact.modifiedAt) ?? text(contact.createdAt) ?? '',
    isArchived: false,
    isFound,
  };
}

function fields(part: Field['part'], ...values: readonly unknown[]): Field[] {
  return values.flatMap((value) => {
    const shown = text(value);
    return shown === undefined ? [] : { text: shown, part };
  });
}

function personFields(part: Field['part'], person: Person | null | undefined): Field[] {
  const ways = list(person?.contactItems).map((item) => item?.contactValue);
  return fields(part, fullName(person), ...ways);
}

function contactLine(person: Person | null | undefined): string {
  const { phone, email } = reach(person?.contactItems);
  return [fullName(person), phone, email].filter(Boolean).join(', ');
}

/** A place by name and address, where both are known and differ. */
function place(name: unknown, address: AddressFields | null | undefined): string | undefined {
  const [called, at] = [text(name), addressLine(address)];
  return [called, at].filter(Boolean).join(', ') || undefined;
}

function quoted(title: unknown): string {
  const shown = text(title);
  return shown === undefined ? '' : ` “${shown}”`;
}

function line(parts: readonly (string | false | undefined)[]): string {
  return parts.filter(Boolean).join(' · ');
}
