import type { Request } from 'express';
import type { Business, Customer, Job, SalesAccount, Site } from '../business.ts';
import { ApiError, businessOf, existing, pathId } from '../http.ts';

/** The job that the path names as `:jobId`. @throws ApiError 404 when there is none. */
export function jobAt(req: Request): Job {
  return existing(businessOf(req).jobs, pathId(req, 'jobId'), 'Job');
}

/**
 * The record that an id in a request's body names.
 *
 * @throws ApiError 400 when there is none: 404 is for the record in the path.
 */
export function referenced<T>(records: ReadonlyMap<number, T>, id: number, what: string): T {
  const record = records.get(id);
  if (record === undefined) throw new ApiError(400, `${what} ${id} not found`);
  return record;
}

/** @throws ApiError 400 also for a deleted customer. */
export function referencedCustomer(business: Business, customerId: number): Customer {
  const customer = referenced(business.customers, customerId, 'Customer');
  if (customer.deletedAt !== null) throw new ApiError(400, `Customer ${customerId} not found`);
  return customer;
}

/** @throws ApiError 400 also for an archived site. */
export function referencedSite(business: Business, siteId: number): Site {
  const site = referenced(business.sites, siteId, 'Site');
  if (site.isArchived) throw new ApiError(400, `Site ${siteId} is archived`);
  return site;
}

export function referencedSalesAccount(business: Business, salesAccountId: number): SalesAccount {
  return referenced(business.salesAccounts, salesAccountId, 'Sales account');
}
