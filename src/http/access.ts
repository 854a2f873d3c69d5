import type { Request, Router } from 'express';
import type { Caller } from '../transports/caller.ts';
import type { RateLimits } from './rate-limits.ts';

/** How users are let in: by signing in to Fergus, or everybody on this machine with a fixed token. */
export interface Access {
  /**
   * Whom a request speaks for, with a Fergus token that is good for the time of the request.
   *
   * @throws {BearerRefused | UpstreamUnavailable | StoreUnavailable | HttpRefusal}
   */
  readonly authenticate: (req: Request) => Promise<Caller>;
  /** What users and their clients need to get in. */
  routes(limits: RateLimits, onError: (error: unknown) => void): Router;
  /** Where users sign in; `undefined` where nobody does. */
  readonly signInHost: string | undefined;
}
