import type { Request } from 'express';
import { z } from 'zod';
import type { Enquiry } from '../business.ts';
import {
  businessOf,
  existing,
  link,
  matchesText,
  parseBody,
  parseQuery,
  pathId,
  type Routes,
  sendOne,
  sendPage,
} from '../http.ts';
import { addressParts, addressPayload, someText } from '../people.ts';

const listQuery = z.object({
  // The contract calls TODO the default: the others are found only by their status.
  filterStatus: z.enum(['TODO', 'CONTACTED', 'JOBCREATED', 'REJECTED']).default('TODO'),
  filterSource: z.string().optional(),
  filterSearchText: z.string().optional(),
});

const createBody = addressPayload.extend({
  addressCity: someText,
  name: z.string(),
  email: z.email(),
  phoneNumber: z.string(),
  description: z.string(),
  source: z.string(),
});

export const enquiryRoutes: Routes = (router) => {
  router.get('/enquiries', (req, res) => {
    const { filterStatus, filterSource, filterSearchText } = parseQuery(req, listQuery);
    const enquiries = [...businessOf(req).enquiries.values()].filter(
      (enquiry) =>
        enquiry.status === filterStatus &&
        (filterSource === undefined || enquiry.source.toLowerCase() === filterSource.toLowerCase()) &&
        matchesText(filterSearchText, enquiry.name, enquiry.description, enquiry.phoneNumber, enquiry.email),
    );
    sendPage(req, res, enquiries, {
      sortKeys: { createdAt: (enquiry) => enquiry.createdAt },
      present: (enquiry) => enquiryView(req, enquiry),
    });
  });

  router.post('/enquiries', (req, res) => {
    const business = businessOf(req);
    const { name, email, phoneNumber, description, source, ...address } = parseBody(req, createBody);
    const enquiry: Enquiry = {
      id: business.nextId(),
      name,
      contactName: name,
      ...addressParts(address),
      description,
      createdAt: business.now().toISOString(),
      source,
      status: 'TODO',
      jobIds: [],
      email,
      phoneNumber,
    };
    business.enquiries.set(enquiry.id, enquiry);
    // Only reads tell of jobs.
    const { jobIds: _, ...created } = enquiryView(req, enquiry);
    sendOne(res, created, 201);
  });

  router.get('/enquiries/:enquiryId', (req, res) => {
    const enquiry = existing(businessOf(req).enquiries, pathId(req, 'enquiryId'), 'Enquiry');
    sendOne(res, enquiryView(req, enquiry));
  });
};

function enquiryView(req: Request, enquiry: Enquiry) {
  const { email: _email, phoneNumber: _phoneNumber, ...fields } = enquiry;
  return { ...fields, links: [link(req, 'self', `/enquiries/${enquiry.id}`)] };
}
