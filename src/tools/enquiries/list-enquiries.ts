import { z } from 'zod';
import { listEnquiries as fetchEnquiries } from '../../fergus/endpoints/enquiries.ts';
import { ENQUIRY_STATUSES } from '../../fergus/types/enquiries.ts';
import { defineTool } from '../define-tool.ts';
import { collect, listOutput } from '../shared/listing.ts';
import * as p from '../shared/params.ts';
import { enquiryItem, toEnquiryItem } from './enquiry-view.ts';

export const listEnquiries = defineTool({
  name: 'list-enquiries',
  title: 'List enquiries',
  description: 'Enquiries of one status, newest first. TODO: nobody has answered yet.',
  toolset: 'enquiries',
  everyday: false,
  access: 'read',
  input: z.object({
    status: z.enum(ENQUIRY_STATUSES).default('TODO'),
    source: p.text('Where they came from.', 200).optional(),
    search: p.text('Words in name, description, phone or email.', 200).optional(),
    limit: p.limit,
    cursor: p.cursor,
  }),
  output: listOutput(enquiryItem),
  async handler({ status, source, search, limit, cursor }, { fergus, company, progress }) {
    const profile = await company();
    const listing = await collect({
      limit,
      cursor,
      progress,
      fetchPage: (page) =>
        fetchEnquiries(fergus, {
          ...page,
          filterStatus: status,
          filterSource: source,
          filterSearchText: search,
          sortField: 'createdAt',
          sortOrder: 'desc',
        }),
      present: (enquiry) => toEnquiryItem(enquiry, profile),
    });
    return { structured: { ...listing, timeZone: profile.timeZone } };
  },
});
