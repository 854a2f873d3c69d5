import { z } from 'zod';
import { getCompany as fetchCompany } from '../../fergus/endpoints/company.ts';
import type { CompanySetting } from '../../fergus/types/company.ts';
import { defineTool } from '../define-tool.ts';
import { addressView, toAddressView } from '../shared/address.ts';
import { contactView, personView } from '../shared/person-view.ts';
import { dayOf, flag, known, list, number, text } from '../shared/values.ts';

export const getCompany = defineTool({
  name: 'get-company',
  title: 'Get the company',
  description: 'The company of this account: time zone, currency, tax, contact and settings.',
  toolset: 'company',
  everyday: false,
  access: 'read',
  input: z.object({}),
  output: z.object({
    name: z.string().optional(),
    prefix: z.string().optional(),
    timeZone: z.string().describe('UTC where Fergus does not tell.'),
    currency: z.string().optional(),
    taxType: z.string().optional(),
    taxRate: z.number().optional().describe('Percent.'),
    contact: contactView.optional(),
    address: addressView.optional(),
    active: z.boolean().optional(),
    hasTermsOfTrade: z.boolean().optional(),
    hasLogo: z.boolean().optional(),
    createdAt: z.string().optional(),
    settings: z.record(z.string(), z.string()).optional(),
    guid: z.string().optional(),
  }),
  async handler(_input, { fergus, company }) {
    // Both come of the same request.
    const [record, profile] = await Promise.all([fetchCompany(fergus), company()]);
    const { contact, tax } = record;
    return {
      structured: known({
        name: text(record.name),
        prefix: text(record.prefix),
        timeZone: profile.timeZone,
        currency: profile.currency,
        taxType: text(tax?.type),
        taxRate: number(tax?.rate),
        contact: personView(contact && { ...contact, company: contact.companyName ?? null }),
        address: toAddressView(contact),
        active: flag(record.active),
        hasTermsOfTrade: flag(record.hasTermsOfTrade),
        hasLogo: flag(record.hasLogo),
        createdAt: dayOf(record.dateCreated, profile),
        settings: settingsOf(list(record.settings)),
        guid: text(record.guid),
      }),
    };
  },
});

/** By key; nothing where there are none. */
function settingsOf(settings: readonly (CompanySetting | null)[]): Record<string, string> | undefined {
  const entries = settings.flatMap((setting) => {
    const [key, value] = [text(setting?.settingKey), text(setting?.settingValue)];
    return key === undefined || value === undefined ? [] : [[key, value] as const];
  });
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}
