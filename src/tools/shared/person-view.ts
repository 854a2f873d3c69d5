import { z } from 'zod';
import type { Person } from '../../fergus/types/shared.ts';
import { fullName, integer, known, list, text } from './values.ts';

/** A person with the ways to reach them, each as "mobile 021 555 0101". */
export const contactView = z.object({
  contactId: z.int().optional(),
  name: z.string().optional(),
  position: z.string().optional(),
  company: z.string().optional(),
  contactItems: z.array(z.string()).optional(),
});

/** Nothing where Fergus knows neither a name nor a way to reach the person. */
export function personView(person: Person | null | undefined): z.output<typeof contactView> | undefined {
  if (!person) return undefined;
  const items = list(person.contactItems).flatMap((item) => {
    const value = text(item?.contactValue);
    return value === undefined ? [] : `${text(item?.contactType) ?? 'other'} ${value}`;
  });
  const name = fullName(person);
  if (name === undefined && items.length === 0) return undefined;
  return known({
    contactId: integer(person.id),
    name,
    position: text(person.position),
    company: text(person.company),
    contactItems: items.length > 0 ? items : undefined,
  });
}
