import { z } from 'zod';
import { createEnquiry as sendEnquiry } from '../../fergus/endpoints/enquiries.ts';
import { defineTool } from '../define-tool.ts';
import * as p from '../shared/params.ts';
import { enquiryRecord, toEnquiryRecord } from './enquiry-view.ts';

export const createEnquiry = defineTool({
  name: 'create-enquiry',
  title: 'Create an enquiry',
  description: 'Records an enquiry of somebody who may become a customer. It cannot be changed afterwards.',
  toolset: 'enquiries',
  everyday: false,
  access: 'write',
  input: z.object({
    name: p.text('Who enquires.', 255),
    email: z.email('must be an email address'),
    phoneNumber: p.text('Phone number.', 50),
    description: p.text('What they want.', 10_000),
    source: p.text('Where it came from: website, phone …', 255),
    ...p.address.required({ addressCity: true }).shape,
    allowDuplicate: p.allowDuplicate,
  }),
  output: enquiryRecord,
  async handler({ allowDuplicate, ...payload }, { fergus, company, duplicates }) {
    const profile = await company();
    const enquiry = await duplicates.once('enquiry', payload, allowDuplicate, async () => {
      const value = await sendEnquiry(fergus, payload);
      return { value, made: `enquiry ${value.id}` };
    });
    return { structured: toEnquiryRecord(enquiry, profile), summary: 'The enquiry was created.' };
  },
  verifyWith: 'list-enquiries',
});
