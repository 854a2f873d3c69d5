import { z } from 'zod';
import { getSite, createSite as sendSite } from '../../fergus/endpoints/sites.ts';
import { defineTool } from '../define-tool.ts';
import { createOrFind, existingNotShown } from '../shared/create-or-find.ts';
import * as p from '../shared/params.ts';
import { addressLine, text } from '../shared/values.ts';
import { siteRecord, toSiteRecord } from './site-view.ts';

export const createSite = defineTool({
  name: 'create-site',
  title: 'Create a site',
  description: 'Creates a site. Where Fergus has it already (existed: true), answers that one unchanged.',
  toolset: 'sites',
  everyday: true,
  access: 'write',
  input: z.object({
    name: p.text('Name of the site.', 255).optional(),
    defaultContact: p.person.required({ lastName: true }),
    billingContact: p.person.optional(),
    siteAddress: p.address,
    postalAddress: p.address.optional(),
    allowDuplicate: p.allowDuplicate,
  }),
  output: siteRecord.extend({ existed: z.boolean() }),
  async handler({ allowDuplicate, ...payload }, { fergus, company, duplicates }) {
    const profile = await company();
    const { record, existed, summary } = await createOrFind({
      kind: 'site',
      payload,
      allowDuplicate,
      duplicates,
      send: () => sendSite(fergus, payload),
      read: (id) => getSite(fergus, id),
      nameOf: (site) => text(site.name) ?? addressLine(site.physicalAddress),
    });
    return { structured: { existed, ...toSiteRecord(record, profile) }, summary };
  },
  hints: () => ({ 'not-found': existingNotShown('site') }),
  verifyWith: 'list-sites',
});
