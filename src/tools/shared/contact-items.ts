import type { ContactItem, ContactItemPayload, ContactItemType, Person } from '../../fergus/types/shared.ts';
import { ToolError } from '../tool-error.ts';
import { integer, list, text } from './values.ts';

/** The first email address and the number to call first, for the line that a list shows of a person. */
export function reach(contactItems: Person['contactItems']): { email?: string; phone?: string } {
  const items = itemsOf(contactItems);
  const first = (type: string) => items.find(({ contactType }) => contactType === type)?.contactValue;
  const email = first('email');
  const phone = first('mobile') ?? first('phone');
  return { ...(email && { email }), ...(phone && { phone }) };
}

/**
 * All contact items to send where Fergus replaces the whole list: the present ones with the caller's changes.
 *
 * Of each type that the caller names, the given values are all that there shall be. A value that is there
 * already keeps its item, another takes the place (and id) of one that is no longer named, and what is left is
 * added. Types that are not named stay as they are. Nothing is ever removed: where fewer values are named than
 * there are items of that type, one of them would be lost by oversight, so that is refused.
 *
 * @param whose the argument, for the message: "mainContact.contactItems".
 * @throws {ToolError} when an item would be lost.
 */
export function mergeContactItems<Type extends ContactItemType>(
  current: readonly ContactItem[] | null | undefined,
  given: readonly ContactItemPayload<Type>[],
  whose: string,
): ContactItemPayload[] {
  let merged = itemsOf(current);
  for (const type of new Set(given.map(({ contactType }) => contactType))) {
    const wanted = new Set(given.flatMap((item) => (item.contactType === type ? item.contactValue : [])));
    const present = merged.filter(({ contactType }) => contactType === type);
    if (wanted.size < present.length) throw new ToolError(wouldLose(whose, type, present, wanted.size));
    const values = new Set(present.map(({ contactValue }) => contactValue));
    const fresh = [...wanted].filter((value) => !values.has(value));
    merged = merged.map((item) => {
      if (item.contactType !== type || wanted.has(item.contactValue)) return item;
      return { ...item, contactValue: fresh.shift() ?? item.contactValue };
    });
    merged.push(...fresh.map((contactValue) => ({ contactType: type, contactValue })));
  }
  return merged;
}

/** The items that have a value, in the form in which Fergus takes them back. */
function itemsOf(items: Person['contactItems']): ContactItemPayload[] {
  return list(items).flatMap((item) => {
    const contactValue = text(item?.contactValue);
    if (contactValue === undefined) return [];
    // A type that is newer than our list goes back as it came, or the item would be lost.
    const contactType = (text(item.contactType) ?? 'other') as ContactItemType;
    return { id: integer(item.id), contactType, contactValue };
  });
}

function wouldLose(whose: string, type: string, present: readonly ContactItemPayload[], named: number) {
  const values = present.map(({ contactValue }) => contactValue).join(', ');
  return `Nothing was changed: ${whose} names ${named} of type ${type}, but there are ${present.length} (${values}). Name all of this type that shall be there; removing one is done in Fergus itself.`;
}
