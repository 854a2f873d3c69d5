import type { Business } from '../../../src/sandbox/fergus-api/business.ts';

/** A weekday, a weekend, both changes of New Zealand's clocks, New Year, a leap day. */
export const CLOCKS = [
  '2026-03-04T22:15:00Z',
  '2026-03-07T02:00:00Z',
  '2026-04-04T18:00:00Z',
  '2026-09-26T18:00:00Z',
  '2025-12-31T11:30:00Z',
  '2028-02-29T00:00:00Z',
];

/** The maps of records of a business. */
export const maps = (business: Business) => Object.values(business).filter((value) => value instanceof Map);
