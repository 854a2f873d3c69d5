import type { EventRow } from '../calendar.ts';
import type { EnquiryRow } from '../enquiries.ts';
import type { JobPlan } from '../job-plan.ts';
import type { NoteRow } from '../notes.ts';

export const jobs: readonly JobPlan[] = [
  {
    key: 'unit',
    title: 'Consumer unit replacement',
    detail: 'Landlord certificate failed on the old unit.',
    customer: 'letting',
    site: 'letting-flat',
    type: 'Quote',
    status: 'Invoiced',
    since: 40,
    kits: ['consumer-unit'],
    group: 'Electrical',
    reference: 'ML-2207',
    quotes: [{ state: 'accepted', since: 36, optional: ['alarms'], taken: ['alarms'] }],
    work: { days: [20, 20], crew: ['raj'] },
    invoices: [{ state: 'unpaid', since: 24, dueDays: 14 }],
  },
  {
    key: 'kitchen',
    title: 'Kitchen downlights',
    detail: 'Ten downlights, plaster ceiling.',
    customer: 'okonkwo',
    site: 'okonkwo',
    type: 'Quote',
    status: 'Quote Sent',
    since: 14,
    kits: ['downlights'],
    group: 'Electrical',
    quotes: [{ state: 'sent', since: 8 }],
  },
  {
    key: 'stairs',
    title: 'Emergency lighting in stairwell',
    detail: 'Test log to be left on site.',
    customer: 'brewery',
    site: 'brewery',
    type: 'Charge Up',
    status: 'In Progress',
    since: 10,
    kits: ['emergency'],
    group: 'Electrical',
    work: { days: [3, 1], crew: ['raj', 'callum'], hours: 6 },
  },
  {
    key: 'fault',
    title: 'Tripping circuit in cellar',
    detail: 'Trips when the chiller starts.',
    customer: 'brewery',
    site: 'brewery',
    type: 'Charge Up',
    status: 'To Schedule',
    since: 2,
    kits: ['alarms'],
    group: 'Electrical',
  },
];

export const events: readonly EventRow[] = [
  {
    title: 'Stairwell lighting',
    day: 0,
    from: '08:00',
    to: '15:00',
    users: ['raj', 'callum'],
    job: 'stairs',
  },
  {
    title: 'Survey, downlights',
    day: 2,
    from: '16:00',
    to: '16:45',
    users: ['imogen'],
    job: 'kitchen',
    type: 'QUOTE',
  },
];

export const enquiries: readonly EnquiryRow[] = [
  {
    key: 'garden',
    title: 'Garden office supply',
    contact: 'Petra Lowe',
    description: 'Armoured cable to a garden office, about 20 m.',
    place: ['31 Alder Close', 'Sydenham', 'London', 'SE26 0ZZ'],
    source: 'Website',
    status: 'TODO',
    since: 1,
  },
];

export const notes: readonly NoteRow[] = [
  {
    on: 'job',
    key: 'stairs',
    text: 'Permit from the arch landlord is in the van.',
    by: 'raj',
    since: 4,
    pinned: true,
  },
  { on: 'customer', key: 'letting', text: 'Keys from the office only.', by: 'imogen', since: 200 },
];
