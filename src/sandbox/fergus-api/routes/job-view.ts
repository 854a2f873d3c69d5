import type { Request } from 'express';
import type { Business, Contact, Customer, Job, Quote, Site } from '../business.ts';
import { businessOf, link, matchesText } from '../http.ts';
import { activeQuoteOf } from './quote-state.ts';

/** A job as the API answers it. A deleted customer or site is still named by its jobs. */
export function jobView(req: Request, job: Job) {
  const business = businessOf(req);
  const { customer, site, siteContact, mainContact } = peopleOf(business, job);
  const quote = activeQuoteOf(business, job.id);
  return {
    id: job.id,
    jobNo: job.jobNo,
    description: job.description,
    longDescription: job.longDescription,
    createdAt: job.createdAt,
    lastModified: job.lastModified,
    jobType: job.jobType,
    status: job.status,
    assignedGroups: job.assignedGroups,
    customer:
      customer === undefined ? null : { id: customer.id, customerFullName: customer.customerFullName },
    siteAddress: site === undefined ? null : siteView(site, siteContact),
    mainContact: mainContact === undefined ? null : contactView(mainContact),
    activeQuote: quote === undefined ? null : activeQuoteView(quote),
    onHold: job.onHold,
    archived: job.archived,
    links: linksOf(req, job),
  };
}

/** The list's text search, over the fields that the contract names. */
export function matchesSearch(business: Business, job: Job, search: string | undefined): boolean {
  const { customer, site, siteContact, mainContact } = peopleOf(business, job);
  return matchesText(
    search,
    job.description,
    job.longDescription,
    job.jobNo,
    customer?.customerFullName,
    site?.name,
    siteContact?.firstName,
    siteContact?.lastName,
    mainContact?.firstName,
    mainContact?.lastName,
  );
}

interface People {
  readonly customer: Customer | undefined;
  readonly site: Site | undefined;
  readonly siteContact: Contact | undefined;
  /** The customer's, or the site's where the job has no customer yet. */
  readonly mainContact: Contact | undefined;
}

function peopleOf(business: Business, job: Job): People {
  const customer = job.customerId === null ? undefined : business.customers.get(job.customerId);
  const site = job.siteId === null ? undefined : business.sites.get(job.siteId);
  const siteContact = site === undefined ? undefined : business.contacts.get(site.defaultContactId);
  const mainContact = customer === undefined ? siteContact : business.contacts.get(customer.mainContactId);
  return { customer, site, siteContact, mainContact };
}

function siteView(site: Site, contact: Contact | undefined) {
  return {
    ...site.physicalAddress,
    id: site.id,
    name: site.name,
    firstName: contact?.firstName ?? null,
    lastName: contact?.lastName ?? null,
  };
}

function contactView({ id, firstName, lastName, contactItems }: Contact) {
  return { id, firstName, lastName, contactItems };
}

function activeQuoteView(quote: Quote) {
  return {
    id: quote.id,
    versionNumber: quote.versionNumber,
    guid: quote.guid,
    title: quote.title,
    description: quote.description,
    quoteDate: quote.quoteDate,
    isSent: quote.isSent,
    isAccepted: quote.isAccepted,
    createdAt: quote.createdAt,
    lastModified: quote.lastModified,
    publishedAt: quote.publishedAt,
    dueDate: quote.dueDate,
    dueDays: quote.dueDays,
  };
}

function linksOf(req: Request, job: Job) {
  const self = `/jobs/${job.id}`;
  return [
    link(req, 'self', self),
    link(req, 'phases', `${self}/phases`),
    link(req, 'quotes', `${self}/quotes`),
    ...(job.customerId === null ? [] : [link(req, 'customer', `/customers/${job.customerId}`)]),
    ...(job.siteId === null ? [] : [link(req, 'site', `/sites/${job.siteId}`)]),
    // The method is wrong, as it is at Fergus: finalise is a PUT.
    ...(job.isDraft ? [link(req, 'finalise', `${self}/finalise`, 'POST')] : []),
  ];
}
