import { z } from 'zod';
import { getEnquiry as fetchEnquiry } from '../../fergus/endpoints/enquiries.ts';
import { defineTool } from '../define-tool.ts';
import * as p from '../shared/params.ts';
import { enquiryRecord, toEnquiryRecord } from './enquiry-view.ts';

export const getEnquiry = defineTool({
  name: 'get-enquiry',
  title: 'Get an enquiry',
  description: 'One enquiry with address and the jobs that came of it.',
  toolset: 'enquiries',
  everyday: false,
  access: 'read',
  input: z.object({ enquiryId: p.id('enquiry') }),
  output: enquiryRecord,
  async handler({ enquiryId }, { fergus, company }) {
    const [enquiry, profile] = await Promise.all([fetchEnquiry(fergus, enquiryId), company()]);
    return { structured: toEnquiryRecord(enquiry, profile) };
  },
  hints: ({ enquiryId }) => ({
    'not-found': `There is no enquiry ${enquiryId}. Look for it with list-enquiries, status by status.`,
  }),
});
