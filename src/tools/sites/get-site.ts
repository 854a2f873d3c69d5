import { z } from 'zod';
import { getSite as fetchSite } from '../../fergus/endpoints/sites.ts';
import { defineTool } from '../define-tool.ts';
import * as p from '../shared/params.ts';
import { siteRecord, toSiteRecord } from './site-view.ts';

export const getSite = defineTool({
  name: 'get-site',
  title: 'Get a site',
  description: 'One site with addresses and contacts.',
  toolset: 'sites',
  everyday: true,
  access: 'read',
  input: z.object({ siteId: p.id('site') }),
  output: siteRecord,
  async handler({ siteId }, { fergus, company }) {
    const [site, profile] = await Promise.all([fetchSite(fergus, siteId), company()]);
    return { structured: toSiteRecord(site, profile) };
  },
  hints: ({ siteId }) => ({ 'not-found': siteNotFound(siteId) }),
});

/** The next step after a site id that leads nowhere. */
export function siteNotFound(siteId: number): string {
  return `There is no site ${siteId}. Look for it with list-sites.`;
}
