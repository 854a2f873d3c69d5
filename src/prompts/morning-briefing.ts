import type { Prompt } from './define-prompt.ts';

export const morningBriefing: Prompt = {
  name: 'morning-briefing',
  title: 'Morning briefing',
  description: 'Where everybody is today, what waits for money, and what to do first.',
  arguments: [],
  message: () =>
    [
      'Give me the morning briefing of the business.',
      '',
      'Work in this order:',
      '1. Call get-business-snapshot once. It has everything but addresses.',
      '2. If somebody is booked today, call get-schedule once, with from and to set to today, for addresses and phone numbers.',
      '3. Write a note that takes a minute to read: today (who is where and from when; overlaps, gaps, bookings that nobody has), work done but not invoiced, quotes about to expire or without an answer, money overdue, hours of the week.',
      '4. End with the three things to do first, each with its job, quote or invoice number and the reason.',
      '',
      'Take figures as they are, with their currency, and add nothing up that a tool has added up. What the coverage says was not read, say beside the figure. Change nothing.',
    ].join('\n'),
};
