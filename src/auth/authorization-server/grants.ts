import { randomBytes } from 'node:crypto';
import type { Store } from '../../storage/store.ts';
import { StoredList } from '../../storage/stored-list.ts';
import { isWithin, type Scope } from '../scopes.ts';
import type { TokenManager } from '../token-manager.ts';
import type { UpstreamTokens } from '../upstream.ts';
import {
  type AccessRecord,
  accessKey,
  type Bearer,
  type CodeRecord,
  codeKey,
  type Grant,
  grantKey,
  listKey,
  refreshKey,
  type TokenAnswer,
} from './grant-records.ts';
import { OAuthError } from './oauth-error.ts';
import { verifies } from './pkce.ts';
import { hashOf, mintToken, newGrantId, parseToken, successorOf } from './tokens.ts';

/** A code is redeemed by a program, at once (RFC 6749 §4.1.2 recommends ten minutes at most). */
const CODE_TTL_MS = 60_000;
/** How long a redeemed code is remembered, so that its second use is noticed. */
const REDEEMED_TTL_MS = 24 * 60 * 60_000;
const ACCESS_TTL_MS = 60 * 60_000;
/** How long a refresh token that was rotated away may be presented again by a client that lost the answer. */
const GRACE_MS = 60_000;
/** Parallel refreshes of one grant change it in turns; more losers in a row than this is no normal client. */
const MAX_TRIES = 20;

export interface GrantsOptions {
  readonly store: Store;
  readonly tokens: TokenManager;
  /** The resource that access tokens must have been made for. */
  readonly resource: string;
  /** How long a grant lives without a refresh, in milliseconds. */
  readonly lifetimeMs: number;
  readonly onEvent?: ((event: GrantEvent) => void) | undefined;
}

/** Something that happened to a grant, for logs and metrics. */
export interface GrantEvent {
  readonly event: 'granted' | 'refreshed' | 'code-reused' | 'refresh-reused' | 'ended';
  readonly clientId?: string | undefined;
  readonly userId?: string | undefined;
}

/**
 * Codes, access tokens and refresh tokens of our own (OAuth 2.1 §4.1, §4.3). All records of a grant share a hash
 * tag; tokens are stored by hash only.
 */
export class Grants {
  readonly #store: Store;
  readonly #tokens: TokenManager;
  readonly #resource: string;
  readonly #lifetimeMs: number;
  /** The grants of each user, to know which is the last. */
  readonly #byUser: StoredList;
  readonly #onEvent: (event: GrantEvent) => void;

  constructor({ store, tokens, resource, lifetimeMs, onEvent }: GrantsOptions) {
    this.#store = store;
    this.#tokens = tokens;
    this.#resource = resource;
    this.#lifetimeMs = lifetimeMs;
    this.#byUser = new StoredList(store, lifetimeMs);
    this.#onEvent = onEvent ?? (() => {});
  }

  /** Keeps a finished sign-in until its code is redeemed. @returns the code. */
  async createCode(about: Omit<CodeRecord, 'redeemed'>, upstream: UpstreamTokens): Promise<string> {
    const grantId = newGrantId();
    const { token, hash } = mintToken('code', grantId);
    await this.#tokens.storeTokens(grantId, upstream, CODE_TTL_MS);
    await this.#store.set(codeKey(grantId, hash), JSON.stringify(about), CODE_TTL_MS);
    return token;
  }

