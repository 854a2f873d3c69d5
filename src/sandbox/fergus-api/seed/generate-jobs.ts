import type { Business, Job } from '../business.ts';
import { store } from './seeding.ts';

const HOUR_MS = 60 * 60 * 1000;

/**
 * Adds `count` plain jobs to a business, for tests that need more of them than a demo shows (long lists,
 * numbers that contain each other). They are an hour apart, the last one an hour old, and belong in turn to the
 * customers and sites that the business has.
 */
export function generateJobs(business: Business, count: number): Job[] {
  const customers = [...business.customers.keys()];
  const sites = [...business.sites.keys()];
  const now = business.now().getTime();
  return Array.from({ length: count }, (_, index) => {
    const createdAt = new Date(now - (count - index) * HOUR_MS).toISOString();
    return store(business.jobs, {
      id: business.nextId(),
      jobNo: business.nextJobNo(),
      description: `Generated job ${index + 1}`,
      longDescription: null,
      createdAt,
      lastModified: createdAt,
      jobType: 'Charge Up',
      status: 'To Schedule',
      assignedGroups: [],
      customerId: customers[index % customers.length] ?? null,
      siteId: sites[index % sites.length] ?? null,
      onHold: false,
      archived: false,
      isDraft: false,
      holdUntil: null,
      customerReference: null,
    });
  });
}
