import type { Tool } from '../define-tool.ts';
import { findAnything } from './find-anything.ts';
import { getBusinessSnapshot } from './get-business-snapshot.ts';
import { getJobOverview } from './get-job-overview.ts';
import { getQuotePipeline } from './get-quote-pipeline.ts';
import { getReceivables } from './get-receivables.ts';
import { getSchedule } from './get-schedule.ts';
import { getTimesheetSummary } from './get-timesheet-summary.ts';

export const insightTools: readonly Tool[] = [
  getBusinessSnapshot,
  findAnything,
  getJobOverview,
  getQuotePipeline,
  getReceivables,
  getSchedule,
  getTimesheetSummary,
];
