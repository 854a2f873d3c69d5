import { setTimeout as sleep } from 'node:timers/promises';

/** Waits so many milliseconds. Rejects with the signal's reason when it fires before. */
export async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(milliseconds, undefined, signal ? { signal } : {});
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}
