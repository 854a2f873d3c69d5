import { tagged } from '../../storage/store.ts';
import type { Scope } from '../scopes.ts';

/** What a user allowed a client: the family of all tokens that came of one code. */
export interface Grant {
  readonly clientId: string;
  /** Cognito's `sub`. */
  readonly userId: string;
  readonly scopes: readonly Scope[];
  /** The resource that the tokens are for (RFC 8707). */
  readonly resource: string;
  readonly refresh: RefreshState;
}

/** Hashes of the refresh tokens that are good, and the seed by which the current one can be made again. */
export interface RefreshState {
  readonly current: string;
  readonly previous?: { readonly hash: string; readonly seed: string; readonly until: number };
}

/** What a code stands for, and what was made of it. */
export interface CodeRecord {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly resource: string;
  readonly scopes: readonly Scope[];
  /** Cognito's `sub`. */
  readonly userId: string;
  /** `redeeming`: a redemption is under way; a time: it was answered then. */
  readonly redeemed?: 'redeeming' | number;
}

export interface AccessRecord {
  readonly scopes: readonly Scope[];
  readonly expiresAt: number;
}

/** Whom a verified access token speaks for. */
export interface Bearer {
  readonly grantId: string;
  readonly clientId: string;
  /** Cognito's `sub`. */
  readonly userId: string;
  readonly scopes: readonly Scope[];
}

/** A token endpoint's answer (RFC 6749 §5.1). */
export interface TokenAnswer {
  readonly access_token: string;
  readonly token_type: 'Bearer';
  readonly expires_in: number;
  readonly refresh_token: string;
  readonly scope: string;
}

/* Keys; all of a grant share its hash tag. */
export const grantKey = (grantId: string) => tagged(grantId, 'grant');
export const listKey = (userId: string) => tagged(userId, 'grants');
export const codeKey = (grantId: string, hash: string) => tagged(grantId, `code:${hash}`);
export const accessKey = (grantId: string, hash: string) => tagged(grantId, `access:${hash}`);
export const refreshKey = (grantId: string, hash: string) => tagged(grantId, `refresh:${hash}`);
