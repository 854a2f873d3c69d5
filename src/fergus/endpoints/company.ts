import { type FergusApi, path } from '../api.ts';
import type { Company } from '../types/company.ts';

/** `GET /company`: the company of the token. Cached. */
export function getCompany(api: FergusApi): Promise<Company> {
  return api.one({ method: 'GET', path: path`/company`, cacheFor: 'reference' });
}
