import type { Store } from './store.ts';

/** Instances that change one list take turns; more losers in a row than this is no normal use. */
const MAX_TRIES = 50;

/** Short lists of ids in a store, changed by several writers at once without losing anything. */
export class StoredList {
  readonly #store: Store;
  readonly #ttlMs: number;
  /** Changes of this process, one after the other for each list, so that they do not lose against each other. */
  readonly #turns = new Map<string, Promise<unknown>>();

  /** @param ttlMs how long a list lives after its last change. */
  constructor(store: Store, ttlMs: number) {
    this.#store = store;
    this.#ttlMs = ttlMs;
  }

  /** @returns the list with the id in it. */
  add(key: string, id: string): Promise<readonly string[]> {
    return this.#change(key, (ids) => [...ids, id]);
  }

  /** @returns what is left. */
  remove(key: string, gone: readonly string[]): Promise<readonly string[]> {
    return this.#change(key, (ids) => ids.filter((id) => !gone.includes(id)));
  }

  async extend(key: string): Promise<void> {
    await this.#store.extend(key, this.#ttlMs);
  }

  #change(key: string, change: (ids: readonly string[]) => readonly string[]): Promise<readonly string[]> {
    const before = this.#turns.get(key) ?? Promise.resolve();
    const turn = before.catch(() => {}).then(() => this.#changeNow(key, change));
    this.#turns.set(key, turn);
    const done = () => {
      if (this.#turns.get(key) === turn) this.#turns.delete(key);
    };
    turn.then(done, done);
    return turn;
  }

  async #changeNow(
    key: string,
    change: (ids: readonly string[]) => readonly string[],
  ): Promise<readonly string[]> {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const raw = await this.#store.get(key);
      const next = change(raw === undefined ? [] : (JSON.parse(raw) as string[]));
      if (raw === undefined && next.length === 0) return next;
      const text = JSON.stringify(next);
      const done =
        raw === undefined
          ? await this.#store.setIfAbsent(key, text, this.#ttlMs)
          : await this.#store.compareAndSwap(key, raw, text, this.#ttlMs);
      if (done) return next;
    }
    throw new Error('A list in the store changed too often to be changed here.');
  }
}
