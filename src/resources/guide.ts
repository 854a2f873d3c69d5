/** How Fergus's model works, for a model that has to work in it. Served as `fergus://guide`. */
export const GUIDE = `# How Fergus works

## Records and how they belong together
- **Customer**: who pays. Has a main contact with contact items (email, phone, mobile …), a physical and a postal address.
- **Site**: where the work is. Has a default contact and an address. A site can be archived and restored.
- **Enquiry**: somebody asked. Status TODO, CONTACTED, JOBCREATED or REJECTED.
- **Job**: the work, for one customer at one site. Type Quote (fixed price), Estimate, or Charge Up (time and materials).
- **Phase**: a part of a job. Time, stock and bookings belong to phases. Voiding one cannot be undone.
- **Quote**: a price for a job, in versions. Sections hold line items; a section is fixed, optional, or one of a choice.
- **Time entry**: hours of a person, usually on a phase. Read-only here.
- **Calendar event**: a booking of a person, for a phase, a quote or estimate visit, or something else.
- **Customer invoice**: read-only here.
- **Note**: text on a job, customer, site, quote, invoice, enquiry, task or phase.

## Identifiers
A job has an id (8 digits) and a number ("Job-500"; some companies use another prefix, variations carry a suffix as in "500A"). Arguments called \`job\` take either. All other arguments called \`…Id\` take ids from earlier results. Never make one up.

## The life of a job
1. \`create-job\` with title, description, customer and site makes a complete job. With \`isDraft\` a title and a type are enough; \`update-job\` works on drafts only, and \`finalize-job\` ends the draft.
2. It is priced (To Price, Quote Sent, Estimate Sent …), scheduled (To Schedule, To Start), done (In Progress, Labour Complete) and billed (To Invoice, Invoiced, Invoice Paid, Completed). Statuses follow from what happens in Fergus; no tool sets one.
3. A job can be put on hold until a date and resumed.

## The life of a quote
Draft → published → sent → accepted or declined. Only a draft can be changed, and its sections are replaced as a whole; the tools keep what was not named. A quote that is out can be followed by a new version (\`create-quote\` on the same job), which supersedes it once published. Voiding cannot be undone. A line item is either labour (\`isLabour: true\`) or belongs to a sales account (\`salesAccountId\`), never both.

## Money and time
Amounts are in the company's currency (\`fergus://company\`) and before tax unless they are called totals. Times are shown in the company's zone. The calendar has a grid of 15 minutes.

## Limits
Fergus allows 100 requests a minute for the whole company, over all its integrations. Use one list with filters rather than many single reads. When the limit is near, calls wait; when it is used up, the error says for how long.

## What cannot be done here
Sending quotes or invoices, creating invoices or time entries, changing a finalised job, files and photos: that is done in Fergus itself.
`;
