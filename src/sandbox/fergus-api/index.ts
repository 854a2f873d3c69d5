/**
 * An in-process stand-in of api.fergus.com on a loopback port, with the state of two invented businesses. The
 * demo and the tests use it; it behaves as the contract and the known facts about the real API say.
 */

import { Faults } from '../faults.ts';
import { listenOnLoopback } from '../loopback-server.ts';
import { createApp } from './app.ts';
import { type Business, firstActiveUsers } from './business.ts';
import type { Credential } from './http.ts';
import { RateLimit } from './rate-limit.ts';
import type { LoggedRequest } from './request-log.ts';
import { seedKereru } from './seed/kereru/index.ts';
import { seedSparrow } from './seed/sparrow/index.ts';

export type { FaultKind, FaultOrder } from '../faults.ts';
export type { Business } from './business.ts';
export type { Credential } from './http.ts';
export type { LoggedRequest } from './request-log.ts';

/** Two companies that must never see each other's data. */
export interface SandboxBusinesses {
  /** Plumbing, gas and electrical in Auckland; 15 % GST, NZD. The demo's. */
  readonly main: Business;
  /** Electricians in London; 20 % VAT, GBP. */
  readonly other: Business;
}

export interface SandboxOptions {
  /** 0 without it: any free port. */
  readonly port?: number;
  /** The clock of the state, token expiry and the rate limit; the real one without it. */
  readonly now?: () => Date;
  /** Requests per minute and company; 100 without it. */
  readonly rateLimit?: number;
  /** Own state in the place of the seeded one. */
  readonly businesses?: SandboxBusinesses;
}

export interface SandboxFergus {
  /** Base URL without a slash at the end. */
  readonly url: string;
  readonly tokens: {
    /** The owner of the main business. */
    readonly owner: string;
    /** Somebody of the main business who is not its owner. */
    readonly member: string;
    /** The owner of the other business. */
    readonly other: string;
    /** Of the main business, but without any permission: always 403. */
    readonly forbidden: string;
  };
  readonly businesses: SandboxBusinesses;
  /** Every request received, oldest first. May be emptied (`length = 0`). */
  readonly requests: LoggedRequest[];
  readonly faults: Faults;
  /** Lets a token in, in the place of one of the same name. */
  addToken(credential: Credential): void;
  /** From now on the token is refused with 401. */
  revokeToken(token: string): void;
  /** Ends every connection, waiting answers and faults included. */
  close(): Promise<void>;
}

const TOKENS = {
  owner: 'fergPAT_demo_kereru_owner',
  member: 'fergPAT_demo_kereru_member',
  other: 'fergPAT_demo_sparrow_owner',
  forbidden: 'fergPAT_demo_kereru_no_permission',
} as const;

/** Starts the sandbox. @throws when the port is taken. */
export async function startSandboxFergus(options: SandboxOptions = {}): Promise<SandboxFergus> {
  const now = options.now ?? (() => new Date());
  const businesses = options.businesses ?? { main: seedKereru(now), other: seedSparrow(now) };
  const credentials = new Map<string, Credential>();
  const requests: LoggedRequest[] = [];
  const faults = new Faults();
  const closing = new AbortController();
  const addToken = (credential: Credential) => void credentials.set(credential.token, credential);
  const revokeToken = (token: string) => void credentials.delete(token);

  const { main, other } = businesses;
  const [mainOwner, mainMember] = firstActiveUsers(main);
  const [otherOwner] = firstActiveUsers(other);
  addToken({ token: TOKENS.owner, business: main, userId: mainOwner.id, isOwner: true });
  addToken({ token: TOKENS.member, business: main, userId: mainMember.id, isOwner: false });
  addToken({ token: TOKENS.other, business: other, userId: otherOwner.id, isOwner: true });
  const mayDoNothing = { isOwner: false, forbidden: true };
  addToken({ token: TOKENS.forbidden, business: main, userId: mainMember.id, ...mayDoNothing });

  const rateLimit = new RateLimit(options.rateLimit ?? 100, now);
  const app = createApp({
    credentials,
    requests,
    faults,
    rateLimit,
    now,
    revokeToken,
    closing: closing.signal,
  });
  const { url, close } = await listenOnLoopback(app, options.port ?? 0, closing);

  return {
    url,
    tokens: TOKENS,
    businesses,
    requests,
    faults,
    addToken,
    revokeToken,
    close,
  };
}
