import type { Request } from 'express';
import { z } from 'zod';
import type { Address, Business, Site } from '../business.ts';
import {
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
  addressParts,
  addressPayload,
  nameOf,
  personPayload,
  someText,
} from '../people.ts';
import { personView } from '../views.ts';

const listQuery = z.object({
  filterSiteName: z.string().optional(),
  filterAddressCity: z.string().optional(),
  filterAddressPostalCode: z.string().optional(),
  filterSearchText: z.string().optional(),
});

const createBody = z.object({
  name: z.string().optional(),
  // The contract lets the last name go, the real API does not [live].
  defaultContact: personPayload.extend({ lastName: someText }),
  billingContact: personPayload.optional(),
  siteAddress: addressPayload,
  postalAddress: addressPayload.optional(),
});

const updateBody = createBody.pick({ name: true, siteAddress: true, postalAddress: true });

/** Archived sites stay in the list and bear `isArchived`: nothing else would tell which ones can be restored. */
export const siteRoutes: Routes = (router) => {
  router.get('/sites', (req, res) => {
    const business = businessOf(req);
    const query = parseQuery(req, listQuery);
    const sites = [...business.sites.values()].filter(
      (site) =>
        matchesText(query.filterSiteName, site.name) &&
        matchesText(query.filterAddressCity, site.physicalAddress.addressCity) &&
        matchesText(query.filterAddressPostalCode, site.physicalAddress.addressPostcode) &&
        matchesText(query.filterSearchText, ...searchedTexts(business, site)),
    );
    sendPage(req, res, sites, {
      sortKeys: { createdAt: (site) => site.createdAt, name: (site) => site.name },
      present: (site) => siteView(req, site),
    });
  });

  router.post('/sites', (req, res) => {
    const business = businessOf(req);
    const { name, defaultContact, billingContact, siteAddress, postalAddress } = parseBody(req, createBody);
    const same = siteAt(business, addressParts(siteAddress));
    if (same !== undefined) {
      sendRedirect(res, 'A site with this address already exists', `/sites/${same.id}`);
      return;
    }
    const id = business.nextId();
    const role = { contactType: 'SITE', customerId: null, siteId: id } as const;
    const main = addContact(business, defaultContact, { ...role, isMain: true, isBilling: false });
    const billing =
      billingContact === undefined
        ? undefined
        : addContact(business, billingContact, { ...role, isMain: false, isBilling: true });
    const site: Site = {
      id,
      name: name ?? null,
      createdAt: business.now().toISOString(),
      defaultContactId: main.id,
      billingContactId: billing?.id ?? null,
      physicalAddress: addressOf(business, siteAddress, null),
      postalAddress: postalAddress === undefined ? null : addressOf(business, postalAddress, null),
      isArchived: false,
      deletedAt: null,
    };
    business.sites.set(id, site);
    sendOne(res, siteView(req, site), 201);
  });

  router.get('/sites/:siteId', (req, res) => {
    sendOne(res, siteView(req, siteInPath(req)));
  });

  router.patch('/sites/:siteId', (req, res) => {
    const business = businessOf(req);
    const site = siteInPath(req);
    const { name, siteAddress, postalAddress } = parseBody(req, updateBody);
    const same = siteAt(business, addressParts(siteAddress), site);
    if (same !== undefined) {
      sendRedirect(res, 'Another site with this address already exists', `/sites/${same.id}`, 'Redirect');
      return;
    }
    if (name !== undefined) site.name = name;
    site.physicalAddress = addressOf(business, siteAddress, site.physicalAddress);
    if (postalAddress !== undefined) {
      site.postalAddress = addressOf(business, postalAddress, site.postalAddress);
    }
    sendOne(res, siteView(req, site));
  });

  router.post('/sites/:siteId/archive', (req, res) => {
    const site = siteInPath(req);
    site.isArchived = true;
    site.deletedAt = businessOf(req).now().toISOString();
    noContent(res);
  });

  router.post('/sites/:siteId/restore', (req, res) => {
    const site = siteInPath(req);
    site.isArchived = false;
    site.deletedAt = null;
    sendOne(res, siteView(req, site));
  });
};

function siteInPath(req: Request): Site {
  return existing(businessOf(req).sites, pathId(req, 'siteId'), 'Site');
}

/** The site, archived or not and other than `except`, whose address is in the same place. */
function siteAt(business: Business, address: Omit<Address, 'id'>, except?: Site): Site | undefined {
  const place = placeOf(address);
  return [...business.sites.values()].find(
    (site) => site !== except && placeOf(site.physicalAddress) === place,
  );
}

/** Street, unit, suburb and city: what the other parts say follows from these. Case and spaces do not count. */
function placeOf({ address1, address2, addressSuburb, addressCity }: Omit<Address, 'id'>): string {
  return [address1, address2, addressSuburb, addressCity]
    .map((part) => (part ?? '').trim().replace(/\s+/g, ' ').toLowerCase())
    .join('\n');
}

function searchedTexts(business: Business, site: Site): Array<string | null> {
  const people = [site.defaultContactId, site.billingContactId]
    .filter((id) => id !== null)
    .map((id) => nameOf(existing(business.contacts, id, 'Contact')));
  // Sites have no customer of their own: theirs are the customers of the jobs there.
  const customers = [...business.jobs.values()]
    .filter((job) => job.siteId === site.id && job.customerId !== null)
    .map((job) => business.customers.get(job.customerId ?? 0)?.customerFullName ?? null);
  const { address1, address2 } = site.physicalAddress;
  return [site.name, address1, address2, ...people, ...customers];
}

function siteView(req: Request, site: Site) {
  const business = businessOf(req);
  const { defaultContactId, billingContactId, ...fields } = site;
  const person = (id: number) => personView(existing(business.contacts, id, 'Contact'));
  const path = `/sites/${site.id}`;
  return {
    ...fields,
    companyId: business.companyId,
    defaultContact: person(defaultContactId),
    billingContact: billingContactId === null ? null : person(billingContactId),
    links: [
      link(req, 'self', path),
      link(req, 'update', path, 'PATCH'),
      site.isArchived
        ? link(req, 'restore', `${path}/restore`, 'POST')
        : link(req, 'archive', `${path}/archive`, 'POST'),
    ],
  };
}
