import { type FergusApi, type Page, path } from '../api.ts';
import type { CurrentUser, UpdateUserPayload, User, UsersQuery } from '../types/users.ts';

/** `GET /users`: without contact items. Cached. */
export function listUsers(api: FergusApi, query: UsersQuery = {}): Promise<Page<User>> {
  return api.page({ method: 'GET', path: path`/users`, query: { ...query }, cacheFor: 'reference' });
}

/** `GET /users/{userId}`. Cached. */
export function getUser(api: FergusApi, userId: number): Promise<User> {
  return api.one({ method: 'GET', path: path`/users/${userId}`, cacheFor: 'reference' });
}

/** `GET /users/me`: the user that the token belongs to. Not cached, because it also tells if the token works. */
export function getCurrentUser(api: FergusApi): Promise<CurrentUser> {
  return api.one({ method: 'GET', path: path`/users/me` });
}

/** `PATCH /users/{userId}`: changes what the payload names; the email address cannot be changed. */
export function updateUser(api: FergusApi, userId: number, payload: UpdateUserPayload): Promise<User> {
  return api.one({ method: 'PATCH', path: path`/users/${userId}`, body: payload });
}
