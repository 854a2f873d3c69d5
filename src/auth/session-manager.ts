import { validate as isUuid } from 'uuid';
import { type Store, tagged } from '../storage/store.ts';
import { StoredList } from '../storage/stored-list.ts';

/** How often the record of a session that is in use is written again, at most. */
const TOUCH_EVERY_MS = 60_000;

/** A session of a 2025-era client (MCP, Streamable HTTP, "Session Management"). */
export interface Session {
  /** UUID v4. */
  readonly id: string;
  /** Whose it is. An id is no credential: each request must be signed in as this user. */
  readonly userId: string;
  /** The parameters of `initialize`, from which any instance can take the session up. */
  readonly initialize: Readonly<Record<string, unknown>>;
  /** Milliseconds since the epoch, exact to a minute. */
  readonly usedAt: number;
}

export interface SessionManagerOptions {
  readonly store: Store;
  /** How long an unused session is kept, in milliseconds. */
  readonly idleMs: number;
  /** When a user opens more, the one that was longest unused ends. */
  readonly maxPerUser: number;
}

/**
 * The records of sessions, which outlive the process where the store does. Idle ones end by the store's own
 * expiry.
 */
export class SessionManager {
  readonly #store: Store;
  readonly #idleMs: number;
  readonly #maxPerUser: number;
  readonly #byUser: StoredList;

  constructor({ store, idleMs, maxPerUser }: SessionManagerOptions) {
    this.#store = store;
    this.#idleMs = idleMs;
    this.#maxPerUser = maxPerUser;
    this.#byUser = new StoredList(store, idleMs);
  }

  /** Keeps a new session. @returns the ids of those that had to end for it. */
  async create({ id, userId, initialize }: Omit<Session, 'usedAt'>): Promise<readonly string[]> {
    const session: Session = { id, userId, initialize, usedAt: Date.now() };
    // In this order, so that nobody who makes room at the same time takes it for one that ended.
    await this.#store.set(keyOf(id), JSON.stringify(session), this.#idleMs);
    const ids = await this.#byUser.add(listKey(userId), id);
    return ids.length > this.#maxPerUser ? this.#makeRoom(userId, ids) : [];
  }

  /** @returns `undefined` for an id that is malformed, unknown, ended, or another user's. */
  async get(id: string, userId: string): Promise<Session | undefined> {
    if (!isUuid(id)) return undefined;
    const raw = await this.#store.get(keyOf(id));
    const session = raw === undefined ? undefined : (JSON.parse(raw) as Session);
    return session?.userId === userId ? session : undefined;
  }

  /** Notes that a session is in use. */
  async touch(session: Session): Promise<void> {
    const usedAt = Date.now();
    if (usedAt - session.usedAt < Math.min(TOUCH_EVERY_MS, this.#idleMs / 2)) return;
    await this.#byUser.extend(listKey(session.userId));
    await this.#store.compareAndSwap(
      keyOf(session.id),
      JSON.stringify(session),
      JSON.stringify({ ...session, usedAt } satisfies Session),
      this.#idleMs,
    );
  }

  async delete({ id, userId }: Session): Promise<void> {
    await this.#store.delete(keyOf(id));
    await this.#byUser.remove(listKey(userId), [id]);
  }

  /** Ends the longest unused sessions above the limit, and forgets those that ended by themselves. */
  async #makeRoom(userId: string, ids: readonly string[]): Promise<readonly string[]> {
    const found = await Promise.all(ids.map((id) => this.get(id, userId)));
    const live = found.filter((session) => session !== undefined).sort((a, b) => a.usedAt - b.usedAt);
    const surplus = live.slice(0, Math.max(0, live.length - this.#maxPerUser)).map(({ id }) => id);
    const gone = ids.filter((_, index) => found[index] === undefined);
    await Promise.all(surplus.map((id) => this.#store.delete(keyOf(id))));
    await this.#byUser.remove(listKey(userId), [...gone, ...surplus]);
    return surplus;
  }
}

const keyOf = (id: string) => tagged(id, 'session');
const listKey = (userId: string) => tagged(userId, 'sessions');
