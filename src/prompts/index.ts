import type { Prompt } from './define-prompt.ts';
import { jobCreationAssistant } from './job-creation-assistant.ts';
import { quoteGenerator } from './quote-generator.ts';
import { weeklyReport } from './weekly-report.ts';

/** Every prompt, in the order in which clients list them. */
export const PROMPTS: readonly Prompt[] = [jobCreationAssistant, quoteGenerator, weeklyReport];
