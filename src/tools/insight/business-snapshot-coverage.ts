import type { CompanyProfile } from '../../fergus/company-profile.ts';
import { dayOf } from '../shared/values.ts';
import type { Scope, SnapshotParts } from './business-snapshot-reading.ts';

/** How far each list was read, and which tool goes further. */
export function coverageOf(parts: SnapshotParts, scope: Scope, company: CompanyProfile): string[] {
  const { jobs, quotes, invoices, 'time entries': time } = parts;
  const lines: string[] = [];
  if (jobs.value) {
    const { records, nextCursor } = jobs.value;
    lines.push(
      nextCursor === undefined
        ? `All ${records.length} jobs read.`
        : `The ${records.length} jobs that changed last read, back to ${dayOf(records.at(-1)?.lastModified, company)}; list-jobs has the others.`,
    );
  }
  if (quotes.value) {
    const { records, nextCursor } = quotes.value;
    lines.push(
      nextCursor === undefined
        ? `All ${records.length} quotes since ${scope.quotesSince} read.`
        : `The newest ${records.length} quotes read, back to ${dayOf(records.at(-1)?.createdAt, company)}; get-quote-pipeline reads further.`,
    );
  }
  if (invoices.value) {
    const { records, nextCursor } = invoices.value;
    lines.push(
      nextCursor === undefined
        ? `All ${records.length} invoices read.`
        : `The newest ${records.length} invoices read, back to ${dayOf(records.at(-1)?.createdAt, company)}; get-receivables reads further.`,
    );
  }
  if (time.value) {
    const { entries, period, isCut } = time.value;
    const whole = `${entries.length} time entries read, up to ${period.to}`;
    lines.push(isCut ? `${whole}; get-timesheet-summary has the days after.` : `${whole}.`);
  } else if (!time.failure) {
    lines.push('Too many time entries for this view: get-timesheet-summary has them.');
  }
  return lines;
}
