import type { FergusApi } from './api.ts';
import { listUsers } from './endpoints/users.ts';

/** Names of active users that hold what somebody is typing. Users come from the short cache. */
export async function suggestUserNames(api: FergusApi, typed: string): Promise<readonly string[]> {
  const { items } = await listUsers(api, { pageSize: 100 });
  const wanted = typed.trim().toLowerCase();
  return items
    .filter(({ status }) => status === 'active')
    .map(({ firstName, lastName }) => [firstName, lastName].filter(Boolean).join(' '))
    .filter((name) => name !== '' && name.toLowerCase().includes(wanted));
}
