import { customerTools } from './customers/index.ts';
import { TOOLSETS, type Tool, type Toolset } from './define-tool.ts';
import { jobTools } from './jobs/index.ts';
import { quoteTools } from './quotes/index.ts';
import { siteTools } from './sites/index.ts';
import { timeEntryTools } from './time-entries/index.ts';
import { userTools } from './users/index.ts';

/** Every tool there is, in the order in which clients list them. */
export const CATALOG: readonly Tool[] = [
  ...jobTools,
  ...quoteTools,
  ...customerTools,
  ...siteTools,
  ...userTools,
  ...timeEntryTools,
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
