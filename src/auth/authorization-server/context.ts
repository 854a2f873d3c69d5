import type { Encryption } from '../../storage/encryption.ts';
import type { Store } from '../../storage/store.ts';
import type { OAuthHandler } from '../oauth-handler.ts';
import type { ClientRegistry } from './client-registry.ts';
import type { SignInCookies } from './cookies.ts';
import type { Grants } from './grants.ts';

/** What the endpoints of the authorization server share. */
export interface AuthorizationContext {
  /** The public origin without a slash at its end (RFC 8414 §2). */
  readonly issuer: string;
  /** Spellings of the resource that this server protects; the first is the canonical one. */
  readonly resources: readonly [string, ...string[]];
  /** Where users sign in, for the consent page. */
  readonly signInHost: string;
  readonly store: Store;
  readonly encryption: Encryption;
  readonly cookies: SignInCookies;
  readonly clients: ClientRegistry;
  readonly grants: Grants;
  readonly upstream: OAuthHandler;
  /**
   * Where only owners may sign in: whether the owner of a Fergus access token is one.
   *
   * @throws where Fergus cannot be asked, which is no refusal.
   */
  readonly isOwner?: ((accessToken: string) => Promise<boolean>) | undefined;
  readonly onEvent: (event: SignInEvent) => void;
}

/** A step of a sign-in, for logs and metrics. No secrets, no names. */
export interface SignInEvent {
  readonly step: 'consent' | 'callback' | 'token' | 'register';
  readonly outcome: 'ok' | 'denied' | 'failed';
  readonly clientId?: string | undefined;
  readonly reason?: string | undefined;
}
