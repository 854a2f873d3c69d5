import { createHook } from 'node:async_hooks';

/** What the network saw of some work. */
export interface Traffic<T> {
  readonly outcome: T;
  /** TCP connections that were begun, to whatever address. */
  readonly begun: number;
  /** Names that the operating system was asked for. */
  readonly systemLookups: number;
}

/** Runs the work and counts what this process begins on the network meanwhile. */
export async function watchingTraffic<T>(work: () => Promise<T>): Promise<Traffic<T>> {
  const seen = { TCPCONNECTWRAP: 0, GETADDRINFOREQWRAP: 0 };
  const hook = createHook({
    init(_id, type) {
      if (type === 'TCPCONNECTWRAP' || type === 'GETADDRINFOREQWRAP') seen[type] += 1;
    },
  });
  hook.enable();
  try {
    const outcome = await work();
    return { outcome, begun: seen.TCPCONNECTWRAP, systemLookups: seen.GETADDRINFOREQWRAP };
  } finally {
    hook.disable();
  }
}
