import { z } from 'zod';
import type { FergusApi } from '../../fergus/api.ts';
import {
  getSite,
  archiveSite as sendArchive,
  restoreSite as sendRestore,
} from '../../fergus/endpoints/sites.ts';
import { FergusError } from '../../fergus/errors.ts';
import type { Site } from '../../fergus/types/sites.ts';
import { defineTool } from '../define-tool.ts';
import * as p from '../shared/params.ts';
import { readBack } from '../shared/read-back.ts';
import { siteNotFound } from './get-site.ts';
import { siteRecord, toSiteRecord } from './site-view.ts';

const common = {
  toolset: 'sites',
  everyday: false,
  access: 'write',
  idempotent: true,
  input: z.object({ siteId: p.id('site') }),
  output: siteRecord,
  hints: ({ siteId }: { siteId: number }) => ({ 'not-found': siteNotFound(siteId) }),
  verifyWith: 'get-site',
} as const;

export const archiveSite = defineTool({
  ...common,
  name: 'archive-site',
  title: 'Archive a site',
  description: 'Takes a site out of use. restore-site brings it back.',
  async handler({ siteId }, { fergus, company }) {
    const [site, profile] = await Promise.all([getSite(fergus, siteId), company()]);
    if (site.isArchived === true) {
      return {
        structured: toSiteRecord(site, profile),
        summary: 'The site was archived already; nothing was changed.',
      };
    }
    await sendArchive(fergus, siteId);
    const after = await readBack(() => getSite(fergus, siteId));
    return {
      structured: toSiteRecord(after ?? { ...site, isArchived: true }, profile),
      summary: 'The site is archived. restore-site brings it back.',
    };
  },
});

export const restoreSite = defineTool({
  ...common,
  name: 'restore-site',
  title: 'Restore a site',
  description: 'Brings an archived site back into use.',
  async handler({ siteId }, { fergus, company }) {
    const [site, profile] = await Promise.all([readIfShown(fergus, siteId), company()]);
    if (site?.isArchived === false) {
      return {
        structured: toSiteRecord(site, profile),
        summary: 'The site is not archived; nothing was changed.',
      };
    }
    const restored = await sendRestore(fergus, siteId);
    return { structured: toSiteRecord(restored, profile), summary: 'The site is in use again.' };
  },
});

/** The site; nothing where Fergus does not show it, since no source says whether it shows archived ones. */
async function readIfShown(fergus: FergusApi, siteId: number): Promise<Site | undefined> {
  try {
    return await getSite(fergus, siteId);
  } catch (error) {
    if (error instanceof FergusError && error.kind === 'not-found') return undefined;
    throw error;
  }
}
