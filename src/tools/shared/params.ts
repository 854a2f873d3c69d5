import { z } from 'zod';
import { JOB_REFERENCE } from '../../fergus/job-reference.ts';
import { CONTACT_ITEM_TYPES, type ContactItemType } from '../../fergus/types/shared.ts';

/*
 * The vocabulary of arguments. A parameter that several tools take is defined here once, so that it has the
 * same name, bounds and words in all of them.
 */

const whole = 'must be a whole number above 0';

/** An id of Fergus: a positive integer. */
export const id = (what: string) => z.int(whole).positive(whole).describe(`Id of the ${what}.`);

/** A job by id or by the number that people use. Resolve it with `resolveJob`. */
const jobReference = 'must be a job id (20701539) or a job number ("Job-500", "500")';
export const job = z
  .union([z.int(jobReference).positive(jobReference), z.string().regex(JOB_REFERENCE, jobReference)], {
    error: jobReference,
  })
  .describe('Job id or job number ("Job-500", "500").');

/** Text that is not blank, trimmed. */
export const text = (what: string, max = 2000) =>
  z.string().trim().min(1, 'must not be empty').max(max, `must be at most ${max} characters`).describe(what);

export const limit = z
  .int('must be a whole number')
  .min(1, 'must be at least 1')
  .max(200, 'must be at most 200')
  .default(25)
  .describe('How many to return.');

export const cursor = z
  .string()
  .min(1)
  .max(1000)
  .optional()
  .describe('nextCursor of the previous answer, with the same filters.');

export const format = z
  .enum(['concise', 'detailed'])
  .default('concise')
  .describe('detailed adds every field.');
export type Format = z.output<typeof format>;

export const sortOrder = z.enum(['asc', 'desc']).optional();

export const search = text('Words to look for.', 200).optional();

/** A calendar day. */
export const day = (what: string) => z.iso.date('must be a date as YYYY-MM-DD').describe(what);

/** For `create-*`: lets an identical second creation through. */
export const allowDuplicate = z
  .boolean()
  .default(false)
  .describe('true to create the same again on purpose.');

/** For tools that remove something for good, where the client cannot ask its user itself. */
export const confirm = z.boolean().default(false).describe('true once the user has agreed.');

/** One line of text. As a refinement its bounds stay out of the JSON Schema, where they would stand for every part. */
const line = z
  .string()
  .trim()
  .refine((value) => value.length > 0 && value.length <= 200, 'must have 1 to 200 characters');

/** A postal address in Fergus's own field names; others are dropped silently by Fergus [client]. */
export const address = z.strictObject({
  address1: line.describe('Street and number.'),
  address2: line.optional(),
  addressSuburb: line.optional(),
  addressCity: line.optional(),
  addressRegion: line.optional(),
  addressPostcode: line.optional(),
  addressCountry: line.optional(),
});

/** The parts of an address that an update may name alone; the rest is kept. */
export const addressChange = address.partial();

/** Ways to reach a person, of the given types. */
const contactItems = <Type extends ContactItemType>(types: readonly Type[]) =>
  z.array(
    z.strictObject({ contactType: z.enum(types), contactValue: line }).refine(isContactValue, {
      path: ['contactValue'],
      error: 'must be an email address',
    }),
  );

function isContactValue(item: { readonly contactType: string; readonly contactValue: string }): boolean {
  return item.contactType !== 'email' || z.email().safeParse(item.contactValue).success;
}

/** A person at a customer or site. */
export const person = z.strictObject({
  firstName: line,
  lastName: line.optional(),
  position: line.optional(),
  company: line.optional(),
  contactItems: contactItems(CONTACT_ITEM_TYPES).optional(),
});

/** Contact items in an update, which `mergeContactItems` carries out. */
export const contactItemsChange = <Type extends ContactItemType>(types: readonly Type[]) =>
  contactItems(types).optional().describe('All of a type when one of it changes; other types stay.');

/** The parts of a person that an update may name alone; the rest is kept. */
export const personChange = person.partial().extend({ contactItems: contactItemsChange(CONTACT_ITEM_TYPES) });
