import type { Request } from 'express';
import { z } from 'zod';
import type { Business, Contact, Customer, Site } from '../business.ts';
import {
  ApiError,
  businessOf,
  existing,
  link,
  matchesText,
  parseBody,
  parseQuery,
  pathId,
  queryNumber,
  type Routes,
  sendOne,
  sendPage,
} from '../http.ts';
import {
  addContact,
  contactItemPayloads,
  nameOf,
  namePayload,
  personPayload,
  replacePerson,
} from '../people.ts';
import { personView } from '../views.ts';
import { existingCustomer } from './customers.ts';

const contactType = z.enum(['CUSTOMER', 'SITE']);

const listQuery = z.object({
  filterContactType: contactType.optional(),
  filterCustomerId: queryNumber.optional(),
  filterSiteId: queryNumber.optional(),
  filterSearchText: z.string().optional(),
});

const roles = { isMain: z.boolean().default(false), isBilling: z.boolean().default(false) };

const createBody = personPayload.extend({
  ...roles,
  email: z.email(),
  contactType,
  customerId: z.number().optional(),
  siteId: z.number().optional(),
});

const updateBody = namePayload.extend({
  ...roles,
  contactItems: contactItemPayloads.refine(
    (items) => items.some((item) => item.contactType === 'email'),
    'must have at least one item of type email',
  ),
});

export const contactRoutes: Routes = (router) => {
  router.get('/contacts', (req, res) => {
    const business = businessOf(req);
    const query = parseQuery(req, listQuery);
    const contacts = [...business.contacts.values()].filter(
      (contact) =>
        !isGone(business, contact) &&
        (query.filterContactType === undefined || contact.contactType === query.filterContactType) &&
        (query.filterCustomerId === undefined || contact.customerId === query.filterCustomerId) &&
        (query.filterSiteId === undefined || contact.siteId === query.filterSiteId) &&
        matchesText(query.filterSearchText, nameOf(contact), ...emailsAndPhones(contact)),
    );
    sendPage(req, res, contacts, {
      sortKeys: {
        createdAt: (contact) => contact.createdAt,
        firstName: (contact) => contact.firstName,
        lastName: (contact) => contact.lastName,
      },
      present: (contact) => contactView(req, contact),
    });
  });

  router.post('/contacts', (req, res) => {
    const business = businessOf(req);
    const { email, isMain, isBilling, ...person } = parseBody(req, createBody);
    const belonging = belongingOf(person);
    ownerOf(business, belonging);
    if (isMain) refuseForCustomer(belonging);
    const contactItems = [
      { contactType: 'email' as const, contactValue: email },
      ...(person.contactItems ?? []),
    ];
    const contact = addContact(
      business,
      { ...person, contactItems },
      { ...belonging, isMain: false, isBilling: false },
    );
    if (isMain) takeRole(business, contact, 'isMain');
    if (isBilling) takeRole(business, contact, 'isBilling');
    sendOne(res, contactView(req, contact), 201);
  });

  router.get('/contacts/:contactId', (req, res) => {
    sendOne(res, contactView(req, contactAt(req)));
  });

  router.put('/contacts/:contactId', (req, res) => {
    const business = businessOf(req);
    const contact = contactAt(req);
    const { isMain, isBilling, ...person } = parseBody(req, updateBody);
    if (isMain || contact.isMain) refuseForCustomer(contact);
    if (contact.isMain && !isMain) {
      throw new ApiError(400, 'body/isMain: make another contact of the site its main contact instead');
    }
    replacePerson(business, contact, person);
    if (isMain) takeRole(business, contact, 'isMain');
    if (isBilling) takeRole(business, contact, 'isBilling');
    // A main contact that is the billing contact too stays so until another one takes the role over.
    else if (contact.isBilling && !contact.isMain) leaveBilling(business, contact);
    sendOne(res, contactView(req, contact));
  });
};

type Belonging = Pick<Contact, 'contactType' | 'customerId' | 'siteId'>;

/** Whom a new contact is for. @throws ApiError 400 when the id that its type needs is missing. */
function belongingOf(
  body: Pick<z.output<typeof createBody>, 'contactType' | 'customerId' | 'siteId'>,
): Belonging {
  if (body.contactType === 'CUSTOMER') {
    return { contactType: 'CUSTOMER', customerId: given(body.customerId, 'customerId'), siteId: null };
  }
  return { contactType: 'SITE', customerId: null, siteId: given(body.siteId, 'siteId') };
}

function given(id: number | undefined, field: string): number {
  if (id === undefined) throw new ApiError(400, `body/${field}: must be given for this contactType`);
  return id;
}

/** @throws ApiError 400 for a customer's contact: its main contact is a matter of `/customers`. */
function refuseForCustomer({ contactType: type }: Belonging): void {
  if (type === 'CUSTOMER') {
    throw new ApiError(400, "body/isMain: a customer's main contact is changed through /customers only");
  }
}

/** The customer or site of a contact. @throws ApiError 404 when it does not exist. */
function ownerOf(business: Business, { customerId, siteId }: Belonging): Customer | Site {
  return customerId === null
    ? existing(business.sites, siteId ?? 0, 'Site')
    : existingCustomer(business, customerId);
}

/** Makes a contact its owner's main or billing contact; whoever was it loses the role. */
function takeRole(business: Business, contact: Contact, role: 'isMain' | 'isBilling'): void {
  const owner = ownerOf(business, contact);
  for (const other of business.contacts.values()) {
    if (other.customerId === contact.customerId && other.siteId === contact.siteId) other[role] = false;
  }
  contact[role] = true;
  if (role === 'isBilling') owner.billingContactId = contact.id;
  else if ('defaultContactId' in owner) owner.defaultContactId = contact.id;
}

function leaveBilling(business: Business, contact: Contact): void {
  contact.isBilling = false;
  ownerOf(business, contact).billingContactId = null;
}

/** Contacts go with their customer. */
function isGone(business: Business, { customerId }: Contact): boolean {
  return customerId !== null && existing(business.customers, customerId, 'Customer').deletedAt !== null;
}

function contactAt(req: Request): Contact {
  const business = businessOf(req);
  const id = pathId(req, 'contactId');
  const contact = existing(business.contacts, id, 'Contact');
  if (isGone(business, contact)) throw new ApiError(404, `Contact ${id} not found`);
  return contact;
}

function emailsAndPhones({ contactItems }: Contact): string[] {
  return contactItems
    .filter((item) => ['email', 'phone', 'mobile'].includes(item.contactType))
    .map((item) => item.contactValue);
}

function contactView(req: Request, contact: Contact) {
  const { contactType: type, isMain, isBilling, customerId, siteId, createdAt, modifiedAt } = contact;
  const path = `/contacts/${contact.id}`;
  return {
    ...personView(contact),
    contactType: type,
    isMain,
    isBilling,
    customerId,
    siteId,
    createdAt,
    modifiedAt,
    links: [
      link(req, 'self', path),
      link(req, 'update', path, 'PUT'),
      customerId === null
        ? link(req, 'site', `/sites/${siteId}`)
        : link(req, 'customer', `/customers/${customerId}`),
    ],
  };
}
