import type { OAuthErrorCode } from './oauth-error.ts';

/**
 * Where a client's answer goes. Made only after the client and its redirect address were checked: whoever holds
 * one may redirect to it, and nobody else can redirect at all.
 */
export interface RedirectTarget {
  /** Exactly as it will stand in `Location`; it has no fragment. */
  readonly uri: string;
  /** The client's own `state`, given back unchanged. */
  readonly state?: string | undefined;
}

/** An authorization error for the client rather than for the user (RFC 6749 §4.1.2.1). */
export class AuthorizationError extends Error {
  override readonly name = 'AuthorizationError';
  readonly code: OAuthErrorCode;
  readonly target: RedirectTarget;

  constructor(code: OAuthErrorCode, description: string, target: RedirectTarget) {
    super(description);
    this.code = code;
    this.target = target;
  }
}

/** The client's redirect address with an answer, `state` and `iss` (RFC 9207) in its query. */
export function answerAddress(
  { uri, state }: RedirectTarget,
  answer: Readonly<Record<string, string>>,
  issuer: string,
): string {
  const parameters = new URLSearchParams(answer);
  if (state !== undefined) parameters.set('state', state);
  parameters.set('iss', issuer);
  // Appended and not set by URL, which would spell anew what the client registered.
  return `${uri}${uri.includes('?') ? '&' : '?'}${parameters}`;
}

/** As {@link answerAddress}, for an error. */
export function errorAddress({ code, message, target }: AuthorizationError, issuer: string): string {
  return answerAddress(target, { error: code, error_description: described(message) }, issuer);
}

/** In the characters of an `error_description` (RFC 6749 §4.1.2.1): printable ASCII without `"` and `\`. */
function described(message: string): string {
  return message
    .replaceAll('…', '...')
    .replaceAll(/["\\]/g, "'")
    .replaceAll(/[^ -~]/g, '?');
}
