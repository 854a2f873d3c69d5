import type { z } from 'zod';
import type { Person, PersonPayload } from '../../fergus/types/shared.ts';
import { ToolError } from '../tool-error.ts';
import { mergeContactItems } from './contact-items.ts';
import type { personChange } from './params.ts';
import { text } from './values.ts';

/**
 * The person to send where Fergus replaces the whole of it: the present one with the parts that the caller named.
 *
 * @param record what is sent, for the message: "customer".
 * @param argument where the person's parts stand in the arguments, for the message: "mainContact.", or ''.
 * @throws {ToolError} where there is no first name, or a contact item would be lost.
 */
export function mergePerson(
  current: Person | null | undefined,
  { contactItems = [], ...change }: z.output<typeof personChange>,
  record: string,
  argument: string,
) {
  return {
    firstName: needed(change.firstName ?? text(current?.firstName), record, `${argument}firstName`),
    lastName: change.lastName ?? text(current?.lastName),
    position: change.position ?? text(current?.position),
    company: change.company ?? text(current?.company),
    contactItems: mergeContactItems(current?.contactItems, contactItems, `${argument}contactItems`),
  } satisfies PersonPayload;
}

/** What Fergus wants in every update of a record, whether it has it already or not. */
export function needed(value: string | undefined, record: string, argument: string): string {
  if (value !== undefined) return value;
  throw new ToolError(
    `Nothing was changed: Fergus takes no ${record} without ${argument}, and this one has none yet. Name it too.`,
  );
}
