import type { StorageSettings } from '../http-config.ts';
import type { Logger } from '../observability/logger.ts';
import { MemoryStore } from '../storage/memory-store.ts';
import { type Store, StoreUnavailable } from '../storage/store.ts';

/**
 * The store that the settings ask for.
 *
 * @throws {StoreUnavailable} where Redis cannot be reached and nothing else was allowed.
 */
export async function openStore(settings: StorageSettings, logger: Logger): Promise<Store> {
  if (settings.kind === 'memory') return new MemoryStore();
  const { RedisStore } = await import('../storage/redis-store.ts');
  try {
    return await RedisStore.connect({
      url: settings.url,
      onStateChange: (up, reason) => {
        if (up) logger.info('redis: connected again');
        else logger.error({ reason }, 'redis: connection lost');
      },
    });
  } catch (error) {
    if (!(error instanceof StoreUnavailable) || settings.fallback === 'fail') throw error;
    logger.error(
      'redis cannot be reached: sign-ins and sessions are kept in memory (REDIS_FALLBACK=memory). They end with this process, and other instances do not see them.',
    );
    return new MemoryStore();
  }
}
