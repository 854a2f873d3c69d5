import type { Tool } from '../define-tool.ts';
import { getTimeEntry } from './get-time-entry.ts';
import { listTimeEntries } from './list-time-entries.ts';

export const timeEntryTools: readonly Tool[] = [listTimeEntries, getTimeEntry];
