/**
 * What a model should know of Fergus before its first call. Sent to every client at the start of every
 * conversation, so it is short.
 */
export const INSTRUCTIONS = `Fergus is the job-management system of a trade business. These tools read and change the company's own live data.

- A job has two identifiers: its id (8 digits) and its number, which people say ("Job-500"). Tools with a job argument take either; other ids come only from tool results. Never invent one.
- Flow: enquiry → job (type Quote, Estimate or Charge Up) for a customer at a site → phases and time → invoice. Statuses are Fergus's own words, such as To Price, Quote Sent, To Schedule, In Progress, To Invoice.
- create-job makes a complete job if title, description, customer and site are known, else a draft; finalize-job turns a draft into a job. Only drafts can be changed with update-job.
- A quote can be changed only while it is a draft. Nothing here sends anything to a customer by itself.
- Lists are short by default: use filters and search first, then limit and cursor. format "detailed" only when a field is missing.
- Fergus allows 100 requests a minute for the whole company: prefer find-anything, get-job-overview and the other summaries to many single reads.
- Before a change, make sure that customer, site and job are the right ones, and say what you are about to do. After an error that leaves the outcome unknown, look before you repeat.`;
