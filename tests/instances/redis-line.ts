import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** The line between the instances and Redis, which a test can slow, break and cut. */
export interface RedisLine {
  readonly url: string;
  /** Holds every answer back, in milliseconds. */
  delay(ms: number): void;
  /** Breaks the connections that there are. */
  reset(): void;
  /** Breaks them, and lets nobody through until `mend`. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

export async function startRedisLine(port: number): Promise<RedisLine> {
  let delayMs = 0;
  let open = true;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    if (!open) {
      client.resetAndDestroy();
      return;
    }
    const redis = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [client, redis],
      [redis, client],
    ] as const) {
      sockets.add(from);
      from.on('error', () => {});
      from.once('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
    client.pipe(redis);
    // One after the other, so that no answer overtakes another one when the delay changes.
    let before = Promise.resolve();
    redis.on('data', (chunk) => {
      const ripe = delayMs === 0 ? undefined : sleep(delayMs);
      before = before.then(() => ripe).then(() => void client.write(chunk));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const reset = () => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    delay(ms) {
      delayMs = ms;
    },
    reset,
    cut() {
      open = false;
      reset();
    },
    mend() {
      open = true;
    },
    async close() {
      server.close();
      reset();
      await once(server, 'close');
    },
  };
}
