import { UpstreamRefused, UpstreamUnavailable } from './upstream.ts';

/** Token answers are a few kilobytes. */
const MAX_BODY_BYTES = 256 * 1024;

/** What a request to Cognito is for. */
export type CognitoStep = 'token' | 'refresh' | 'revoke' | 'userinfo';

interface CognitoRequest {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: URLSearchParams | undefined;
}

/**
 * Sends one request to Cognito and reads the whole answer, within `timeoutMs`. Redirects are not followed.
 *
 * @returns a 200, read to its end: JSON, except of a revocation, whose body means nothing (RFC 7009 §2.2).
 * @throws {UpstreamRefused} where Cognito says no in the words of OAuth (RFC 6749 §5.2).
 * @throws {UpstreamUnavailable} for everything else that is not a 200.
 */
export async function askCognito(
  step: CognitoStep,
  timeoutMs: number,
  url: string,
  { method, headers, body }: CognitoRequest,
): Promise<Response> {
  const timeout = AbortSignal.timeout(timeoutMs);
  let response: Response;
  let text: string;
  try {
    const init = { method, headers, body: body ?? null, redirect: 'manual', signal: timeout } as const;
    response = await fetch(url, init);
    text = await readText(response);
  } catch (error) {
    if (error instanceof UpstreamUnavailable) throw error;
    if (timeout.aborted) {
      throw new UpstreamUnavailable(`Fergus's sign-in did not answer within ${timeoutMs / 1000} seconds.`);
    }
    throw new UpstreamUnavailable(
      `The connection to Fergus's sign-in (${new URL(url).host}) failed${codeOf(error)}.`,
    );
  }

  const { status } = response;
  const answer = jsonObject(text);
  if (status === 200) {
    if (answer === undefined && step !== 'revoke') {
      throw new UpstreamUnavailable("Fergus's sign-in answered with something that is not JSON.");
    }
    return new Response(text, { headers: { 'content-type': 'application/json' } });
  }
  if (status >= 400 && status < 500 && status !== 429 && typeof answer?.error === 'string') {
    throw oauthFailure(answer.error, answer.error_description);
  }
  if (status >= 300 && status < 400) {
    throw new UpstreamUnavailable(
      `Fergus's sign-in answered with a redirect (${status}), which is not followed: check COGNITO_DOMAIN.`,
    );
  }
  throw new UpstreamUnavailable(`Fergus's sign-in failed (HTTP ${status}).`);
}

/** These say that Cognito fails, in the words of a refusal (RFC 6749 §4.1.2.1). */
const FAILURES = new Set(['server_error', 'temporarily_unavailable']);

/** These are about our registration with Cognito and say nothing about the user's sign-in. */
const CLIENT_REFUSALS = new Set(['invalid_client', 'unauthorized_client']);

/**
 * The error for what Cognito calls `error` and `error_description`. Where it does not accept this server, no
 * sign-in ends: a wrong secret in the configuration would otherwise sign everybody out.
 */
export function oauthFailure(error: string, description: unknown): UpstreamRefused | UpstreamUnavailable {
  const code = cleaned(error) || 'an error without a name';
  const details = typeof description === 'string' ? cleaned(description) : '';
  const said = details === '' ? code : `${code} (${details})`;
  if (CLIENT_REFUSALS.has(error)) {
    return new UpstreamUnavailable(
      `Fergus's sign-in does not accept this server: ${said}. Check COGNITO_CLIENT_ID and COGNITO_CLIENT_SECRET.`,
    );
  }
  if (FAILURES.has(error)) return new UpstreamUnavailable(`Fergus's sign-in failed: ${said}.`);
  return new UpstreamRefused(`Fergus's sign-in refused: ${said}.`);
}

/**
 * At most 200 of the characters that RFC 6749 allows in an error. What is long enough to be a token or a code is
 * left out, because a description may repeat what was sent.
 */
function cleaned(text: string): string {
  return text
    .slice(0, 2000)
    .replaceAll(/[\w.~+/=-]{26,}/g, '…')
    .replaceAll(/[^ -~…]|["\\]/g, ' ')
    .replaceAll(/ {2,}/g, ' ')
    .trim()
    .slice(0, 200);
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) throw new UpstreamUnavailable("The answer of Fergus's sign-in is too large.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function jsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** The system's or undici's code behind the error that `fetch` throws. */
function codeOf(error: unknown): string {
  const { cause } = error as { cause?: { code?: unknown } | null };
  return typeof cause?.code === 'string' ? ` (${cause.code})` : '';
}
