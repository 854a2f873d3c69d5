import type { Address, Business, Company, ContactItem, ContactItemType } from '../business.ts';
import { Moments } from './moments.ts';
import { Random } from './random.ts';

/** What is particular to a company's country and trade. */
export interface Locale {
  readonly zone: string;
  readonly country: string;
  readonly region: string;
  /** Phone numbers that belong to nobody; `n` is four digits. */
  readonly mobile: (n: string) => string;
  readonly landline: (n: string) => string;
  /** In percent. */
  readonly taxRate: number;
  /** Per hour, what quotes and invoices ask for labour and what it costs. */
  readonly labour: { readonly price: number; readonly cost: number };
}

/** A business while it is filled. */
export interface Seeding {
  readonly business: Business;
  readonly random: Random;
  readonly moments: Moments;
  readonly locale: Locale;
}

export interface BusinessPlan {
  readonly companyId: number;
  readonly company: Company;
  readonly locale: Locale;
  /** Ids count up from here in small steps. */
  readonly firstId: number;
  /** What stands before a job's number: "Job-". */
  readonly jobPrefix: string;
  readonly firstJobNo: number;
  readonly randomSeed: number;
  readonly now: () => Date;
}

/** A business without anything in it. */
export function beginSeeding(plan: BusinessPlan): Seeding {
  const random = new Random(plan.randomSeed);
  let lastId = plan.firstId;
  let nextNumber = plan.firstJobNo;
  const business: Business = {
    companyId: plan.companyId,
    company: plan.company,
    users: new Map(),
    contacts: new Map(),
    customers: new Map(),
    sites: new Map(),
    jobs: new Map(),
    phases: new Map(),
    quotes: new Map(),
    timeEntries: new Map(),
    calendarEvents: new Map(),
    invoices: new Map(),
    notes: new Map(),
    stockOnHand: new Map(),
    salesAccounts: new Map(),
    pricebooks: new Map(),
    pricebookItems: new Map(),
    pricingTiers: new Map(),
    favouritesFolders: new Map(),
    favouritesSections: new Map(),
    enquiries: new Map(),
    nextId: () => {
      lastId += random.int(1, 7);
      return lastId;
    },
    nextJobNo: () => `${plan.jobPrefix}${nextNumber++}`,
    now: plan.now,
  };
  return { business, random, moments: new Moments(plan.now(), plan.locale.zone), locale: plan.locale };
}

/** Puts a record into its map and gives it back. */
export function store<T extends { readonly id: number }>(records: Map<number, T>, record: T): T {
  records.set(record.id, record);
  return record;
}

/** What stands under a key of the seed's own tables. @throws for a key that is not there. */
export function byKey<T>(records: ReadonlyMap<string, T>, key: string): T {
  const record = records.get(key);
  if (record === undefined) throw new Error(`The seed refers to "${key}", which it does not have.`);
  return record;
}

/** Street, suburb, city, postcode. */
export type Place = readonly [street: string, suburb: string, city: string, postcode: string];

export function addressAt({ business, locale }: Seeding, [street, suburb, city, postcode]: Place): Address {
  return {
    id: business.nextId(),
    address1: street,
    address2: null,
    addressSuburb: suburb,
    addressCity: city,
    addressRegion: locale.region,
    addressPostcode: postcode,
    addressCountry: locale.country,
  };
}

export function contactItem({ business }: Seeding, contactType: ContactItemType, value: string): ContactItem {
  return { id: business.nextId(), contactType, contactValue: value };
}

/** A number that belongs to nobody, a different one each time. */
export function phoneNumber({ random, locale }: Seeding, kind: 'mobile' | 'landline'): string {
  return locale[kind](String(random.int(1000, 9999)));
}

/** "Hana Wirihana" → "hana.wirihana"; letters with marks lose them. */
export function mailName(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[^\p{Letter}\p{Number} ]/gu, '')
    .trim()
    .toLowerCase()
    .replace(/ +/g, '.');
}
