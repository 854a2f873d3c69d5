import type { FergusApi } from '../../fergus/api.ts';
import { listInvoices } from '../../fergus/endpoints/invoices.ts';
import type { Invoice } from '../../fergus/types/invoices.ts';
import { type Reading, readPages } from './read-pages.ts';

/** Invoices, the newest first. Drafts have no due day, so the day of creation is what sorts all of them. */
export function readInvoices(
  fergus: FergusApi,
  {
    progress,
    ...bounds
  }: {
    readonly maxPages: number;
    readonly from?: string | undefined;
    readonly progress: (message: string) => void;
  },
): Promise<Reading<Invoice>> {
  return readPages({
    ...bounds,
    fetchPage: (page) => listInvoices(fergus, { ...page, sortField: 'createdAt', sortOrder: 'desc' }),
    progress: (read) => progress(`${read} invoices read`),
  });
}
