import { setTimeout as sleep } from 'node:timers/promises';
import type { Encryption } from '../storage/encryption.ts';
import { type Store, tagged } from '../storage/store.ts';
import { UpstreamRefused, type UpstreamTokens, UpstreamUnavailable } from './upstream.ts';

/** An access token with less than this left is refreshed before it is used. */
const REFRESH_BEFORE_MS = 5 * 60_000;
/** After Cognito failed, a token that still works is used this long before it is asked again. */
const LEAVE_ALONE_MS = 15_000;
/** An instance that dies while it refreshes keeps the others waiting no longer than this. */
const LOCK_TTL_MS = 15_000;
const POLL_MS = 50;

/** The part of Cognito that is needed to keep a sign-in alive and to end it. */
export interface UpstreamAuthority {
  /** @throws {UpstreamRefused | UpstreamUnavailable} */
  refreshAccessToken(refreshToken: string): Promise<UpstreamTokens>;
  /**
   * Revokes the tokens of a sign-in.
   *
   * @param signedOut the user has no other sign-in here, and wants none: Fergus is told to forget us.
   * @throws {UpstreamRefused | UpstreamUnavailable}
   */
  revoke(tokens: UpstreamTokens, signedOut: boolean): Promise<void>;
}

/** A refresh or a revocation at Cognito, for logs and metrics. */
export interface TokenEvent {
  readonly event: 'upstream-refresh' | 'upstream-revoke';
  readonly outcome: 'ok' | 'refused' | 'unavailable';
}

export interface TokenManagerOptions {
  /** In memory or on Redis: where the tokens are kept is the store's matter alone. */
  readonly store: Store;
  readonly encryption: Encryption;
  readonly authority: UpstreamAuthority;
  readonly onEvent?: ((event: TokenEvent) => void) | undefined;
}

/**
 * Fergus's tokens of every sign-in, encrypted at rest. Refreshes are single-flight over all instances: Cognito
 * may rotate refresh tokens, so that of two refreshes at once one would end the sign-in.
 */
export class TokenManager {
  readonly #store: Store;
  readonly #encryption: Encryption;
  readonly #authority: UpstreamAuthority;
  readonly #onEvent: (event: TokenEvent) => void;
  readonly #refreshes = new Map<string, Promise<string>>();
  /** Until when Cognito is left alone about a grant, because it failed just now. */
  readonly #leftAlone = new Map<string, number>();

  constructor({ store, encryption, authority, onEvent }: TokenManagerOptions) {
    this.#store = store;
    this.#encryption = encryption;
    this.#authority = authority;
    this.#onEvent = onEvent ?? (() => {});
  }

  /** Keeps the tokens of a new sign-in. @param ttlMs how long, in milliseconds. */
  async storeTokens(grantId: string, tokens: UpstreamTokens, ttlMs: number): Promise<void> {
    await this.#store.set(keyOf(grantId), this.#seal(grantId, tokens), ttlMs);
  }

  /** Keeps the tokens from now on for `ttlMs`; nothing happens where there are none any more. */
  async keepFor(grantId: string, ttlMs: number): Promise<void> {
    await this.#store.extend(keyOf(grantId), ttlMs);
  }

