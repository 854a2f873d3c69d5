import type { Company } from '../../business.ts';
import type { CustomerRow, SiteRow, UserRow } from '../people.ts';
import type { Locale } from '../seeding.ts';

export const DOMAIN = 'sparrowhawk-electrical.example';

export const locale: Locale = {
  zone: 'Europe/London',
  country: 'United Kingdom',
  region: 'Greater London',
  mobile: (n) => `07700 90${n}`,
  landline: (n) => `020 7946 ${n}`,
  taxRate: 20,
  labour: { price: 62, cost: 29 },
};

export const company: Company = {
  guid: 'b8e0477d-91c3-4f6e-8a25-0d3f6be1c940',
  prefix: 'SPK',
  name: 'Sparrowhawk Electrical Services Ltd',
  dateCreated: '2019-09-02T08:00:00.000Z',
  active: true,
  hasTermsOfTrade: true,
  hasLogo: false,
  contact: {
    firstName: 'Imogen',
    lastName: 'Ashdown',
    position: 'Director',
    companyName: 'Sparrowhawk Electrical Services Ltd',
    address1: 'Unit 6, Tanner’s Yard',
    address2: null,
    addressSuburb: 'Bermondsey',
    addressCity: 'London',
    addressRegion: 'Greater London',
    addressPostcode: 'SE1 0ZZ',
    addressCountry: 'United Kingdom',
    contactItems: [
      { contactType: 'email', contactValue: `hello@${DOMAIN}` },
      { contactType: 'phone', contactValue: '020 7946 0021' },
    ],
  },
  settings: [
    { settingKey: 'timezone', settingValue: 'Europe/London' },
    { settingKey: 'currency', settingValue: 'GBP' },
    { settingKey: 'country', settingValue: 'GB' },
  ],
  tax: { rate: 20, type: 'VAT' },
};

export const users: readonly UserRow[] = [
  {
    key: 'imogen',
    name: ['Imogen', 'Ashdown'],
    type: 'full_user',
    pay: 38,
    charge: 70,
    since: 1800,
    place: ['2 Chandler Mews', 'Deptford', 'London', 'SE8 0ZZ'],
  },
  {
    key: 'raj',
    name: ['Raj', 'Bhatt'],
    type: 'tradesman',
    pay: 29,
    charge: 62,
    since: 1100,
    place: ['19 Foxglove Road', 'Catford', 'London', 'SE6 0ZZ'],
  },
  {
    key: 'callum',
    name: ['Callum', 'Reid'],
    type: 'apprentice',
    pay: 14,
    charge: 34,
    since: 260,
    place: ['Flat 3, 40 Vestry Street', 'Peckham', 'London', 'SE15 0ZZ'],
  },
];

export const customers: readonly CustomerRow[] = [
  {
    key: 'letting',
    company: 'Marchmont Lettings',
    person: ['Fiona', 'Keel', 'Property manager'],
    since: 700,
    place: ['8 Arbour Parade', 'Camberwell', 'London', 'SE5 0ZZ'],
    tier: 'Letting agents',
  },
  {
    key: 'okonkwo',
    person: ['Chidi', 'Okonkwo'],
    since: 120,
    place: ['55 Larch Road', 'Lewisham', 'London', 'SE13 0ZZ'],
    source: 'Website',
  },
  {
    key: 'brewery',
    company: 'Copper Lantern Brewery',
    person: ['Greta', 'Vance', 'Operations'],
    since: 340,
    place: ['Arch 12, Railway Approach', 'Bermondsey', 'London', 'SE16 0ZZ'],
  },
];

export const sites: readonly SiteRow[] = [
  {
    key: 'letting-flat',
    name: 'Arbour Parade flat 8A',
    customer: 'letting',
    since: 690,
    place: ['8A Arbour Parade', 'Camberwell', 'London', 'SE5 0ZZ'],
  },
  {
    key: 'brewery',
    name: 'Copper Lantern taproom',
    customer: 'brewery',
    since: 340,
    place: ['Arch 12, Railway Approach', 'Bermondsey', 'London', 'SE16 0ZZ'],
  },
  {
    key: 'okonkwo',
    customer: 'okonkwo',
    since: 120,
    place: ['55 Larch Road', 'Lewisham', 'London', 'SE13 0ZZ'],
  },
];
