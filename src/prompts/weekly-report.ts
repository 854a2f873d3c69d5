import { z } from 'zod';
import type { Prompt, PromptArgument } from './define-prompt.ts';

const date = (name: string, description: string): PromptArgument => ({
  name,
  description,
  required: false,
  check: (value) => (z.iso.date().safeParse(value).success ? undefined : 'must be a date as YYYY-MM-DD'),
});

export const weeklyReport: Prompt = {
  name: 'weekly-report',
  title: 'Weekly report',
  description: 'Hours, jobs and quotes of a week, as a summary for the office.',
  arguments: [
    date('dateFrom', 'First day, YYYY-MM-DD. Without it: Monday of this week.'),
    date('dateTo', 'Last day, YYYY-MM-DD. Without it: today.'),
  ],
  message: ({ dateFrom, dateTo }) => {
    const from = dateFrom ?? 'Monday of this week';
    const to = dateTo ?? 'today';
    return [
      `Write a weekly report of the business from ${from} to ${to}, both days included.`,
      '',
      'Work in this order, following nextCursor until each list is complete:',
      '1. Hours: list-time-entries with dateFrom and dateTo. Add up hours by person and by job.',
      '2. Jobs: list-jobs with sortField lastModified, newest first, until the dates are before the period. Count them by status and name those that were created in the period.',
      '3. Quotes: list-quotes with modifiedAfter set to the first day. Count by status; name those sent and not yet answered, and those accepted or declined.',
      '4. Write one page: headline figures, hours by person, jobs that moved, quotes to follow up, anything that looks wrong (days without entries, jobs with hours but without a quote).',
      '',
      'State what each figure covers. Where a list was not read to its end, say so beside the figure.',
    ].join('\n');
  },
};
