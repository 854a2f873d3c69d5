import { calendarTools } from './calendar/index.ts';
import { companyTools } from './company/index.ts';
import { contactTools } from './contacts/index.ts';
import { customerTools } from './customers/index.ts';
import { TOOLSETS, type Tool, type Toolset } from './define-tool.ts';
import { enquiryTools } from './enquiries/index.ts';
import { favouriteTools } from './favourites/index.ts';
import { insightTools } from './insight/index.ts';
import { invoiceTools } from './invoices/index.ts';
import { jobTools } from './jobs/index.ts';
import { noteTools } from './notes/index.ts';
import { phaseTools } from './phases/index.ts';
import { pricebookTools } from './pricebooks/index.ts';
import { quoteTools } from './quotes/index.ts';
import { siteTools } from './sites/index.ts';
import { stockTools } from './stock/index.ts';
import { timeEntryTools } from './time-entries/index.ts';
import { userTools } from './users/index.ts';

/** Every tool there is, in the order in which clients list them. */
export const CATALOG: readonly Tool[] = [
  ...insightTools,
  ...jobTools,
  ...phaseTools,
  ...quoteTools,
  ...customerTools,
  ...siteTools,
  ...contactTools,
  ...enquiryTools,
  ...invoiceTools,
  ...calendarTools,
  ...noteTools,
  ...stockTools,
  ...pricebookTools,
  ...favouriteTools,
  ...userTools,
  ...timeEntryTools,
  ...companyTools,
];

/** What a user may ask for: the default set, everything, or single toolsets. */
export type ToolsetChoice = 'everyday' | 'all' | Toolset;

export const TOOLSET_CHOICES: readonly ToolsetChoice[] = ['everyday', 'all', ...TOOLSETS];

export interface ToolSelection {
  readonly toolsets: readonly ToolsetChoice[];
  /** Leaves only the tools that change nothing. */
  readonly readOnly: boolean;
}

/** The tools of a selection, in the catalog's order: the same selection always gives the same list. */
export function selectTools({ toolsets, readOnly }: ToolSelection): readonly Tool[] {
  return CATALOG.filter(
    (tool) =>
      (!readOnly || tool.access === 'read') &&
      toolsets.some(
        (choice) => choice === 'all' || choice === tool.toolset || (choice === 'everyday' && tool.everyday),
      ),
  );
}
