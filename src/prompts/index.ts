import { chaseOverdueInvoices } from './chase-overdue-invoices.ts';
import type { Prompt } from './define-prompt.ts';
import { jobCreationAssistant } from './job-creation-assistant.ts';
import { jobHandover } from './job-handover.ts';
import { morningBriefing } from './morning-briefing.ts';
import { quoteFollowUp } from './quote-follow-up.ts';
import { quoteGenerator } from './quote-generator.ts';
import { weeklyReport } from './weekly-report.ts';

/** Every prompt, in the order in which clients list them. */
export const PROMPTS: readonly Prompt[] = [
  morningBriefing,
  jobCreationAssistant,
  quoteGenerator,
  quoteFollowUp,
  chaseOverdueInvoices,
  jobHandover,
  weeklyReport,
];
