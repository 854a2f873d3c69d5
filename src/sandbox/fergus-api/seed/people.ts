import type { Contact, Customer, PricingTier, Site, User, UserType } from '../business.ts';
import {
  addressAt,
  byKey,
  contactItem,
  mailName,
  type Place,
  phoneNumber,
  type Seeding,
  store,
} from './seeding.ts';

/** A user; the company's owner comes first. */
export interface UserRow {
  readonly key: string;
  readonly name: readonly [first: string, last: string];
  readonly type: UserType;
  readonly status?: User['status'];
  readonly pay: number;
  readonly charge: number;
  /** Days since the user was added. */
  readonly since: number;
  readonly place: Place;
}

type PersonRow = readonly [first: string, last: string | null, position?: string];

export interface CustomerRow {
  readonly key: string;
  /** Of a company; without it the customer is the person. */
  readonly company?: string;
  readonly person: PersonRow;
  readonly billing?: PersonRow;
  readonly since: number;
  readonly place: Place;
  /** Name of a pricing tier; the default tier without it. */
  readonly tier?: string;
  readonly source?: string;
}

export interface SiteRow {
  readonly key: string;
  readonly name?: string;
  /** Whose place it is: gives the contact person where the row names nobody. */
  readonly customer: string;
  readonly person?: PersonRow;
  readonly place: Place;
  readonly since: number;
  /** Days since it was archived. */
  readonly archived?: number;
}

/** Adds the users and gives them by the keys of their rows. */
export function seedUsers(seeding: Seeding, domain: string, rows: readonly UserRow[]): Map<string, User> {
  const { business, moments } = seeding;
  return new Map(
    rows.map((row) => {
      const [firstName, lastName] = row.name;
      const createdAt = moments.officeTime(-row.since, '09:05');
      const user: User = {
        id: business.nextId(),
        firstName,
        lastName,
        email: `${mailName(firstName)}@${domain}`,
        userType: row.type,
        createdAt,
        modifiedAt: createdAt,
        address: addressAt(seeding, row.place),
        contactItems: [contactItem(seeding, 'mobile', phoneNumber(seeding, 'mobile'))],
        payRate: row.pay,
        chargeOutRate: row.charge,
        status: row.status ?? 'active',
      };
      return [row.key, store(business.users, user)];
    }),
  );
}

/** Adds the customers with their contacts and gives them by the keys of their rows. */
export function seedCustomers(seeding: Seeding, rows: readonly CustomerRow[]): Map<string, Customer> {
  const { business, moments } = seeding;
  return new Map(
    rows.map((row) => {
      const id = business.nextId();
      const createdAt = moments.officeTime(-row.since, '10:20');
      const owner = { customerId: id, siteId: null, createdAt };
      const company = row.company ?? null;
      const main = addContact(seeding, row.person, company, { ...owner, isMain: true, isBilling: false });
      const billing =
        row.billing &&
        addContact(seeding, row.billing, company, { ...owner, isMain: false, isBilling: true });
      const customer: Customer = {
        id,
        customerFullName: row.company ?? [row.person[0], row.person[1]].filter(Boolean).join(' '),
        createdAt,
        mainContactId: main.id,
        billingContactId: billing?.id ?? null,
        physicalAddress: addressAt(seeding, row.place),
        postalAddress: company === null ? null : addressAt(seeding, row.place),
        pricingTierId: tierOf(seeding, row.tier).id,
        customerSource: row.source ?? null,
        deletedAt: null,
      };
      return [row.key, store(business.customers, customer)];
    }),
  );
}

function tierOf({ business }: Seeding, name: string | undefined): PricingTier {
  const tiers = [...business.pricingTiers.values()];
  const tier = tiers.find((candidate) =>
    name === undefined ? candidate.isDefault : candidate.name === name,
  );
  if (tier === undefined) throw new Error(`The seed has no pricing tier "${name ?? 'default'}".`);
  return tier;
}

/** Adds the sites with their contacts and gives them by the keys of their rows. */
export function seedSites(
  seeding: Seeding,
  rows: readonly SiteRow[],
  customers: readonly CustomerRow[],
): Map<string, Site> {
  const { business, moments } = seeding;
  const customerRows = new Map(customers.map((row) => [row.key, row]));
  return new Map(
    rows.map((row) => {
      const id = business.nextId();
      const createdAt = moments.officeTime(-row.since, '11:10');
      const customer = byKey(customerRows, row.customer);
      const contact = addContact(seeding, row.person ?? customer.person, customer.company ?? null, {
        customerId: null,
        siteId: id,
        createdAt,
        isMain: true,
        isBilling: false,
      });
      const site: Site = {
        id,
        name: row.name ?? null,
        createdAt,
        defaultContactId: contact.id,
        billingContactId: null,
        physicalAddress: addressAt(seeding, row.place),
        postalAddress: null,
        isArchived: row.archived !== undefined,
        deletedAt: row.archived === undefined ? null : moments.officeTime(-row.archived, '15:30'),
      };
      return [row.key, store(business.sites, site)];
    }),
  );
}

function addContact(
  seeding: Seeding,
  [firstName, lastName, position]: PersonRow,
  company: string | null,
  role: Pick<Contact, 'customerId' | 'siteId' | 'createdAt' | 'isMain' | 'isBilling'>,
): Contact {
  const { business, random } = seeding;
  const domain = company === null ? 'mail.example' : `${mailName(company).replaceAll('.', '-')}.example`;
  const mail = mailName([firstName, lastName].filter(Boolean).join(' '));
  const contactItems = [
    contactItem(seeding, 'email', `${mail}@${domain}`),
    contactItem(seeding, 'mobile', phoneNumber(seeding, 'mobile')),
  ];
  if (company !== null && random.chance(60)) {
    contactItems.push(contactItem(seeding, 'phone', phoneNumber(seeding, 'landline')));
  }
  return store(business.contacts, {
    id: business.nextId(),
    firstName,
    lastName,
    position: position ?? null,
    company,
    contactItems,
    contactType: role.customerId === null ? 'SITE' : 'CUSTOMER',
    modifiedAt: role.createdAt,
    ...role,
  });
}