  /**
   * Redeems a code. A code that was redeemed before ends what the first redemption gave, unless this one came
   * in before the first was answered: then two windows of one client were at it together.
   *
   * @param presented a client of OAuth 2.1 does not repeat the redirect address (§10.2); PKCE ties the code to it.
   * @param receivedAt when the request came in, by {@link preciseNow}.
   * @throws {OAuthError} `invalid_grant`, `invalid_target`.
   */
  async redeem(
    code: string,
    presented: {
      clientId: string;
      redirectUri: string | undefined;
      verifier: string;
      resource: string | undefined;
    },
    receivedAt: number,
  ): Promise<TokenAnswer> {
    const parsed = parseToken('code', code);
    const key = parsed && codeKey(parsed.grantId, parsed.hash);
    const raw = key && (await this.#store.get(key));
    if (!parsed || !key || !raw) throw invalidGrant('The code is unknown or expired. Sign in again.');
    const record = JSON.parse(raw) as CodeRecord;
    if (record.redeemed !== undefined) {
      if (typeof record.redeemed === 'number' && receivedAt > record.redeemed) {
        this.#onEvent({ event: 'code-reused', clientId: record.clientId, userId: record.userId });
        await this.end(parsed.grantId);
      }
      throw invalidGrant('The code was used before. Sign in again.');
    }
    if (record.clientId !== presented.clientId) throw invalidGrant('The code belongs to another client.');
    if (presented.redirectUri !== undefined && presented.redirectUri !== record.redirectUri) {
      throw invalidGrant('redirect_uri is not the one of the authorization request.');
    }
    if (!verifies(presented.verifier, record.challenge)) {
      throw invalidGrant('code_verifier is missing or does not fit the code_challenge.');
    }
    if (presented.resource !== undefined && presented.resource !== record.resource) {
      throw new OAuthError('invalid_target', 'resource is not the one of the authorization request.');
    }
    const marked = JSON.stringify({ ...record, redeemed: 'redeeming' } satisfies CodeRecord);
    if (!(await this.#store.compareAndSwap(key, raw, marked, REDEEMED_TTL_MS))) {
      throw invalidGrant('The code was used before. Sign in again.');
    }
    const answer = await this.#open(parsed.grantId, record);
    const done = JSON.stringify({ ...record, redeemed: preciseNow() } satisfies CodeRecord);
    await this.#store.set(key, done, REDEEMED_TTL_MS);
    this.#onEvent({ event: 'granted', clientId: record.clientId, userId: record.userId });
    return answer;
  }

  /**
   * Rotates a refresh token (OAuth 2.1 §4.3.1). The one that was rotated away works until its successor is used,
   * and a minute at most, so that a lost answer signs nobody out; used after that it ends the grant.
   *
   * @param wanted narrower scopes for the access token, where asked for.
   * @throws {OAuthError} `invalid_grant`, `invalid_scope`, `invalid_target`.
   */
  async refresh(
    token: string,
    presented: { clientId: string; wanted: readonly Scope[] | undefined; resource: string | undefined },
  ): Promise<TokenAnswer> {
    const parsed = parseToken('refresh', token);
    if (!parsed) throw invalidGrant('The refresh token is unknown. Sign in again.');
    const { grantId, hash } = parsed;
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const [raw, issued] = await this.#store.getMany([grantKey(grantId), refreshKey(grantId, hash)]);
      // Whoever knows a grant's id can make up tokens of it; only one that was issued may end the grant.
      if (raw === undefined || issued === undefined) {
        throw invalidGrant('The refresh token is unknown or its sign-in has ended. Sign in again.');
      }
      const grant = JSON.parse(raw) as Grant;
      const scopes = this.#checkRefresh(grant, presented);
      const { current, previous } = grant.refresh;
      if (hash === previous?.hash && Date.now() < previous.until) {
        return this.#answer(grantId, scopes, successorOf(token, grantId, previous.seed).token);
      }
      if (hash !== current) {
        this.#onEvent({ event: 'refresh-reused', clientId: grant.clientId, userId: grant.userId });
        await this.end(grantId);
        throw invalidGrant('The refresh token was used before, so this sign-in was ended. Sign in again.');
      }
      const next = await this.#rotate(grantId, raw, grant, token);
      if (next === undefined) continue;
      this.#onEvent({ event: 'refreshed', clientId: grant.clientId, userId: grant.userId });
      return this.#answer(grantId, scopes, next);
    }
    throw new OAuthError('temporarily_unavailable', 'Too many refreshes at once. Try again in a second.');
  }

  /**
   * Whom an access token speaks for.
   *
   * @returns `undefined` for one that is unknown, expired, revoked, or for another resource.
   */
  async verify(token: string): Promise<Bearer | undefined> {
    const parsed = parseToken('access', token);
    if (!parsed) return undefined;
    const { grantId, hash } = parsed;
    const [rawAccess, rawGrant] = await this.#store.getMany([accessKey(grantId, hash), grantKey(grantId)]);
    if (rawAccess === undefined || rawGrant === undefined) return undefined;
    const { scopes, expiresAt } = JSON.parse(rawAccess) as AccessRecord;
    const { clientId, userId, resource } = JSON.parse(rawGrant) as Grant;
    if (expiresAt <= Date.now() || resource !== this.#resource) return undefined;
    return { grantId, clientId, userId, scopes };
  }

  /**
   * Revokes a token for its own client (RFC 7009 §2.1): a refresh token ends the whole grant, an access token
   * itself. Whatever else is presented changes nothing.
   */
  async revoke(token: string, clientId: string): Promise<void> {
    const access = parseToken('access', token);
    const refresh = parseToken('refresh', token);
    const { grantId, hash } = access ?? refresh ?? {};
    if (grantId === undefined || hash === undefined) return;
    const key = access ? accessKey(grantId, hash) : refreshKey(grantId, hash);
    const [rawGrant, issued] = await this.#store.getMany([grantKey(grantId), key]);
    if (rawGrant === undefined || issued === undefined) return;
    if ((JSON.parse(rawGrant) as Grant).clientId !== clientId) return;
    if (access) await this.#store.delete(key);
    else await this.end(grantId, 'signed out');
  }

  /** Ends a grant at once, here and at Cognito: none of its tokens works afterwards. */
  async end(grantId: string, why: 'signed out' | 'broken' = 'broken'): Promise<void> {
    const raw = await this.#store.take(grantKey(grantId));
    if (raw === undefined) return this.#tokens.deleteTokens(grantId);
    const { clientId, userId } = JSON.parse(raw) as Grant;
    const others = await this.#byUser.remove(listKey(userId), [grantId]);
    const last = why === 'signed out' && !(await this.#anyLives(others));
    await this.#tokens.deleteTokens(grantId, last);
    this.#onEvent({ event: 'ended', clientId, userId });
  }

  async #anyLives(grantIds: readonly string[]): Promise<boolean> {
    const grants = await Promise.all(grantIds.map((id) => this.#store.get(grantKey(id))));
    return grants.some((grant) => grant !== undefined);
  }

  async #open(grantId: string, { clientId, userId, scopes, resource }: CodeRecord): Promise<TokenAnswer> {
    const refresh = mintToken('refresh', grantId);
    const grant: Grant = { clientId, userId, scopes, resource, refresh: { current: refresh.hash } };
    await this.#store.set(refreshKey(grantId, refresh.hash), '1', this.#lifetimeMs);
    await this.#store.set(grantKey(grantId), JSON.stringify(grant), this.#lifetimeMs);
    await this.#byUser.add(listKey(userId), grantId);
    await this.#tokens.keepFor(grantId, this.#lifetimeMs);
    return this.#answer(grantId, scopes, refresh.token);
  }

  #checkRefresh(
    grant: Grant,
    presented: { clientId: string; wanted: readonly Scope[] | undefined; resource: string | undefined },
  ): readonly Scope[] {
    if (grant.clientId !== presented.clientId)
      throw invalidGrant('The refresh token belongs to another client.');
    if (presented.resource !== undefined && presented.resource !== grant.resource) {
      throw new OAuthError('invalid_target', 'resource is not the one of the sign-in.');
    }
    const wanted = presented.wanted ?? grant.scopes;
    if (!isWithin(wanted, grant.scopes)) {
      throw new OAuthError(
        'invalid_scope',
        'scope goes beyond what the user allowed. Sign in again for more.',
      );
    }
    return wanted;
  }

  /** @returns the new refresh token; `undefined` where somebody else was faster. */
  async #rotate(grantId: string, raw: string, grant: Grant, token: string): Promise<string | undefined> {
    const seed = randomBytes(32).toString('base64url');
    const next = successorOf(token, grantId, seed);
    const previous = { hash: hashOf(token), seed, until: Date.now() + GRACE_MS };
    const rotated: Grant = { ...grant, refresh: { current: next.hash, previous } };
    await this.#store.set(refreshKey(grantId, next.hash), '1', this.#lifetimeMs);
    const key = grantKey(grantId);
    if (!(await this.#store.compareAndSwap(key, raw, JSON.stringify(rotated), this.#lifetimeMs))) {
      await this.#store.delete(refreshKey(grantId, next.hash));
      return undefined;
    }
    await this.#byUser.extend(listKey(grant.userId));
    await this.#tokens.keepFor(grantId, this.#lifetimeMs);
    return next.token;
  }

  async #answer(grantId: string, scopes: readonly Scope[], refreshToken: string): Promise<TokenAnswer> {
    const { token, hash } = mintToken('access', grantId);
    const lifetimeMs = Math.min(ACCESS_TTL_MS, this.#lifetimeMs);
    const record: AccessRecord = { scopes, expiresAt: Date.now() + lifetimeMs };
    await this.#store.set(accessKey(grantId, hash), JSON.stringify(record), lifetimeMs);
    return {
      access_token: token,
      token_type: 'Bearer',
      expires_in: Math.floor(lifetimeMs / 1000),
      refresh_token: refreshToken,
      scope: scopes.join(' '),
    };
  }
}

/** Milliseconds since the epoch with fractions: two requests of one client may fall into one millisecond. */
export function preciseNow(): number {
  return performance.timeOrigin + performance.now();
}

function invalidGrant(description: string): OAuthError {
  return new OAuthError('invalid_grant', description);
}
