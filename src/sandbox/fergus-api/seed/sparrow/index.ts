import type { Business } from '../../business.ts';
import { buildBusiness } from '../build-business.ts';
import { catalogue } from './catalogue.ts';
import { enquiries, events, jobs, notes } from './jobs.ts';
import { company, customers, DOMAIN, locale, sites, users } from './people.ts';

/** The second business, whose data must never show up in the first: electricians in London. */
export function seedSparrow(now: () => Date): Business {
  return buildBusiness({
    companyId: 22417,
    company: structuredClone(company),
    locale,
    firstId: 31_400_200,
    jobPrefix: 'SPK-',
    firstJobNo: 1201,
    randomSeed: 77_003_219,
    now,
    domain: DOMAIN,
    users,
    catalogue,
    customers,
    sites,
    jobs,
    events,
    enquiries,
    notes,
  });
}
