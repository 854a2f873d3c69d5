import { z } from 'zod';
import { parseScopes, SCOPES } from '../scopes.ts';
import { TOKEN_ENDPOINT_AUTH_METHODS, type TokenEndpointAuthMethod } from './client.ts';
import { OAuthError } from './oauth-error.ts';
import { checkRedirectUri } from './redirect-uri.ts';

/** The grants and response types of every client of ours. */
export const GRANT_TYPES = ['authorization_code', 'refresh_token'] as const;
export const RESPONSE_TYPES = ['code'] as const;

const MAX_REDIRECT_URIS = 10;
const MAX_NAME_LENGTH = 200;

/** What a registration asks for, as far as it is accepted (RFC 7591 §2). */
export interface ClientMetadata {
  readonly clientName: string | undefined;
  readonly redirectUris: readonly string[];
  readonly tokenEndpointAuthMethod: TokenEndpointAuthMethod;
  /** Those of the scopes that are ours; all where none is. Each sign-in asks and is asked again. */
  readonly scope: string;
}

const LIST_PROBLEM = `redirect_uris is a list of 1 to ${MAX_REDIRECT_URIS} URIs.`;

/** 1 to 10 redirect URIs, each passing {@link checkRedirectUri}. */
export const redirectUrisSchema = z
  .array(z.string(LIST_PROBLEM), LIST_PROBLEM)
  .min(1, LIST_PROBLEM)
  .max(MAX_REDIRECT_URIS, LIST_PROBLEM)
  .superRefine((uris, context) => {
    for (const [index, uri] of uris.entries()) {
      const problem = checkRedirectUri(uri);
      if (problem) context.addIssue({ code: 'custom', message: `redirect_uris[${index}]: ${problem}` });
    }
  });

const NAME_PROBLEM = `client_name is a text of at most ${MAX_NAME_LENGTH} characters.`;

/**
 * A client's name, on one line: control characters and invisible ones, which could turn the text around them on
 * the consent page, are left out.
 */
export const clientNameSchema = z
  .string(NAME_PROBLEM)
  .max(MAX_NAME_LENGTH, NAME_PROBLEM)
  .transform((name) => name.replace(/[\p{Cc}\p{Cf}\p{Cs}\s]+/gu, ' ').trim());

const GRANTS_PROBLEM = 'grant_types holds authorization_code, and nothing else but refresh_token.';
const RESPONSES_PROBLEM = 'response_types holds code alone.';

const metadataSchema = z.object(
  {
    redirect_uris: redirectUrisSchema,
    client_name: clientNameSchema.optional(),
    token_endpoint_auth_method: z
      .enum(
        TOKEN_ENDPOINT_AUTH_METHODS,
        `token_endpoint_auth_method is one of ${TOKEN_ENDPOINT_AUTH_METHODS.join(', ')}.`,
      )
      // RFC 7591 §2 says client_secret_basic. Clients that leave it out are programs on people's computers, which
      // cannot keep a secret; the answer tells them that they are public (§3.2.1 lets the server choose).
      .default('none'),
    grant_types: z
      .array(z.string(GRANTS_PROBLEM), GRANTS_PROBLEM)
      .refine(areOurGrants, GRANTS_PROBLEM)
      .optional(),
    response_types: z
      .array(z.literal('code', RESPONSES_PROBLEM), RESPONSES_PROBLEM)
      .min(1, RESPONSES_PROBLEM)
      .optional(),
    scope: z.string('scope is a text with a space between scopes.').optional(),
  },
  'The body is a JSON object with the metadata of the client (RFC 7591 section 2).',
);

/**
 * Extension grants, whose names are URIs (RFC 6749 §4.5), are passed over: clients name every one that they know.
 * Claude asks for `jwt-bearer`, VS Code for `device_code`. The answer says which grants there are.
 */
function areOurGrants(grants: readonly string[]): boolean {
  const core = grants.filter((grant) => !grant.includes(':'));
  const ours: readonly string[] = GRANT_TYPES;
  return core.includes('authorization_code') && core.every((grant) => ours.includes(grant));
}

/**
 * Reads the body of a registration request. Members that are not known are passed over.
 *
 * @throws {OAuthError} `invalid_redirect_uri` or `invalid_client_metadata` (RFC 7591 §3.2.2).
 */
export function parseClientMetadata(body: unknown): ClientMetadata {
  const result = metadataSchema.safeParse(body);
  if (!result.success) {
    const [issue] = result.error.issues;
    const code = issue?.path[0] === 'redirect_uris' ? 'invalid_redirect_uri' : 'invalid_client_metadata';
    throw new OAuthError(code, issue?.message ?? '');
  }
  const { data } = result;
  const asked = parseScopes(data.scope ?? '');
  return {
    clientName: data.client_name || undefined,
    redirectUris: data.redirect_uris,
    tokenEndpointAuthMethod: data.token_endpoint_auth_method,
    scope: (asked.length > 0 ? asked : SCOPES).join(' '),
  };
}
