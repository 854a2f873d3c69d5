import { REDIRECT_URI, type Registered, type Tokens, tokenRequest } from '../support/oauth-flow.ts';

/** An answer of the token endpoint, read. */
export interface TokenAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
  /** Where it was a success. */
  readonly tokens: Tokens;
}

/** The form that redeems a code; a parameter set to `undefined` is left out. */
export function redemption(
  { client_id, client_secret }: Registered,
  { code, verifier }: { code: string; verifier: string },
  changes: Record<string, string | undefined> = {},
): Record<string, string> {
  return present({
    grant_type: 'authorization_code',
    client_id,
    client_secret,
    code,
    code_verifier: verifier,
    redirect_uri: REDIRECT_URI,
    ...changes,
  });
}

/** The form that refreshes. */
export function refreshing(
  { client_id, client_secret }: Registered,
  refreshToken: string,
  changes: Record<string, string | undefined> = {},
): Record<string, string> {
  return present({
    grant_type: 'refresh_token',
    client_id,
    client_secret,
    refresh_token: refreshToken,
    ...changes,
  });
}

/** Sends a form to the token endpoint and reads the answer. */
export async function askForTokens(
  server: string,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<TokenAnswer> {
  const response = await tokenRequest(server, form, headers);
  const body = (await response.json()) as Record<string, unknown>;
  return { status: response.status, headers: response.headers, body, tokens: body as unknown as Tokens };
}

/** `Authorization: Basic` with both parts form-encoded (RFC 6749 §2.3.1). */
export function basic(id: string, secret: string): { authorization: string } {
  const pair = [id, secret].map(encodeURIComponent).join(':');
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

function present(form: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(form).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
