import type { FergusApi } from '../../fergus/api.ts';
import { listUsers } from '../../fergus/endpoints/users.ts';
import { FergusError } from '../../fergus/errors.ts';
import type { User } from '../../fergus/types/users.ts';
import { fullName } from './values.ts';

/** Bounds what names may cost: 500 people. */
const MAX_PAGES = 5;

/**
 * The company's users, from the short cache.
 *
 * `undefined` where this credential may not see users: what it asked for is still worth showing.
 */
export async function companyUsers(fergus: FergusApi): Promise<readonly User[] | undefined> {
  const users: User[] = [];
  let pageCursor: string | undefined;
  try {
    for (let page = 1; page <= MAX_PAGES; page += 1) {
      const { items, nextCursor } = await listUsers(fergus, { pageSize: 100, pageCursor });
      users.push(...items);
      if (nextCursor === undefined) break;
      pageCursor = nextCursor;
    }
  } catch (error) {
    if (!(error instanceof FergusError && error.kind === 'forbidden')) throw error;
    return undefined;
  }
  return users;
}

/** The names of the company's users by id, for records that tell only the id; none where they cannot be seen. */
export async function userNames(fergus: FergusApi): Promise<ReadonlyMap<number, string>> {
  const names = new Map<number, string>();
  for (const user of (await companyUsers(fergus)) ?? []) {
    const name = fullName(user);
    if (name !== undefined) names.set(user.id, name);
  }
  return names;
}
