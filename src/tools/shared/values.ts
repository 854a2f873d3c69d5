import type { CompanyProfile } from '../../fergus/company-profile.ts';

/*
 * Readers for what Fergus sends. Answers are trusted only as far as each value goes: anything may be missing,
 * null, or a number where the contract says text, and a result must still match its output schema.
 */

/** Text without surrounding blanks; numbers become text; nothing for null, blank and objects. */
export function text(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value !== 'string') return undefined;
  return value.trim() || undefined;
}

/** A finite number; numeric text becomes a number. */
export function number(value: unknown): number | undefined {
  const result = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof result === 'number' && Number.isFinite(result) ? result : undefined;
}

/** A whole number, such as an id. */
export function integer(value: unknown): number | undefined {
  const result = number(value);
  return Number.isInteger(result) ? result : undefined;
}

export function flag(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

/** The list, or none. */
export function list<T>(value: readonly T[] | null | undefined): readonly T[] {
  return Array.isArray(value) ? value : [];
}

/** The object without its undefined members, so that results show only what is known. */
export function known<T extends object>(value: T): Known<T> {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Known<T>;
}

/** `{a: string | undefined}` → `{a?: string}`. */
export type Known<T> = { [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined> } & {
  [K in keyof T as undefined extends T[K] ? never : K]: T[K];
};

const formatters = new Map<string, Intl.DateTimeFormat>();

/** A moment in the company's zone, "2026-11-24 14:30". Fergus sends ISO 8601 in UTC [spec]. */
export function moment(value: unknown, { timeZone }: Pick<CompanyProfile, 'timeZone'>): string | undefined {
  const parts = partsOf(value, timeZone);
  return parts && `${parts.year}-${parts.month}-${parts.day} ${parts.hour}:${parts.minute}`;
}

/** The calendar day of a moment in the company's zone, "2026-11-24"; a plain date stays itself. */
export function dayOf(value: unknown, { timeZone }: Pick<CompanyProfile, 'timeZone'>): string | undefined {
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)) return value;
  const parts = partsOf(value, timeZone);
  return parts && `${parts.year}-${parts.month}-${parts.day}`;
}

function partsOf(value: unknown, timeZone: string): Record<string, string> | undefined {
  if (typeof value !== 'string') return undefined;
  const time = Date.parse(value);
  if (Number.isNaN(time)) return undefined;
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    formatters.set(timeZone, formatter);
  }
  return Object.fromEntries(formatter.formatToParts(time).map(({ type, value: part }) => [type, part]));
}

/** First and last name as one; nothing where both are missing. */
export function fullName(
  person: { firstName?: unknown; lastName?: unknown } | null | undefined,
): string | undefined {
  return text([text(person?.firstName), text(person?.lastName)].filter(Boolean).join(' '));
}

interface AddressParts {
  address1?: unknown;
  address2?: unknown;
  addressSuburb?: unknown;
  addressCity?: unknown;
  addressRegion?: unknown;
  addressPostcode?: unknown;
  addressCountry?: unknown;
}

/** An address on one line: "12 Rata Street, Grey Lynn, Auckland 1021". */
export function addressLine(address: AddressParts | null | undefined): string | undefined {
  if (!address) return undefined;
  const city = [text(address.addressCity), text(address.addressPostcode)].filter(Boolean).join(' ');
  const lines = [text(address.address1), text(address.address2), text(address.addressSuburb), city];
  return lines.filter(Boolean).join(', ') || undefined;
}
