import type { Request } from 'express';
import { z } from 'zod';
import type { Business, Customer } from '../business.ts';
import {
  ApiError,
  businessOf,
  existing,
  link,
  matchesText,
  noContent,
  parseBody,
  parseQuery,
  pathId,
  type Routes,
  sendOne,
  sendPage,
  sendRedirect,
} from '../http.ts';
import {
  addContact,
  addressOf,
  addressPayload,
  nameOf,
  personPayload,
  replacePerson,
  someText,
} from '../people.ts';
import { personView } from '../views.ts';
import { pricingTierView } from './pricing-tiers.ts';

/** What create and update take alike. */
const customerBody = z.object({
  customerFullName: someText,
  mainContact: personPayload,
  physicalAddress: addressPayload.optional(),
  postalAddress: addressPayload.optional(),
});

export const customerRoutes: Routes = (router) => {
  router.get('/customers', (req, res) => {
    const business = businessOf(req);
    const { filterSearchText } = parseQuery(req, z.object({ filterSearchText: z.string().optional() }));
    const customers = [...business.customers.values()].filter(
      (customer) =>
        customer.deletedAt === null && matchesText(filterSearchText, ...searchedTexts(business, customer)),
    );
    sendPage(req, res, customers, {
      sortKeys: {
        createdAt: (customer) => customer.createdAt,
        name: (customer) => customer.customerFullName,
      },
      present: (customer) => customerView(req, customer),
    });
  });

  router.post('/customers', (req, res) => {
    const business = businessOf(req);
    const { customerFullName, mainContact, physicalAddress, postalAddress } = parseBody(req, customerBody);
    const same = sameNamed(business, customerFullName);
    if (same !== undefined) {
      sendRedirect(res, `Customer "${same.customerFullName}" already exists`, `/customers/${same.id}`);
      return;
    }
    const id = business.nextId();
    const contact = addContact(business, mainContact, {
      contactType: 'CUSTOMER',
      customerId: id,
      siteId: null,
      isMain: true,
      isBilling: false,
    });
    const customer: Customer = {
      id,
      customerFullName,
      createdAt: business.now().toISOString(),
      mainContactId: contact.id,
      billingContactId: null,
      physicalAddress: physicalAddress === undefined ? null : addressOf(business, physicalAddress, null),
      postalAddress: postalAddress === undefined ? null : addressOf(business, postalAddress, null),
      pricingTierId: null,
      customerSource: null,
      deletedAt: null,
    };
    business.customers.set(id, customer);
    sendOne(res, customerView(req, customer), 201);
  });

  router.get('/customers/:customerId', (req, res) => {
    sendOne(res, customerView(req, customerAt(req)));
  });

  router.put('/customers/:customerId', (req, res) => {
    const business = businessOf(req);
    const customer = customerAt(req);
    const { customerFullName, mainContact, physicalAddress, postalAddress } = parseBody(req, customerBody);
    replacePerson(business, existing(business.contacts, customer.mainContactId, 'Contact'), mainContact);
    customer.customerFullName = customerFullName;
    customer.physicalAddress =
      physicalAddress === undefined ? null : addressOf(business, physicalAddress, customer.physicalAddress);
    customer.postalAddress =
      postalAddress === undefined ? null : addressOf(business, postalAddress, customer.postalAddress);
    sendOne(res, customerView(req, customer));
  });

  router.delete('/customers/:customerId', (req, res) => {
    customerAt(req).deletedAt = businessOf(req).now().toISOString();
    noContent(res);
  });
};

/** The customer with that id. @throws ApiError 404 when there is none, or none any more. */
export function existingCustomer(business: Business, id: number): Customer {
  const customer = existing(business.customers, id, 'Customer');
  if (customer.deletedAt !== null) throw new ApiError(404, `Customer ${id} not found`);
  return customer;
}

function customerAt(req: Request): Customer {
  return existingCustomer(businessOf(req), pathId(req, 'customerId'));
}

/** The customer of the same name, where upper and lower case and spaces around do not count. */
function sameNamed(business: Business, name: string): Customer | undefined {
  const plain = (text: string) => text.trim().toLowerCase();
  return [...business.customers.values()].find(
    (customer) => customer.deletedAt === null && plain(customer.customerFullName) === plain(name),
  );
}

function searchedTexts(business: Business, customer: Customer): string[] {
  const people = [customer.mainContactId, customer.billingContactId]
    .filter((id) => id !== null)
    .map((id) => existing(business.contacts, id, 'Contact'));
  return [
    customer.customerFullName,
    ...people.flatMap((person) => [nameOf(person), ...person.contactItems.map((item) => item.contactValue)]),
  ];
}

function customerView(req: Request, customer: Customer) {
  const business = businessOf(req);
  const { mainContactId, billingContactId, pricingTierId, deletedAt: _, ...fields } = customer;
  const person = (id: number) => personView(existing(business.contacts, id, 'Contact'));
  const path = `/customers/${customer.id}`;
  return {
    ...fields,
    companyId: business.companyId,
    mainContact: person(mainContactId),
    billingContact: billingContactId === null ? null : person(billingContactId),
    pricingTier:
      pricingTierId === null
        ? null
        : pricingTierView(req, existing(business.pricingTiers, pricingTierId, 'Pricing tier')),
    links: [link(req, 'self', path), link(req, 'update', path, 'PUT')],
  };
}
