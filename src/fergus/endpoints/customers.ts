import { type Created, type FergusApi, type Page, path } from '../api.ts';
import type { Customer, CustomerPayload, CustomersQuery } from '../types/customers.ts';

/** `GET /customers`. */
export function listCustomers(api: FergusApi, query: CustomersQuery = {}): Promise<Page<Customer>> {
  return api.page({ method: 'GET', path: path`/customers`, query: { ...query } });
}

/** `GET /customers/{customerId}`. */
export function getCustomer(api: FergusApi, customerId: number): Promise<Customer> {
  return api.one({ method: 'GET', path: path`/customers/${customerId}` });
}

/** `POST /customers`: creates a customer, or tells which one exists already. */
export function createCustomer(api: FergusApi, payload: CustomerPayload): Promise<Created<Customer>> {
  return api.createOrFind({ method: 'POST', path: path`/customers`, body: payload });
}

/** `PUT /customers/{customerId}`: replaces the whole customer, so read it first. */
export function updateCustomer(
  api: FergusApi,
  customerId: number,
  payload: CustomerPayload,
): Promise<Customer> {
  return api.one({ method: 'PUT', path: path`/customers/${customerId}`, body: payload });
}

/** `DELETE /customers/{customerId}`: cannot be undone through the API [client]. */
export function deleteCustomer(api: FergusApi, customerId: number): Promise<void> {
  return api.done({ method: 'DELETE', path: path`/customers/${customerId}` });
}
