import { z } from 'zod';
import { getCurrentUser as fetchCurrentUser } from '../../fergus/endpoints/users.ts';
import { defineTool } from '../define-tool.ts';
import { flag, fullName, integer, known, text } from '../shared/values.ts';

export const getCurrentUser = defineTool({
  name: 'get-current-user',
  title: 'Get the signed-in user',
  description: 'Whose Fergus account this is: the user behind "me" and "my".',
  toolset: 'users',
  everyday: false,
  access: 'read',
  input: z.object({}),
  output: z.object({
    userId: z.int().optional(),
    name: z.string().optional(),
    email: z.string().optional(),
    isOwner: z.boolean().optional().describe('Owns the company account.'),
  }),
  async handler(_input, { fergus }) {
    const user = await fetchCurrentUser(fergus);
    return {
      structured: known({
        userId: integer(user.id),
        name: fullName(user),
        email: text(user.email),
        isOwner: flag(user.isOwner),
      }),
    };
  },
});
