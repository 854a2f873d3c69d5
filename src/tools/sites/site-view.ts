import { z } from 'zod';
import type { CompanyProfile } from '../../fergus/company-profile.ts';
import type { Site } from '../../fergus/types/sites.ts';
import { addressView, toAddressView } from '../shared/address.ts';
import { reach } from '../shared/contact-items.ts';
import { contactView, personView } from '../shared/person-view.ts';
import { addressLine, dayOf, fullName, known, text } from '../shared/values.ts';

const named = z.object({
  siteId: z.int(),
  name: z.string().optional(),
  isArchived: z.literal(true).optional().describe('Only there when the site is archived.'),
});

/** What a list shows of a site: where it is, and whom to call. */
const siteItem = named.extend({
  address: z.string().optional(),
  contactName: z.string().optional(),
  email: z.string().optional(),
  phone: z.string().optional(),
});

/** What a single site shows. `siteAddress` is what Fergus answers as `physicalAddress`; the times are days. */
export const siteRecord = named.extend({
  siteAddress: addressView.optional(),
  postalAddress: addressView.optional(),
  defaultContact: contactView.optional(),
  billingContact: contactView.optional(),
  createdAt: z.string().optional(),
  deletedAt: z.string().optional(),
});

/** Either of the two, as the format asks. */
export const listedSite = siteItem.extend(siteRecord.shape);

export function toSiteItem(site: Site): z.output<typeof siteItem> {
  return known({
    ...toNamed(site),
    address: addressLine(site.physicalAddress),
    contactName: fullName(site.defaultContact),
    ...reach(site.defaultContact?.contactItems),
  });
}

export function toSiteRecord(site: Site, company: CompanyProfile): z.output<typeof siteRecord> {
  return known({
    ...toNamed(site),
    siteAddress: toAddressView(site.physicalAddress),
    postalAddress: toAddressView(site.postalAddress),
    defaultContact: personView(site.defaultContact),
    billingContact: personView(site.billingContact),
    createdAt: dayOf(site.createdAt, company),
    deletedAt: dayOf(site.deletedAt, company),
  });
}

function toNamed(site: Site): z.output<typeof named> {
  return known({
    siteId: site.id,
    name: text(site.name),
    isArchived: site.isArchived === true ? (true as const) : undefined,
  });
}
