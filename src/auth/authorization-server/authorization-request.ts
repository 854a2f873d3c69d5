import { z } from 'zod';
import { parseScopes, SCOPES, type Scope } from '../scopes.ts';
import type { OAuthClient } from './client.ts';
import type { OAuthErrorCode } from './oauth-error.ts';
import { isChallenge } from './pkce.ts';
import { AuthorizationError, type RedirectTarget } from './redirect.ts';
import { matchRedirectUri } from './redirect-uri.ts';

/** Longer ones are no state but a payload. */
const MAX_STATE = 2048;

/** What a client asks for, checked: it may be put before the user. As a schema, for what is sealed or stored. */
export const authorizationRequest = z.object({
  clientId: z.string(),
  target: z.object({ uri: z.string(), state: z.string().optional() }),
  /** PKCE, S256 (RFC 7636). */
  challenge: z.string(),
  scopes: z.array(z.enum(SCOPES)).readonly(),
  resource: z.string(),
});
export type AuthorizationRequest = z.output<typeof authorizationRequest>;

/**
 * The redirect target of a request, which must be known good before anything is sent there.
 *
 * @returns `undefined` for an address that is missing, malformed, given twice or not registered: an error page.
 */
export function redirectTargetOf(
  parameters: URLSearchParams,
  client: OAuthClient,
): RedirectTarget | undefined {
  const [asked, ...more] = parameters.getAll('redirect_uri');
  if (asked === undefined || more.length > 0) return undefined;
  const uri = matchRedirectUri(client.redirectUris, asked);
  return uri === undefined ? undefined : { uri, state: parameters.get('state') ?? undefined };
}

/**
 * Checks the rest of an authorization request (OAuth 2.1 §4.1.1, RFC 7636 §4.3, RFC 8707 §2).
 *
 * @param resources spellings of our own resource; the first is the canonical one.
 * @throws {AuthorizationError} which the client gets by redirect.
 */
export function checkAuthorizationRequest(
  parameters: URLSearchParams,
  clientId: string,
  target: RedirectTarget,
  resources: readonly [string, ...string[]],
): AuthorizationRequest {
  const refuse = (code: OAuthErrorCode, description: string): never => {
    throw new AuthorizationError(code, description, target);
  };
  const twice = [...new Set(parameters.keys())].find((name) => parameters.getAll(name).length > 1);
  if (twice !== undefined)
    refuse('invalid_request', 'A parameter is given twice; each may stand there once.');
  if ((parameters.get('state')?.length ?? 0) > MAX_STATE) {
    refuse('invalid_request', `state is longer than ${MAX_STATE} characters.`);
  }
  const responseType = parameters.get('response_type');
  if (responseType === null) refuse('invalid_request', 'response_type is missing; it must be code.');
  if (responseType !== 'code') refuse('unsupported_response_type', 'response_type must be code.');
  const challenge = parameters.get('code_challenge') ?? '';
  if (parameters.get('code_challenge_method') !== 'S256' || !isChallenge(challenge)) {
    refuse('invalid_request', 'PKCE is required: code_challenge with code_challenge_method S256.');
  }
  const resource = parameters.get('resource');
  if (resource !== null && !resources.includes(resource)) {
    refuse('invalid_target', `resource must be ${resources[0]}, the one that this server protects.`);
  }
  return {
    clientId,
    target,
    challenge,
    scopes: wantedScopes(parameters.get('scope')),
    resource: resources[0],
  };
}

/** Unknown scopes are ignored (RFC 6749 §3.3); where none of ours is left, all are meant. */
function wantedScopes(scope: string | null): readonly Scope[] {
  const known = parseScopes(scope ?? '');
  return known.length > 0 ? known : SCOPES;
}
