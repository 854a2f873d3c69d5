import { z } from 'zod';
import { listUsers as fetchUsers } from '../../fergus/endpoints/users.ts';
import { USER_SORT_FIELDS, USER_STATUSES, USER_TYPES } from '../../fergus/types/users.ts';
import { defineTool } from '../define-tool.ts';
import { collect, listOutput } from '../shared/listing.ts';
import * as p from '../shared/params.ts';
import { toUserItem, toUserRecord, userRecord } from './user-view.ts';

export const listUsers = defineTool({
  name: 'list-users',
  title: 'List users',
  description: "The company's people in Fergus.",
  toolset: 'users',
  everyday: true,
  access: 'read',
  input: z.object({
    search: p.text('Words in name, email address or street.', 200).optional(),
    userType: z.enum(USER_TYPES).optional(),
    status: z.enum(USER_STATUSES).optional(),
    sortField: z.enum(USER_SORT_FIELDS).default('firstName'),
    sortOrder: p.sortOrder,
    limit: p.limit,
    cursor: p.cursor,
    format: p.format,
  }),
  output: listOutput(userRecord),
  async handler(input, { fergus, company, progress }) {
    const profile = await company();
    const detailed = input.format === 'detailed';
    const listing = await collect({
      limit: input.limit,
      cursor: input.cursor,
      progress,
      fetchPage: (page) =>
        fetchUsers(fergus, {
          ...page,
          filterSearchText: input.search,
          filterUserType: input.userType,
          filterStatus: input.status,
          sortField: input.sortField,
          sortOrder: input.sortOrder,
        }),
      present: (user) => (detailed ? toUserRecord(user, profile) : toUserItem(user)),
    });
    return {
      structured: { ...listing, ...(detailed && profile.currency && { currency: profile.currency }) },
    };
  },
});
