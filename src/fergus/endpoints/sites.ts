import { type Created, type FergusApi, type Page, path } from '../api.ts';
import type { CreateSitePayload, Site, SitesQuery, UpdateSitePayload } from '../types/sites.ts';

/** `GET /sites`. */
export function listSites(api: FergusApi, query: SitesQuery = {}): Promise<Page<Site>> {
  return api.page({ method: 'GET', path: path`/sites`, query: { ...query } });
}

/** `GET /sites/{siteId}`. */
export function getSite(api: FergusApi, siteId: number): Promise<Site> {
  return api.one({ method: 'GET', path: path`/sites/${siteId}` });
}

/** `POST /sites`: creates a site, or tells which one exists already. */
export function createSite(api: FergusApi, payload: CreateSitePayload): Promise<Created<Site>> {
  return api.createOrFind({ method: 'POST', path: path`/sites`, body: payload });
}

/**
 * `PATCH /sites/{siteId}`: changes name and addresses; contacts are changed as contacts. Tells which
 * other site exists already where Fergus points to one.
 */
export function updateSite(
  api: FergusApi,
  siteId: number,
  payload: UpdateSitePayload,
): Promise<Created<Site>> {
  return api.createOrFind({ method: 'PATCH', path: path`/sites/${siteId}`, body: payload });
}

/** `POST /sites/{siteId}/archive`: {@link restoreSite} undoes it. */
export function archiveSite(api: FergusApi, siteId: number): Promise<void> {
  return api.done({ method: 'POST', path: path`/sites/${siteId}/archive`, contentType: 'text' });
}

/** `POST /sites/{siteId}/restore`: brings an archived site back. */
export function restoreSite(api: FergusApi, siteId: number): Promise<Site> {
  return api.one({ method: 'POST', path: path`/sites/${siteId}/restore`, contentType: 'text' });
}
