import type { Customer, Job, JobPhase, JobType, Quote, Site, User } from '../business.ts';
import type { Catalogue } from './catalogue.ts';
import type { Seeding } from './seeding.ts';

/** One job of the seed's tables with all that hangs on it. Days count back from today. */
export interface JobPlan {
  readonly key: string;
  readonly title: string;
  readonly detail: string;
  readonly customer: string;
  readonly site: string;
  readonly type: JobType;
  readonly status: string;
  /** Days since it was created; at least 1. */
  readonly since: number;
  /** What is done, by the keys of kits. */
  readonly kits: readonly string[];
  readonly group: string;
  /** Titles; "Main works" alone without them. */
  readonly phases?: readonly string[];
  /** Titles of phases that were voided. */
  readonly voidedPhases?: readonly string[];
  readonly reference?: string;
  /** The key of the older job whose number it takes, with "A" behind it. */
  readonly variationOf?: string;
  /** Days from now until the hold ends. */
  readonly holdDays?: number;
  readonly archived?: boolean;
  readonly draft?: boolean;
  /** One per version, the first version first. */
  readonly quotes?: readonly QuotePlan[];
  readonly work?: WorkPlan;
  readonly invoices?: readonly InvoicePlan[];
}

export interface QuotePlan {
  readonly state: 'draft' | 'published' | 'sent' | 'accepted' | 'declined' | 'superseded' | 'voided';
  readonly since: number;
  /** Kits that the customer may take or leave, one section each. */
  readonly optional?: readonly string[];
  /** Kits of which the customer takes one. */
  readonly choices?: readonly string[];
  /** Those of the above that were taken. */
  readonly taken?: readonly string[];
  /** Kits that stand as sections inside the first one. */
  readonly inner?: readonly string[];
  /** In percent, on the materials. */
  readonly discount?: number;
  /** In percent of the total. */
  readonly deposit?: number;
}

export interface WorkPlan {
  /** First and last day, in workdays before today. */
  readonly days: readonly [first: number, last: number];
  /** Keys of users. */
  readonly crew: readonly string[];
  /** Hours a day for each of them; 8 without it. */
  readonly hours?: number;
}

export interface InvoicePlan {
  readonly state: 'draft' | 'toBeApproved' | 'unpaid' | 'partPaid' | 'paid' | 'voided' | 'disputed';
  readonly since: number;
  readonly dueDays: number;
  /** A progress claim of so many percent of the quote; the whole job without it. */
  readonly share?: number;
}

/** The people and things that jobs refer to, by the keys of their rows. */
export interface Cast {
  readonly users: ReadonlyMap<string, User>;
  readonly customers: ReadonlyMap<string, Customer>;
  readonly sites: ReadonlyMap<string, Site>;
  readonly catalogue: Catalogue;
}

/** A job while what hangs on it is added. */
export interface SeededJob {
  readonly plan: JobPlan;
  readonly job: Job;
  readonly phases: readonly JobPhase[];
  readonly quotes: Quote[];
}

/** The hour of a day with some minute, "09:37". */
export function about({ random }: Seeding, hour: number): string {
  return `${String(hour).padStart(2, '0')}:${String(random.int(0, 59)).padStart(2, '0')}`;
}
