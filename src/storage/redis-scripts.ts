import type { Result } from 'ioredis';

/** Scripts that Redis runs in one step; ioredis sends them again after Redis has forgotten them. */
export const SCRIPTS = {
  compareAndSwap: {
    numberOfKeys: 1,
    lua: `
      if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
      if ARGV[3] == '' then
        redis.call('SET', KEYS[1], ARGV[2], 'KEEPTTL')
      else
        redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
      end
      return 1`,
  },
  compareAndDelete: {
    numberOfKeys: 1,
    lua: `
      if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
      return redis.call('DEL', KEYS[1])`,
  },
};

declare module 'ioredis' {
  interface RedisCommander<Context> {
    /** @param ttlMs empty for the lifetime that there is. */
    compareAndSwap(key: string, expected: string, next: string, ttlMs: number | ''): Result<number, Context>;
    compareAndDelete(key: string, expected: string): Result<number, Context>;
  }
}
