import type { Tool } from '../define-tool.ts';
import { archiveSite, restoreSite } from './archive-site.ts';
import { createSite } from './create-site.ts';
import { getSite } from './get-site.ts';
import { listSites } from './list-sites.ts';
import { updateSite } from './update-site.ts';

export const siteTools: readonly Tool[] = [
  listSites,
  getSite,
  createSite,
  updateSite,
  archiveSite,
  restoreSite,
];
