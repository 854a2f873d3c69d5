import type { FergusApi } from './api.ts';
import { getCompany } from './endpoints/company.ts';
import { FergusError } from './errors.ts';
import type { Company, CompanySetting } from './types/company.ts';

/** What tools need to know of the company to show times and money as its people do. */
export interface CompanyProfile {
  readonly name: string | undefined;
  /** IANA zone, such as `Pacific/Auckland`; `UTC` where Fergus does not tell. */
  readonly timeZone: string;
  /** ISO 4217 code; `undefined` where Fergus does not tell. */
  readonly currency: string | undefined;
  /** Percent, such as 15. */
  readonly taxRate: number | undefined;
}

/**
 * The company's profile, from `GET /company` (kept by the short cache).
 *
 * Users without the right to see the company still have to work, so a refusal gives the defaults instead.
 */
export async function getCompanyProfile(api: FergusApi): Promise<CompanyProfile> {
  try {
    return profileOf(await getCompany(api));
  } catch (error) {
    if (error instanceof FergusError && (error.kind === 'forbidden' || error.kind === 'not-found')) {
      return profileOf(undefined);
    }
    throw error;
  }
}

/**
 * Fergus keeps zone and currency among the company's settings, whose keys the contract leaves open. The key is
 * therefore matched loosely, and the country of the address decides where no setting does. Every tool needs the
 * profile, so a value of another type than expected counts as missing.
 */
function profileOf(company: Company | undefined): CompanyProfile {
  const home = COUNTRIES[textOf(company?.contact?.addressCountry)?.toLowerCase() ?? ''];
  const rate = company?.tax?.rate;
  const taxRate = Number(typeof rate === 'number' ? rate : (textOf(rate) ?? Number.NaN));
  return {
    name: textOf(company?.name),
    timeZone: settings(company, /time_?-?\s?zone/i).find(isTimeZone) ?? home?.timeZone ?? 'UTC',
    currency:
      settings(company, /currency/i)
        .find(isCurrency)
        ?.toUpperCase() ?? home?.currency,
    taxRate: Number.isFinite(taxRate) ? taxRate : undefined,
  };
}

/** The countries that Fergus sells in, where one zone serves for all or most of the country. */
const COUNTRIES: Readonly<Record<string, { readonly timeZone: string; readonly currency: string }>> = {
  'new zealand': { timeZone: 'Pacific/Auckland', currency: 'NZD' },
  nz: { timeZone: 'Pacific/Auckland', currency: 'NZD' },
  australia: { timeZone: 'Australia/Sydney', currency: 'AUD' },
  au: { timeZone: 'Australia/Sydney', currency: 'AUD' },
  'united kingdom': { timeZone: 'Europe/London', currency: 'GBP' },
  uk: { timeZone: 'Europe/London', currency: 'GBP' },
  gb: { timeZone: 'Europe/London', currency: 'GBP' },
  ireland: { timeZone: 'Europe/Dublin', currency: 'EUR' },
};

/** The values of the settings whose key matches. */
function settings(company: Company | undefined, key: RegExp): string[] {
  const all: unknown = company?.settings;
  if (!Array.isArray(all)) return [];
  return all.flatMap((entry: CompanySetting | null) =>
    key.test(textOf(entry?.settingKey) ?? '') ? (textOf(entry?.settingValue) ?? []) : [],
  );
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value.trim() || undefined : undefined;
}

function isCurrency(code: string): boolean {
  return Intl.supportedValuesOf('currency').includes(code.toUpperCase());
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
