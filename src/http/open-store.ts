import type { StorageSettings } from '../http-settings.ts';
import type { Logger } from '../observability/logger.ts';
import { MemoryStore } from '../storage/memory-store.ts';
import { type Store, StoreUnavailable } from '../storage/store.ts';

export interface OpenStore {
  readonly store: Store;
  /** Memory stands in for a Redis that could not be reached. */
  readonly fallback: boolean;
}

/**
 * The store that the settings ask for.
 *
 * @throws {StoreUnavailable} where Redis cannot be reached and nothing else was allowed.
 */
export async function openStore(settings: StorageSettings, logger: Logger): Promise<OpenStore> {
  if (settings.kind === 'memory') return { store: new MemoryStore(), fallback: false };
  const { RedisStore } = await import('../storage/redis-store.ts');
  try {
    const store = await RedisStore.connect({
      url: settings.url,
      onStateChange: (up, reason) => {
        if (up) logger.info('redis: connected again');
        else logger.error({ reason }, 'redis: connection lost');
      },
    });
    return { store, fallback: false };
  } catch (error) {
    if (!(error instanceof StoreUnavailable) || settings.fallback === 'fail') throw error;
    logger.error(
      'redis cannot be reached: sign-ins and sessions are kept in memory (REDIS_FALLBACK=memory). They end with this process, and other instances do not see them.',
    );
    return { store: new MemoryStore(), fallback: true };
  }
}
