import { type FergusApi, type Page, path } from '../api.ts';
import type { CreateEnquiryPayload, EnquiriesQuery, Enquiry } from '../types/enquiries.ts';

/** `GET /enquiries`: with the ids of the jobs that came of them. */
export function listEnquiries(api: FergusApi, query: EnquiriesQuery = {}): Promise<Page<Enquiry>> {
  return api.page({ method: 'GET', path: path`/enquiries`, query: { ...query } });
}

/** `GET /enquiries/{enquiryId}`. */
export function getEnquiry(api: FergusApi, enquiryId: number): Promise<Enquiry> {
  return api.one({ method: 'GET', path: path`/enquiries/${enquiryId}` });
}

/** `POST /enquiries`. No operation changes or deletes one afterwards. */
export function createEnquiry(api: FergusApi, payload: CreateEnquiryPayload): Promise<Enquiry> {
  return api.one({ method: 'POST', path: path`/enquiries`, body: payload });
}
