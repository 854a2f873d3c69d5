import { type FergusApi, path } from '../api.ts';
import type { DisconnectPayload } from '../types/server.ts';

/** `GET /version`. @returns what Fergus says of its version; `undefined` if nothing. */
export async function getVersion(api: FergusApi): Promise<string | undefined> {
  const body = await api.raw({ method: 'GET', path: path`/version` });
  const { message } = (body ?? {}) as { message?: unknown };
  return typeof message === 'string' ? message : undefined;
}

/** `POST /disconnect`: revokes all tokens of an OAuth grant. Nothing works with them afterwards. */
export function disconnect(api: FergusApi, payload: DisconnectPayload): Promise<void> {
  return api.done({ method: 'POST', path: path`/disconnect`, body: payload });
}
