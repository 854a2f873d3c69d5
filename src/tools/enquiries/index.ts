import type { Tool } from '../define-tool.ts';
import { createEnquiry } from './create-enquiry.ts';
import { getEnquiry } from './get-enquiry.ts';
import { listEnquiries } from './list-enquiries.ts';

export const enquiryTools: readonly Tool[] = [listEnquiries, getEnquiry, createEnquiry];
