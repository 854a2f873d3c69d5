import { JOB_REFERENCE } from '../fergus/job-reference.ts';
import { suggestJobNumbers } from '../fergus/job-suggestions.ts';
import type { PromptArgument } from './define-prompt.ts';

/** The `job` argument of prompts. */
export const jobArgument: PromptArgument = {
  name: 'job',
  description: 'Job number such as Job-500, or job id.',
  required: true,
  check: (value) =>
    JOB_REFERENCE.test(value) ? undefined : 'must be a job number such as "Job-500", or a job id',
  complete: (typed, fergus) => suggestJobNumbers(fergus, typed),
};
