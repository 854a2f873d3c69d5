import { z } from 'zod';
import { getUser as fetchUser } from '../../fergus/endpoints/users.ts';
import { defineTool } from '../define-tool.ts';
import * as p from '../shared/params.ts';
import { singleUser, toSingleUser } from './user-view.ts';

export const getUser = defineTool({
  name: 'get-user',
  title: 'Get a user',
  description: 'One user with contact items, address and rates.',
  toolset: 'users',
  everyday: true,
  access: 'read',
  input: z.object({ userId: p.id('user') }),
  output: singleUser,
  async handler({ userId }, { fergus, company }) {
    const [user, profile] = await Promise.all([fetchUser(fergus, userId), company()]);
    return { structured: toSingleUser(user, profile) };
  },
  hints: ({ userId }) => ({ 'not-found': userNotFound(userId) }),
});

/** The next step after a user id that leads nowhere. */
export function userNotFound(userId: number): string {
  return `There is no user ${userId}. Look for it with list-users.`;
}
