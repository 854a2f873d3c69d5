import { z } from 'zod';
import type { CompanyProfile } from '../../fergus/company-profile.ts';
import type { Enquiry } from '../../fergus/types/enquiries.ts';
import { addressView, toAddressView } from '../shared/address.ts';
import { addressLine, integer, known, list, moment, text } from '../shared/values.ts';

const head = z.object({
  enquiryId: z.int(),
  name: z.string().optional(),
  contactName: z.string().optional(),
  status: z.string().optional(),
  source: z.string().optional(),
  description: z.string().optional(),
  createdAt: z.string().optional(),
  jobIds: z.array(z.int()).optional().describe('The jobs that came of it.'),
});

/** What a list shows of an enquiry, its address on one line. */
export const enquiryItem = head.extend({ address: z.string().optional() });

/** What a single enquiry shows. Fergus does not answer email address and phone number [spec]. */
export const enquiryRecord = head.extend({ address: addressView.optional(), timeZone: z.string() });

export function toEnquiryItem(enquiry: Enquiry, company: CompanyProfile): z.output<typeof enquiryItem> {
  return known({ ...toHead(enquiry, company), address: addressLine(enquiry) });
}

export function toEnquiryRecord(enquiry: Enquiry, company: CompanyProfile): z.output<typeof enquiryRecord> {
  return known({
    ...toHead(enquiry, company),
    address: toAddressView(enquiry),
    timeZone: company.timeZone,
  });
}

function toHead(enquiry: Enquiry, company: CompanyProfile): z.output<typeof head> {
  const jobIds = list(enquiry.jobIds).flatMap((id) => integer(id) ?? []);
  return known({
    enquiryId: enquiry.id,
    name: text(enquiry.name),
    contactName: text(enquiry.contactName),
    status: text(enquiry.status),
    source: text(enquiry.source),
    description: text(enquiry.description),
    createdAt: moment(enquiry.createdAt, company),
    jobIds: jobIds.length > 0 ? jobIds : undefined,
  });
}
