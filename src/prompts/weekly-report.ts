import { dateArgument } from './date-argument.ts';
import type { Prompt } from './define-prompt.ts';

export const weeklyReport: Prompt = {
  name: 'weekly-report',
  title: 'Weekly report',
  description: 'Hours, jobs, quotes and money of a week, as a summary for the office.',
  arguments: [
    dateArgument('dateFrom', 'First day, YYYY-MM-DD. Without it: Monday of this week.'),
    dateArgument('dateTo', 'Last day, YYYY-MM-DD. Without it: today.'),
  ],
  message: ({ dateFrom, dateTo }) => {
    const from = dateFrom ?? 'Monday of this week';
    const to = dateTo ?? 'today';
    return [
      `Write a weekly report of the business from ${from} to ${to}, both days included.`,
      '',
      'Work in this order:',
      '1. Call get-business-snapshot once: what today is, jobs by status, work done but not invoiced.',
      '2. Hours: get-timesheet-summary with from and to of the period.',
      '3. Quotes: get-quote-pipeline with since set to the first day for those of the week, and once more without since for all that wait.',
      '4. Money: get-receivables with asOf set to the last day.',
      '5. The week ahead: get-schedule for the seven days after the period.',
      '6. Jobs that moved: list-jobs with sortField lastModified, newest first, until the dates are before the period; those created in it by name.',
      '7. Write one page: headline figures, hours by person, jobs that moved, work to be invoiced, quotes to follow up, who is overdue, the week ahead, and what looks wrong (workdays without entries, jobs with hours but without a quote, people without bookings).',
      '',
      'Take sums from the tools rather than adding up. State what each figure covers: where the coverage of an answer says that something was not read, say so beside the figure. Change nothing.',
    ].join('\n');
  },
};
