import { Redis } from 'ioredis';
import { SCRIPTS } from './redis-scripts.ts';
import { parseRedisUrl } from './redis-url.ts';
import { StoreUnavailable } from './store.ts';

/** For the first connection in all: name, TCP, TLS, sign-in, and Redis having loaded its data. */
const CONNECT_MS = 2500;
const CLOSED = 'Redis closed the connection.';
const MAX_RECONNECT_DELAY_MS = 2000;
/** Refusals that say that we asked for something wrong. All others say that Redis cannot serve anybody now. */
const OUR_MISTAKE = /^(?:ERR|WRONGTYPE|CROSSSLOT)\b/;

export interface RedisConnectionOptions {
  /** See `parseRedisUrl`. */
  readonly url: string;
  /** Put before every key. */
  readonly prefix: string;
  /** How long Redis may take for an answer before the connection counts as dead. */
  readonly commandTimeoutMs: number;
  /** Called when an open connection is lost, with the reason, and when it is back. */
  readonly onStateChange: ((up: boolean, reason?: string) => void) | undefined;
}

/**
 * One connection to Redis that comes back by itself until it is closed. While it is down, commands fail at once.
 * No command is sent twice, since the first may have been carried out.
 *
 * No error of ioredis gets out: those carry the arguments of the command, which may be the password.
 */
export class RedisConnection {
  readonly #redis: Redis;
  #opened = false;
  #closed = false;
  /** Why the connection is down, or would be if it were lost without a word. */
  #reason = CLOSED;

  private constructor({ url, prefix, commandTimeoutMs }: RedisConnectionOptions) {
    this.#redis = new Redis({
      ...parseRedisUrl(url),
      lazyConnect: true,
      keyPrefix: prefix,
      scripts: SCRIPTS,
      // Nothing here needs these, and what stands in front of Redis may not know them.
      protocol: 2,
      disableClientInfo: true,
      enableOfflineQueue: false,
      // Commands under way when the connection breaks fail at once and are not sent again.
      maxRetriesPerRequest: 0,
      connectTimeout: CONNECT_MS,
      commandTimeout: commandTimeoutMs,
      // Ends a connection whose other side has gone without a word.
      socketTimeout: commandTimeoutMs,
      disconnectTimeout: 100,
      maxLoadingRetryTime: 250,
      retryStrategy: (attempts) => (this.#opened ? reconnectDelay(attempts) : null),
      // After a failover the connection may be one to a replica: a new one finds the new primary.
      reconnectOnError: ({ message }) => message.startsWith('READONLY'),
    });
    this.#redis.on('error', (error) => {
      this.#reason = messageOf(error);
    });
    this.#redis.on('ready', () => {
      this.#reason = CLOSED;
    });
  }

  /**
   * @throws {StoreUnavailable} within three seconds if Redis cannot be reached; nothing goes on in the background.
   * @throws {Error} if the address is none.
   */
  static async open(options: RedisConnectionOptions): Promise<RedisConnection> {
    const connection = new RedisConnection(options);
    await connection.#open(options.onStateChange);
    return connection;
  }

  get isUp(): boolean {
    return !this.#closed && this.#redis.status === 'ready';
  }

  /**
   * Runs a command.
   *
   * @throws {StoreUnavailable} if Redis cannot be reached, does not answer in time, or cannot serve now.
   * @throws {Error} with Redis's own words if it takes the command for wrong.
   */
  async run<T>(command: (redis: Redis) => Promise<T>): Promise<T> {
    try {
      return await command(this.#redis);
    } catch (error) {
      const message = messageOf(error);
      if (OUR_MISTAKE.test(message)) {
        throw new Error(`Redis refused a command: ${message}`);
      }
      throw unavailable(this.isUp ? message : this.#reason);
    }
  }

  /** Lets commands under way finish. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#reason = 'The store has been closed.';
    await this.#redis.quit().catch(() => {});
    this.#redis.disconnect();
  }

  async #open(onStateChange: RedisConnectionOptions['onStateChange']): Promise<void> {
    const deadline = setTimeout(() => {
      this.#reason = `Redis was not ready within ${CONNECT_MS / 1000} seconds.`;
      this.#redis.disconnect();
    }, CONNECT_MS);
    try {
      await this.#redis.connect();
    } catch {
      // What ioredis throws says only that the connection is closed.
      throw unavailable(this.#reason);
    } finally {
      clearTimeout(deadline);
    }
    this.#opened = true;
    let up = true;
    this.#redis.on('ready', () => {
      up = true;
      onStateChange?.(true);
    });
    this.#redis.on('close', () => {
      // Every attempt to come back that fails ends with this event, too.
      if (up && !this.#closed) onStateChange?.(false, this.#reason);
      up = false;
    });
  }
}

/** Doubles up to two seconds. The random part keeps instances from coming back all at once. */
function reconnectDelay(attempts: number): number {
  return Math.min(2 ** attempts * 50, MAX_RECONNECT_DELAY_MS) * (0.5 + Math.random() / 2);
}

function unavailable(reason: string): StoreUnavailable {
  return new StoreUnavailable(new Error(reason));
}

/** For a host with several addresses Node puts an error for each into one that has no message of its own. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join(', ');
  return error instanceof Error ? error.message.trim() : String(error);
}
