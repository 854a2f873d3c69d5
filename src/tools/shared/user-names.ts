import type { FergusApi } from '../../fergus/api.ts';
import { listUsers } from '../../fergus/endpoints/users.ts';
import { FergusError } from '../../fergus/errors.ts';
import { fullName } from './values.ts';

/** Bounds what names may cost: 500 people. */
const MAX_PAGES = 5;

/**
 * The names of the company's users by id, for records that tell only the id. Users come from the short cache.
 *
 * Empty where this credential may not see users: what it asked for is still worth showing.
 */
export async function userNames(fergus: FergusApi): Promise<ReadonlyMap<number, string>> {
  const names = new Map<number, string>();
  let pageCursor: string | undefined;
  try {
    for (let page = 1; page <= MAX_PAGES; page += 1) {
      const { items, nextCursor } = await listUsers(fergus, { pageSize: 100, pageCursor });
      for (const user of items) {
        const name = fullName(user);
        if (name !== undefined) names.set(user.id, name);
      }
      if (nextCursor === undefined) break;
      pageCursor = nextCursor;
    }
  } catch (error) {
    if (!(error instanceof FergusError && error.kind === 'forbidden')) throw error;
  }
  return names;
}
