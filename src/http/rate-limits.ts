import type { Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator, type Options, rateLimit } from 'express-rate-limit';
import { OAuthError } from '../auth/authorization-server/oauth-error.ts';
import { sendPage } from '../auth/authorization-server/send-page.ts';
import type { RateLimitSettings } from '../http-settings.ts';
import { errorPage } from '../pages/error.ts';
import { callerOf } from '../transports/http.ts';

/**
 * How much more than a stranger's address something may do in a window. Big assistants send all their users from a
 * few addresses, so what they call is limited by sign-in or user, and by address only far beyond that.
 */
const USER_FACTOR = 20;
const SHARED_ADDRESS_FACTOR = 50;

export interface RateLimits {
  /** Pages of the sign-in, by the address of the user's browser. */
  readonly authorize: RequestHandler;
  readonly register: RequestHandler;
  readonly token: RequestHandler;
  /** `/mcp`, by user. */
  readonly user: RequestHandler;
  /** `/mcp` before anything is known of the user, by address. */
  readonly address: RequestHandler;
}

/** Limits for each kind of request; 429 in the language of whoever asked, with `Retry-After` and `RateLimit`. */
export function rateLimits({ enabled, max, windowMs }: RateLimitSettings): RateLimits {
  const limit = (
    factor: number,
    keyGenerator: (req: Request) => string,
    answer: (res: Response, seconds: number) => void,
  ): RequestHandler => {
    if (!enabled) return (_req, _res, next) => next();
    const options: Partial<Options> = {
      windowMs,
      limit: max * factor,
      standardHeaders: 'draft-8',
      legacyHeaders: false,
      keyGenerator,
      handler: (_req, res) => answer(res, Number(res.get('Retry-After') ?? Math.ceil(windowMs / 1000))),
    };
    return rateLimit(options);
  };
  return {
    authorize: limit(1, addressOf, answerWithPage),
    register: limit(SHARED_ADDRESS_FACTOR / 10, addressOf, answerInOAuthJson),
    token: limit(SHARED_ADDRESS_FACTOR, addressOf, answerInOAuthJson),
    user: limit(USER_FACTOR, (req) => callerOf(req).userId, answerInJsonRpc),
    address: limit(SHARED_ADDRESS_FACTOR * 2, addressOf, answerInJsonRpc),
  };
}

/** IPv6 users have a whole network to themselves, so the network counts. */
function addressOf(req: Request): string {
  return ipKeyGenerator(req.ip ?? '');
}

function answerWithPage(res: Response, seconds: number): void {
  const page = errorPage({
    status: 429,
    title: 'Too many attempts',
    message: 'This network has opened the sign-in unusually often.',
    nextStep: `Wait ${Math.ceil(seconds / 60)} minutes, then go back to the app and connect again.`,
  });
  sendPage(res, page);
}

function answerInOAuthJson(res: Response, seconds: number): void {
  const error = new OAuthError(
    'temporarily_unavailable',
    `Too many requests. Try again in ${seconds} seconds.`,
  );
  res.status(429).set('Cache-Control', 'no-store').json(error);
}

function answerInJsonRpc(res: Response, seconds: number): void {
  const message = `Too many requests. Try again in ${seconds} seconds.`;
  res.status(429).json({ jsonrpc: '2.0', error: { code: -32_000, message }, id: null });
}
