import { z } from 'zod';
import { type FergusApi, path } from '../../fergus/api.ts';
import { updateUser as sendUser } from '../../fergus/endpoints/users.ts';
import type { ContactItemPayload } from '../../fergus/types/shared.ts';
import { USER_CONTACT_ITEM_TYPES, type User, type UserContactItemType } from '../../fergus/types/users.ts';
import { defineTool } from '../define-tool.ts';
import { mergeFullAddress } from '../shared/address.ts';
import { assertChange, namesNothing } from '../shared/changes.ts';
import { mergeContactItems } from '../shared/contact-items.ts';
import * as p from '../shared/params.ts';
import { userNotFound } from './get-user.ts';
import { singleUser, toSingleUser } from './user-view.ts';

const hourly = z.number().positive('must be above 0').optional().describe('An hour.');

export const updateUser = defineTool({
  name: 'update-user',
  title: 'Change a user',
  description: 'Changes a user; what is not named stays. The sign-in email cannot be changed.',
  toolset: 'users',
  everyday: true,
  access: 'write',
  idempotent: true,
  input: z.object({
    userId: p.id('user'),
    firstName: p.text('First name.', 100).optional(),
    lastName: p.text('Last name.', 100).optional(),
    address: p.addressChange.optional(),
    payRate: hourly,
    chargeOutRate: hourly,
    contactItems: p.contactItemsChange(USER_CONTACT_ITEM_TYPES),
  }),
  output: singleUser,
  async handler({ userId, address, contactItems = [], ...fields }, { fergus, company }) {
    assertChange({ address, contactItems, ...fields }, [
      'firstName',
      'lastName',
      'address',
      'payRate',
      'chargeOutRate',
      'contactItems',
    ]);
    const newAddress = namesNothing(address) ? undefined : address;
    const merges = newAddress !== undefined || contactItems.length > 0;
    const [current, profile] = await Promise.all([merges ? readNow(fergus, userId) : undefined, company()]);
    const user = await sendUser(fergus, userId, {
      ...fields,
      address: newAddress && mergeFullAddress(current?.address, newAddress, 'address'),
      contactItems:
        contactItems.length > 0
          ? mergeContactItems(current?.contactItems, contactItems, 'contactItems').filter(isChangeable)
          : undefined,
    });
    return { structured: toSingleUser(user, profile), summary: 'User changed.' };
  },
  hints: ({ userId }) => ({ 'not-found': userNotFound(userId) }),
  verifyWith: 'get-user',
});

/** The user as of now: what is merged into a copy from the short cache would undo changes made meanwhile. */
function readNow(fergus: FergusApi, userId: number): Promise<User> {
  return fergus.one({ method: 'GET', path: path`/users/${userId}` });
}

/** The email address among a user's contact items belongs to the sign-in; Fergus does not take it back. */
function isChangeable(item: ContactItemPayload): item is ContactItemPayload<UserContactItemType> {
  return item.contactType !== 'email';
}
