import type { Prompt } from './define-prompt.ts';

const USUAL_DAYS = ['1', '7', '14', '30', '60', '90'];

export const chaseOverdueInvoices: Prompt = {
  name: 'chase-overdue-invoices',
  title: 'Chase overdue invoices',
  description: 'Who is overdue with what, and a polite message drafted for each customer. Nothing is sent.',
  arguments: [
    {
      name: 'minDays',
      description: 'Only invoices overdue for at least so many days. Without it: all that are overdue.',
      required: false,
      check: (value) => (/^[1-9]\d{0,2}$/.test(value) ? undefined : 'must be a number of days from 1 to 999'),
      complete: async (typed) => USUAL_DAYS.filter((days) => days.startsWith(typed.trim())),
    },
  ],
  message: ({ minDays }) =>
    [
      `Help me chase the invoices that are overdue${minDays ? ` for ${minDays} days or more` : ''}.`,
      '',
      'Work in this order:',
      '1. Call get-receivables (limit: 50). If hasMore is true, go on with its cursor before you draw conclusions.',
      '2. Tell me in two lines what is owed and overdue in all, by age.',
      `3. Take the customers with something overdue${minDays ? ` for at least ${minDays} days` : ''}, the largest amount first, ten at most; say how many are left. For each call list-invoices (customerId, status: "overdue", sortField: "dueDate", sortOrder: "asc", format: "detailed") for the numbers, days and addresses.`,
      '4. Set disputed invoices aside in a list of their own: they want a talk, not a reminder.',
      '5. Draft one message for each customer. List every overdue invoice with its number, what it was for, when it was due and what is still owed on it; what was paid in part is thanked for and taken off. Then the sum, and how to reach us with questions. Up to 30 days overdue it is a friendly reminder, up to 60 it asks for a day of payment, beyond that it asks for a call this week. No threats, fees or law.',
      '6. Show a table of customer, address of the message, sum and oldest invoice, then the drafts.',
      '',
      'Amounts are those of the tools, to the cent, with the currency and with tax. Nothing here sends anything to a customer: I do that myself after reading. Say so at the end.',
    ].join('\n'),
};
