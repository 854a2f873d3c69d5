import type { Business } from '../../business.ts';
import { buildBusiness } from '../build-business.ts';
import { events } from './calendar.ts';
import { company, DOMAIN, locale, users } from './company.ts';
import { customers } from './customers.ts';
import { billedJobs } from './jobs-billed.ts';
import { closedJobs } from './jobs-closed.ts';
import { pricingJobs } from './jobs-pricing.ts';
import { underWayJobs } from './jobs-under-way.ts';
import { favourites, kits } from './kits.ts';
import { enquiries, notes } from './office.ts';
import { accounts, pricebooks, tiers } from './pricebooks.ts';
import { sites } from './sites.ts';

/** The demo's business: plumbing, gas and electrical in Auckland, as it stands today. */
export function seedKereru(now: () => Date): Business {
  return buildBusiness({
    companyId: 13986,
    company: structuredClone(company),
    locale,
    firstId: 20_701_500,
    jobPrefix: 'Job-',
    firstJobNo: 500,
    randomSeed: 20_240_611,
    now,
    domain: DOMAIN,
    users,
    catalogue: { accounts, tiers, pricebooks, kits, favourites },
    customers,
    sites,
    jobs: [...pricingJobs, ...underWayJobs, ...billedJobs, ...closedJobs],
    events,
    enquiries,
    notes,
  });
}
