import { suggestUserNames } from '../fergus/user-suggestions.ts';
import { dateArgument } from './date-argument.ts';
import type { Prompt } from './define-prompt.ts';

export const quoteFollowUp: Prompt = {
  name: 'quote-follow-up',
  title: 'Follow up quotes',
  description: 'The quotes to chase first, with a message drafted for each. Nothing is sent.',
  arguments: [
    {
      name: 'user',
      description: 'Only quotes of jobs that this person was booked to quote: a name or an id.',
      required: false,
      check: (value) => (value.length <= 100 ? undefined : 'must be a name or an id'),
      complete: (typed, fergus) => suggestUserNames(fergus, typed),
    },
    dateArgument('since', 'Only quotes created from this day on, YYYY-MM-DD. Without it: 180 days.'),
  ],
  message: ({ user, since }) => {
    const args = [user && `user: ${JSON.stringify(user)}`, since && `since: "${since}"`].filter(Boolean);
    return [
      `Help me follow up the quotes that have no answer yet${user ? ` (those of ${user})` : ''}.`,
      '',
      'Work in this order:',
      `1. Call get-quote-pipeline${args.length > 0 ? ` (${args.join(', ')})` : ''}. Keep the order of chase: it is by urgency.`,
      '2. Show a table of them: customer, job, title, value, days waiting, valid until, why. Below it the number and value of all that wait, and the acceptance rate.',
      '3. For the first five, read the job with get-job for the name, phone and email of the contact.',
      '4. Draft a short, friendly message for each: their name, what the quote is for and when it was sent, until when it is valid, and one question that is easy to answer. For one that has expired offer to renew it. For one that was not marked as sent, tell me to send it first, and draft nothing.',
      '5. Ask which of the drafts I will use, and offer to keep a line about the follow-up on the job with create-note.',
      '',
      'Nothing here sends anything to a customer: I do that myself. Say so at the end. Promise no discount and no date that I have not given you.',
    ].join('\n');
  },
};
