import { z } from 'zod';
import { getSite, updateSite as sendSite } from '../../fergus/endpoints/sites.ts';
import { defineTool } from '../define-tool.ts';
import { mergeAddress } from '../shared/address.ts';
import { assertChange, namesNothing } from '../shared/changes.ts';
import * as p from '../shared/params.ts';
import { addressLine } from '../shared/values.ts';
import { ToolError } from '../tool-error.ts';
import { siteNotFound } from './get-site.ts';
import { siteRecord, toSiteRecord } from './site-view.ts';

export const updateSite = defineTool({
  name: 'update-site',
  title: 'Change a site',
  description: 'Changes name or addresses of a site; what is not named stays, single address parts included.',
  toolset: 'sites',
  everyday: true,
  access: 'write',
  idempotent: true,
  input: z.object({
    siteId: p.id('site'),
    name: p.text('Name of the site.', 255).optional(),
    siteAddress: p.addressChange.optional(),
    postalAddress: p.addressChange.optional(),
  }),
  output: siteRecord,
  async handler({ siteId, ...changes }, { fergus, company }) {
    assertChange(changes, ['name', 'siteAddress', 'postalAddress']);
    const [current, profile] = await Promise.all([getSite(fergus, siteId), company()]);
    const siteAddress = mergeAddress(current.physicalAddress, changes.siteAddress, 'siteAddress');
    if (siteAddress === undefined) {
      throw new ToolError(
        'Nothing was changed: Fergus wants the address in every change of a site, and this one has none yet. Name siteAddress too.',
      );
    }
    const answer = await sendSite(fergus, siteId, {
      name: changes.name,
      siteAddress,
      postalAddress: namesNothing(changes.postalAddress)
        ? undefined
        : mergeAddress(current.postalAddress, changes.postalAddress, 'postalAddress'),
    });
    if (answer.kind === 'exists') {
      const other = answer.existingId;
      throw new ToolError(
        `Nothing was changed: ${other === undefined ? 'another site' : `site ${other}`} has the address ${addressLine(siteAddress)} already, and Fergus keeps one site for an address. See it with ${other === undefined ? 'list-sites' : 'get-site'}, and use it instead or name another address.`,
      );
    }
    return { structured: toSiteRecord(answer.record, profile), summary: 'Site changed.' };
  },
  hints: ({ siteId }) => ({ 'not-found': siteNotFound(siteId) }),
  verifyWith: 'get-site',
});
