import type { Prompt } from './define-prompt.ts';
import { jobArgument } from './job-argument.ts';

export const jobHandover: Prompt = {
  name: 'job-handover',
  title: 'Hand over a job',
  description: 'One page on a job for the person who takes it over.',
  arguments: [jobArgument],
  message: ({ job }) =>
    [
      `Write the handover of job ${job} for the person who takes it over.`,
      '',
      'Work in this order:',
      `1. Call get-job-overview (job: "${job}"), and get-job for the description and the address of the site if they are not in it.`,
      '2. Write one page: what is to be done and for whom; where, how to get in, whom to call; phases that are done, under way and left; hours so far by person; what was quoted, billed and paid; who is booked and when; the notes that matter, with their dates and authors.',
      '3. List what is missing or does not fit: no booking ahead, hours beyond what was quoted, a phase without work, notes that contradict each other, an invoice overdue.',
      '4. List questions for whoever had the job before. Do not fill gaps with guesses.',
      '5. Show it to me, and offer to keep it as a note on the job with create-note. Write it only after my yes.',
      '',
      'Use only what a tool returned, and leave costs, pay rates and margins out: the page may be read on site.',
    ].join('\n'),
};
