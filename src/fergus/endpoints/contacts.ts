import { type FergusApi, type Page, path } from '../api.ts';
import type {
  Contact,
  ContactsQuery,
  CreateContactPayload,
  UpdateContactPayload,
} from '../types/contacts.ts';

/** `GET /contacts`: contacts of customers and sites. */
export function listContacts(api: FergusApi, query: ContactsQuery = {}): Promise<Page<Contact>> {
  return api.page({ method: 'GET', path: path`/contacts`, query: { ...query } });
}

/** `GET /contacts/{contactId}`. */
export function getContact(api: FergusApi, contactId: number): Promise<Contact> {
  return api.one({ method: 'GET', path: path`/contacts/${contactId}` });
}

/** `POST /contacts`: adds a contact to the customer or site that the payload names. */
export function createContact(api: FergusApi, payload: CreateContactPayload): Promise<Contact> {
  return api.one({ method: 'POST', path: path`/contacts`, body: payload });
}

/**
 * `PUT /contacts/{contactId}`: replaces the contact with all its contact items, so read it first. A customer's
 * main contact is changed with the customer instead.
 */
export function updateContact(
  api: FergusApi,
  contactId: number,
  payload: UpdateContactPayload,
): Promise<Contact> {
  return api.one({ method: 'PUT', path: path`/contacts/${contactId}`, body: payload });
}
