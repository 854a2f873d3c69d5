import { JOB_TYPES } from '../fergus/types/jobs.ts';
import type { Prompt } from './define-prompt.ts';

const types: readonly string[] = JOB_TYPES;

export const jobCreationAssistant: Prompt = {
  name: 'job-creation-assistant',
  title: 'Create a job',
  description: 'Gathers what a new job needs, finds or creates its customer and site, and creates it.',
  arguments: [
    {
      name: 'jobType',
      description: `One of ${types.join(', ')}.`,
      required: false,
      check: (value) => (types.includes(value) ? undefined : `must be one of ${types.join(', ')}`),
      complete: async (typed) => types.filter((type) => type.toLowerCase().startsWith(typed.toLowerCase())),
    },
  ],
  message: ({ jobType }) =>
    [
      `Help me create a ${jobType ? `${jobType} ` : ''}job in Fergus.`,
      '',
      'Work in this order, and ask me only for what you cannot find out:',
      `1. Ask me who the customer is, where the work is, and what is to be done${jobType ? '' : `; also which job type fits (${types.join(', ')})`}.`,
      '2. Look for the customer with list-customers (search). If several fit, let me choose; if none does, ask for a name, a contact person and a phone or email, and use create-customer.',
      '3. Look for the site with list-sites (search by street). If it is new, ask for the full address and a contact with first and last name, and use create-site.',
      '4. Show me title, description, type, customer and site, and wait for my yes.',
      '5. Use create-job once. If it cannot be complete yet, say what is missing and offer a draft, which finalize-job completes later.',
      '6. Tell me the job number and id that came back.',
      '',
      'Use only ids that a tool returned.',
    ].join('\n'),
};
