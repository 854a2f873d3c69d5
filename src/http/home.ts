import { type ErrorRequestHandler, Router } from 'express';
import { sendPage } from '../auth/authorization-server/send-page.ts';
import { errorPage } from '../pages/error.ts';
import { landingPage } from '../pages/landing.ts';
import type { Store } from '../storage/store.ts';
import { VERSION } from '../version.ts';

export interface HomeOptions {
  readonly publicUrl: string;
  readonly store: Store;
  /** `undefined` where nobody signs in. */
  readonly signInHost: string | undefined;
  readonly demo: boolean;
}

/** The landing page, and what is answered where there is nothing. */
export function home({ publicUrl, store, signInHost, demo }: HomeOptions): Router {
  const router = Router();
  router.get('/', async (_req, res) => {
    const state = await store.ping().then(
      () => 'ready' as const,
      () => 'degraded' as const,
    );
    sendPage(res, landingPage({ mcpUrl: `${publicUrl}/mcp`, version: VERSION, state, signInHost, demo }));
  });
  router.use((req, res) => {
    if (!req.accepts('html') || req.method !== 'GET') {
      res.status(404).json({ error: 'not_found', error_description: `There is nothing at ${req.path}.` });
      return;
    }
    const message = `There is nothing at this address. MCP clients connect to ${publicUrl}/mcp.`;
    sendPage(
      res,
      errorPage({ status: 404, title: 'Nothing here', message, nextStep: 'Open the front page.' }),
    );
  });
  return router;
}

/** The last resort: an answer without any detail of what went wrong. */
export function lastResort(onError: (error: unknown) => void): ErrorRequestHandler {
  return (error: unknown, _req, res, next) => {
    onError(error);
    if (res.headersSent) return next(error);
    res.status(500).json({ error: 'server_error', error_description: 'The server failed on this request.' });
  };
}
