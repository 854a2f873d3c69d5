import { randomUUID } from 'node:crypto';
import { checkLifetime, checkSharedTag } from './preconditions.ts';
import { RedisConnection } from './redis-connection.ts';
import type { Lock, Store } from './store.ts';

export interface RedisStoreOptions {
  /** `redis://[user:password@]host[:port][/database]`, or `rediss://` for TLS. */
  readonly url: string;
  /** Put before every key; `fergus-mcp:` where it is left out. */
  readonly prefix?: string | undefined;
  /** How long Redis may take for an answer; 2 seconds where it is left out. */
  readonly commandTimeoutMs?: number | undefined;
  /** Told when the connection is lost, and why, and when it is back. */
  readonly onStateChange?: ((up: boolean, reason?: string) => void) | undefined;
}

/** Keeps everything in Redis 6.2 or later, or Valkey, where all instances see it and it outlives them. */
export class RedisStore implements Store {
  readonly kind = 'redis';
  readonly #connection: RedisConnection;

  private constructor(connection: RedisConnection) {
    this.#connection = connection;
  }

  /**
   * @throws {StoreUnavailable} within three seconds if Redis cannot be reached. Once connected, the store comes
   * back by itself.
   * @throws {Error} if the address is none.
   */
  static async connect(options: RedisStoreOptions): Promise<RedisStore> {
    const { url, prefix = 'fergus-mcp:', commandTimeoutMs = 2000, onStateChange } = options;
    return new RedisStore(await RedisConnection.open({ url, prefix, commandTimeoutMs, onStateChange }));
  }

  /** Whether there is a connection now. */
  get isUp(): boolean {
    return this.#connection.isUp;
  }

  async get(key: string): Promise<string | undefined> {
    return (await this.#connection.run((redis) => redis.get(key))) ?? undefined;
  }

  async getMany(keys: readonly string[]): Promise<(string | undefined)[]> {
    checkSharedTag(keys);
    if (keys.length === 0) return [];
    const values = await this.#connection.run((redis) => redis.mget([...keys]));
    return values.map((value) => value ?? undefined);
  }

  async set(key: string, value: string, ttlMs: number): Promise<void> {
    checkLifetime(ttlMs);
    await this.#connection.run((redis) => redis.set(key, value, 'PX', ttlMs));
  }

  async setIfAbsent(key: string, value: string, ttlMs: number): Promise<boolean> {
    checkLifetime(ttlMs);
    return (await this.#connection.run((redis) => redis.set(key, value, 'PX', ttlMs, 'NX'))) !== null;
  }

  async take(key: string): Promise<string | undefined> {
    return (await this.#connection.run((redis) => redis.getdel(key))) ?? undefined;
  }

  async compareAndSwap(key: string, expected: string, next: string, ttlMs?: number): Promise<boolean> {
    if (ttlMs !== undefined) checkLifetime(ttlMs);
    const swap = this.#connection.run((redis) => redis.compareAndSwap(key, expected, next, ttlMs ?? ''));
    return (await swap) === 1;
  }

  async extend(key: string, ttlMs: number): Promise<boolean> {
    checkLifetime(ttlMs);
    return (await this.#connection.run((redis) => redis.pexpire(key, ttlMs))) === 1;
  }

  async delete(...keys: readonly string[]): Promise<void> {
    checkSharedTag(keys);
    if (keys.length > 0) await this.#connection.run((redis) => redis.del([...keys]));
  }

  async lock(key: string, ttlMs: number): Promise<Lock | undefined> {
    const owner = randomUUID();
    if (!(await this.setIfAbsent(key, owner, ttlMs))) return undefined;
    return {
      release: async () => {
        await this.#connection.run((redis) => redis.compareAndDelete(key, owner));
      },
    };
  }

  async ping(): Promise<void> {
    await this.#connection.run((redis) => redis.ping());
  }

  close(): Promise<void> {
    return this.#connection.close();
  }
}
