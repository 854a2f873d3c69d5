import type { Request, Response } from 'express';
import { z } from 'zod';
import { signedInPage } from '../../pages/signed-in.ts';
import type { SignedIn, SignInSecrets } from '../oauth-handler.ts';
import { UpstreamRefused, UpstreamUnavailable } from '../upstream.ts';
import { type AuthorizationRequest, authorizationRequest } from './authorization-request.ts';
import { ClientDocumentError } from './client-metadata-document.ts';
import type { AuthorizationContext } from './context.ts';
import { COOKIE_TTL_MS } from './cookies.ts';
import { AuthorizationError, answerAddress, errorAddress, type RedirectTarget } from './redirect.ts';
import { isPrivateUse } from './redirect-uri.ts';
import { PageError, sendPage } from './send-page.ts';
import { hashOf } from './tokens.ts';

/** What is kept while the user is at Fergus's sign-in. */
const signInRecord = z.object({
  request: authorizationRequest,
  secrets: z.object({ state: z.string(), nonce: z.string(), codeVerifier: z.string() }),
});

/**
 * Keeps an approved request until the user comes back with `state`: once, within ten minutes, and in this browser,
 * which gets a cookie for it right before it leaves.
 */
export async function saveSignIn(
  { store, encryption, cookies }: AuthorizationContext,
  res: Response,
  request: AuthorizationRequest,
  secrets: SignInSecrets,
): Promise<void> {
  const hash = hashOf(secrets.state);
  const key = keyOf(hash);
  await store.set(key, encryption.encrypt(JSON.stringify({ request, secrets }), key), COOKIE_TTL_MS);
  cookies.set(res, cookieOf(hash), JSON.stringify([hash, request.clientId]));
}

/**
 * `GET /oauth/callback`: the user comes back from Fergus's sign-in. Without a state that this browser was given
 * and that is still open, nothing is redirected anywhere.
 */
export function callback(context: AuthorizationContext) {
  return async (req: Request, res: Response): Promise<void> => {
    const answer = new URL(req.originalUrl, context.issuer).searchParams;
    const { request, secrets } = await takeSignIn(context, req, res, answer);
    const { clientId, target } = request;
    try {
      const { tokens, user } = await signedIn(context, answer, request, secrets);
      const about = {
        clientId,
        redirectUri: target.uri,
        challenge: request.challenge,
        resource: request.resource,
        scopes: request.scopes,
        userId: user.id,
      };
      const code = await context.grants.createCode(about, tokens);
      context.onEvent({ step: 'callback', outcome: 'ok', clientId });
      await sendBack(context, res, clientId, answerAddress(target, { code }, context.issuer));
    } catch (error) {
      if (!(error instanceof AuthorizationError)) throw error;
      const outcome = error.code === 'access_denied' ? 'denied' : 'failed';
      context.onEvent({ step: 'callback', outcome, clientId, reason: error.message });
      res.redirect(302, errorAddress(error, context.issuer));
    }
  };
}

/** The sign-in that this browser began. The cookie is looked at first: nobody else can use a state up. */
async function takeSignIn(
  { store, encryption, cookies }: AuthorizationContext,
  req: Request,
  res: Response,
  answer: URLSearchParams,
): Promise<z.output<typeof signInRecord>> {
  const [state, ...more] = answer.getAll('state');
  const hash = state === undefined || more.length > 0 ? undefined : hashOf(state);
  const cookie = hash === undefined ? undefined : cookies.read(req, cookieOf(hash));
  if (hash === undefined || cookie === undefined) throw noSuchSignIn();
  const key = keyOf(hash);
  const sealed = await store.take(key);
  // Not before: where the store does not answer, loading the page again must still work.
  cookies.clear(res, cookieOf(hash));
  const json = sealed === undefined ? undefined : encryption.decrypt(sealed, key);
  if (json === undefined) throw noSuchSignIn();
  const record = signInRecord.parse(JSON.parse(json));
  if (cookie !== JSON.stringify([hash, record.request.clientId])) throw noSuchSignIn();
  return record;
}

/** @throws {AuthorizationError} where Fergus, or the rule about owners, refuses the sign-in or cannot be asked. */
async function signedIn(
  context: AuthorizationContext,
  answer: URLSearchParams,
  { target }: AuthorizationRequest,
  secrets: SignInSecrets,
): Promise<SignedIn> {
  if (answer.get('error') === 'access_denied') {
    throw new AuthorizationError('access_denied', 'The sign-in at Fergus was cancelled or refused.', target);
  }
  const result = await context.upstream.exchangeCodeForTokens(answer, secrets).catch((error: unknown) => {
    if (!isUpstreamError(error)) throw error;
    throw new AuthorizationError('server_error', `${error.message} Try to sign in again.`, target);
  });
  try {
    await checkOwner(context, result.tokens.accessToken, target);
    return result;
  } catch (error) {
    await discard(context, result);
    throw error;
  }
}

/** Ends a sign-in that is not used; where Cognito cannot be told, it ends there by itself in time. */
async function discard({ upstream }: AuthorizationContext, { tokens }: SignedIn): Promise<void> {
  if (tokens.refreshToken === undefined) return;
  await upstream.revokeToken(tokens.refreshToken).catch((error: unknown) => {
    if (!isUpstreamError(error)) throw error;
  });
}

/** Where only owners may sign in. A question that Fergus could not answer is no refusal: the user may try again. */
async function checkOwner(
  { isOwner }: AuthorizationContext,
  accessToken: string,
  target: RedirectTarget,
): Promise<void> {
  if (!isOwner) return;
  const owner = await isOwner(accessToken).catch(() => {
    const message = 'Fergus could not tell whether this user is an owner. Try to sign in again.';
    throw new AuthorizationError('server_error', message, target);
  });
  if (owner) return;
  const rule = 'Only owners of the Fergus account may sign in here. Ask an owner to do it.';
  throw new AuthorizationError('access_denied', rule, target);
}

function isUpstreamError(error: unknown): error is UpstreamRefused | UpstreamUnavailable {
  return error instanceof UpstreamRefused || error instanceof UpstreamUnavailable;
}

/** Apps with a scheme of their own are opened from a page, since a bare redirect would leave the window blank. */
async function sendBack(
  { clients }: AuthorizationContext,
  res: Response,
  clientId: string,
  address: string,
): Promise<void> {
  if (!isPrivateUse(address)) {
    res.set('Cache-Control', 'no-store').redirect(302, address);
    return;
  }
  // Only for its name: a document that cannot be read by now must not cost the user the sign-in.
  const client = await clients.find(clientId).catch((error: unknown) => {
    if (!(error instanceof ClientDocumentError)) throw error;
  });
  sendPage(res, signedInPage({ clientName: client?.clientName, returnTo: address }));
}

function noSuchSignIn(): PageError {
  return new PageError(
    'This sign-in cannot be finished',
    'It was begun in another browser, was finished before, or took longer than ten minutes.',
    'Go back to the app and connect again. If this persists, check that the browser accepts cookies.',
  );
}

const keyOf = (stateHash: string) => `sign-in:${stateHash}`;

/** A name for each sign-in, so that several may be under way in the tabs of one browser. */
const cookieOf = (stateHash: string) => `sign-in-${stateHash.slice(0, 8)}`;
