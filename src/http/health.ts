import { setTimeout as sleep } from 'node:timers/promises';
import { Router } from 'express';
import type { UpstreamStatus } from '../observability/upstream-status.ts';
import type { Store } from '../storage/store.ts';
import { VERSION } from '../version.ts';

/** A store that takes longer than this to answer does not serve users either. */
const PING_MS = 1000;

export interface HealthOptions {
  readonly store: Store;
  /** Redis was asked for, could not be reached, and memory stands in for it. */
  readonly fallback: boolean;
  readonly upstream: UpstreamStatus;
  readonly activeSessions: () => number;
  readonly draining: () => boolean;
}

/**
 * `/health`: what this process is and how it does, always 200 while it can answer at all. `/ready`: whether it may
 * be sent traffic now, else 503. Neither holds anything of users.
 */
export function health({ store, fallback, upstream, activeSessions, draining }: HealthOptions): Router {
  const router = Router();
  const storage = async () => ({ kind: store.kind, ok: await answers(store), ...(fallback && { fallback }) });
  router.get('/health', async (_req, res) => {
    const state = await storage();
    const { rss, heapUsed } = process.memoryUsage();
    const usual = state.ok ? 'ok' : 'degraded';
    res.set('Cache-Control', 'no-store').json({
      status: draining() ? 'draining' : usual,
      version: VERSION,
      uptimeSeconds: Math.round(process.uptime()),
      activeSessions: activeSessions(),
      memory: { rssBytes: rss, heapUsedBytes: heapUsed },
      storage: state,
      upstream: upstream.report(),
    });
  });
  router.get('/ready', async (_req, res) => {
    const state = await storage();
    const ready = state.ok && !draining();
    res.set('Cache-Control', 'no-store');
    res.status(ready ? 200 : 503).json({ ready, draining: draining(), storage: state });
  });
  return router;
}

/** Whether the store answers, soon. */
async function answers(store: Store): Promise<boolean> {
  const late = sleep(PING_MS, false, { ref: false });
  const answered = store.ping().then(
    () => true,
    () => false,
  );
  return Promise.race([answered, late]);
}
