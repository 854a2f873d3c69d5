import type { Tool } from '../define-tool.ts';
import { getCompany } from './get-company.ts';

export const companyTools: readonly Tool[] = [getCompany];