  /**
   * A Fergus access token that is good for a while, refreshed where it is not.
   *
   * @param refused one that Fergus did not accept, and that must not come back.
   * @throws {UpstreamRefused} where the sign-in is over; {UpstreamUnavailable} where Cognito cannot be asked now
   *   and the token has run out; {StoreUnavailable}.
   */
  async getAccessToken(grantId: string, refused?: string): Promise<string> {
    const { tokens } = await this.#read(grantId);
    if (isFresh(tokens, refused)) return tokens.accessToken;
    const usable = tokens.accessToken !== refused && tokens.expiresAt > Date.now();
    if (usable && (this.#leftAlone.get(grantId) ?? 0) > Date.now()) return tokens.accessToken;
    try {
      return await this.#refreshOnce(grantId, refused);
    } catch (error) {
      if (!(error instanceof UpstreamUnavailable) || !usable) throw error;
      this.#leaveAlone(grantId);
      return tokens.accessToken;
    }
  }

  /**
   * Forgets the tokens and revokes them upstream. What fails there is no reason to keep them here.
   *
   * @param signedOut as in {@link UpstreamAuthority.revoke}.
   */
  async deleteTokens(grantId: string, signedOut = false): Promise<void> {
    const raw = await this.#store.take(keyOf(grantId));
    this.#leftAlone.delete(grantId);
    const tokens = raw === undefined ? undefined : this.#open(grantId, raw);
    if (tokens === undefined) return;
    try {
      await this.#authority.revoke(tokens, signedOut);
      this.#onEvent({ event: 'upstream-revoke', outcome: 'ok' });
    } catch (error) {
      if (!(error instanceof UpstreamRefused) && !(error instanceof UpstreamUnavailable)) throw error;
      this.#onEvent({ event: 'upstream-revoke', outcome: outcomeOf(error) });
    }
  }

  /** Calls of one process share a refresh, whatever token each of them saw refused. */
  #refreshOnce(grantId: string, refused: string | undefined): Promise<string> {
    const under = this.#refreshes.get(grantId);
    if (under) return under;
    const refresh = this.#refreshAlone(grantId, refused).finally(() => this.#refreshes.delete(grantId));
    this.#refreshes.set(grantId, refresh);
    return refresh;
  }

  /** Waits for its turn among the instances; another one may have done the work by then. */
  async #refreshAlone(grantId: string, refused: string | undefined): Promise<string> {
    const deadline = Date.now() + LOCK_TTL_MS;
    for (;;) {
      const lock = await this.#store.lock(tagged(grantId, 'refreshing'), LOCK_TTL_MS);
      try {
        const { raw, tokens } = await this.#read(grantId);
        if (isFresh(tokens, refused)) return tokens.accessToken;
        if (lock) return await this.#refresh(grantId, raw, tokens);
      } finally {
        await lock?.release();
      }
      if (Date.now() > deadline)
        throw new UpstreamUnavailable('Another instance is busy refreshing this sign-in.');
      await sleep(POLL_MS);
    }
  }

  async #refresh(grantId: string, raw: string, { refreshToken }: UpstreamTokens): Promise<string> {
    if (refreshToken === undefined)
      throw new UpstreamRefused('Fergus gave no refresh token for this sign-in.');
    try {
      const tokens = await this.#authority.refreshAccessToken(refreshToken);
      this.#onEvent({ event: 'upstream-refresh', outcome: 'ok' });
      const sealed = this.#seal(grantId, tokens);
      // A sign-in that was ended meanwhile must not come back to life.
      if (await this.#store.compareAndSwap(keyOf(grantId), raw, sealed)) return tokens.accessToken;
      throw new UpstreamRefused('The sign-in was ended meanwhile.');
    } catch (error) {
      if (error instanceof UpstreamRefused || error instanceof UpstreamUnavailable) {
        this.#onEvent({ event: 'upstream-refresh', outcome: outcomeOf(error) });
      }
      throw error;
    }
  }

  #leaveAlone(grantId: string): void {
    const now = Date.now();
    for (const [id, until] of this.#leftAlone) if (until <= now) this.#leftAlone.delete(id);
    this.#leftAlone.set(grantId, now + LEAVE_ALONE_MS);
  }

  async #read(grantId: string): Promise<{ raw: string; tokens: UpstreamTokens }> {
    const raw = await this.#store.get(keyOf(grantId));
    const tokens = raw === undefined ? undefined : this.#open(grantId, raw);
    if (raw === undefined || tokens === undefined) throw new UpstreamRefused('The sign-in has ended.');
    return { raw, tokens };
  }

  #seal(grantId: string, tokens: UpstreamTokens): string {
    return this.#encryption.encrypt(JSON.stringify(tokens), keyOf(grantId));
  }

  /** @returns `undefined` where the key that it was encrypted with is gone: then the sign-in is, too. */
  #open(grantId: string, raw: string): UpstreamTokens | undefined {
    const json = this.#encryption.decrypt(raw, keyOf(grantId));
    return json === undefined ? undefined : (JSON.parse(json) as UpstreamTokens);
  }
}

const keyOf = (grantId: string) => tagged(grantId, 'upstream');

function isFresh({ accessToken, expiresAt }: UpstreamTokens, refused: string | undefined): boolean {
  return accessToken !== refused && expiresAt - Date.now() > REFRESH_BEFORE_MS;
}

function outcomeOf(error: UpstreamRefused | UpstreamUnavailable): 'refused' | 'unavailable' {
  return error instanceof UpstreamRefused ? 'refused' : 'unavailable';
}
