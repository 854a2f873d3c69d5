import { randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { consentPage } from '../../pages/consent.ts';
import { allows } from '../scopes.ts';
import {
  type AuthorizationRequest,
  authorizationRequest,
  checkAuthorizationRequest,
  redirectTargetOf,
} from './authorization-request.ts';
import type { OAuthClient } from './client.ts';
import { ClientDocumentError } from './client-metadata-document.ts';
import type { AuthorizationContext } from './context.ts';
import { AuthorizationError, errorAddress } from './redirect.ts';
import { displayHost, isLoopback, isPrivateUse, matchRedirectUri } from './redirect-uri.ts';
import { PageError, sendPage } from './send-page.ts';

/** How long a consent page may stay open before its answer no longer counts. */
const CONSENT_TTL_MS = 10 * 60_000;
/** The cookie that ties a consent page to the browser that got it. */
const BROWSER_COOKIE = 'browser';

/** The consent page carries the request itself, sealed: asking costs the server no memory. */
const sealedRequest = authorizationRequest.extend({ expiresAt: z.number() });

/**
 * `GET /authorize`: checks the request in the order client, redirect address, rest, so that nothing is sent to an
 * address that was not checked, and asks the user. Nothing goes to Fergus's sign-in before they agreed (MCP
 * security best practices, confused deputy).
 */
export function authorize(context: AuthorizationContext) {
  return async (req: Request, res: Response): Promise<void> => {
    const parameters = new URL(req.originalUrl, context.issuer).searchParams;
    const client = await clientOf(context, parameters);
    const target = redirectTargetOf(parameters, client);
    if (!target) {
      throw new PageError(
        'The app gave an address that it has not registered',
        'The sign-in would have been sent to an address that does not belong to the app, so it was stopped.',
        'Remove the connection in the app and add it again. If this persists, the app is set up wrongly.',
      );
    }
    try {
      const request = checkAuthorizationRequest(parameters, client.clientId, target, context.resources);
      sendConsent(context, req, res, client, request);
    } catch (error) {
      if (!(error instanceof AuthorizationError)) throw error;
      res.redirect(302, errorAddress(error, context.issuer));
    }
  };
}

/**
 * The request whose consent page this browser answers. The seal is bound to the browser's cookie, which makes it
 * the form's CSRF token; the client and its redirect address are looked up anew.
 *
 * @throws {PageError} for a form that is not of this browser, too old, or no longer valid.
 */
export async function openConsent(
  context: AuthorizationContext,
  req: Request,
  sealed: string,
): Promise<AuthorizationRequest> {
  const browser = context.cookies.read(req, BROWSER_COOKIE);
  const json = browser === undefined ? undefined : context.encryption.decrypt(sealed, sealContext(browser));
  const request = json === undefined ? undefined : sealedRequest.parse(JSON.parse(json));
  if (!request || request.expiresAt < Date.now()) {
    throw new PageError(
      'This page is no longer valid',
      'It is older than ten minutes, or it was not opened in this browser (cookies may be blocked).',
      'Go back to the app and connect again.',
    );
  }
  const client = await knownClient(context, request.clientId);
  if (matchRedirectUri(client.redirectUris, request.target.uri) === undefined) throw unknownClient();
  return request;
}

function sendConsent(
  context: AuthorizationContext,
  req: Request,
  res: Response,
  client: OAuthClient,
  request: AuthorizationRequest,
): void {
  // One cookie for all tabs of a browser: several apps may be connected side by side.
  const browser = context.cookies.read(req, BROWSER_COOKIE) ?? randomBytes(16).toString('base64url');
  context.cookies.set(res, BROWSER_COOKIE, browser);
  const { uri } = request.target;
  const sealed = JSON.stringify({ ...request, expiresAt: Date.now() + CONSENT_TTL_MS });
  const page = consentPage({
    clientName: client.clientName,
    clientId: client.clientId,
    ...(client.kind === 'metadata-document' && { clientUriHost: new URL(client.clientId).host }),
    redirectTarget: displayHost(uri),
    loopback: isLoopback(uri),
    privateUse: isPrivateUse(uri),
    scopes: { read: true, write: allows(request.scopes, 'fergus:write') },
    signInHost: context.signInHost,
    action: '/authorize/consent',
    request: context.encryption.encrypt(sealed, sealContext(browser)),
    publicHost: new URL(context.issuer).host,
  });
  sendPage(res, page);
}

async function clientOf(context: AuthorizationContext, parameters: URLSearchParams): Promise<OAuthClient> {
  const [clientId, ...more] = parameters.getAll('client_id');
  if (clientId === undefined || more.length > 0) {
    throw new PageError(
      'The app did not say who it is',
      'The address that it opened lacks its client id, or names two.',
      'Remove the connection in the app and add it again.',
    );
  }
  return knownClient(context, clientId);
}

async function knownClient(context: AuthorizationContext, clientId: string): Promise<OAuthClient> {
  try {
    const client = await context.clients.find(clientId);
    if (client) return client;
  } catch (error) {
    if (!(error instanceof ClientDocumentError)) throw error;
    throw new PageError(
      'The app could not be checked',
      error.message,
      'Try again in a minute. If this persists, the makers of the app have to mend its description.',
    );
  }
  throw unknownClient();
}

function unknownClient(): PageError {
  return new PageError(
    'This app is not known here',
    'Its registration does not exist or has expired (registrations that nobody uses are kept 90 days).',
    'Remove the connection in the app and add it again: it then registers anew.',
  );
}

function sealContext(browser: string): string {
  return `consent:${browser}`;
}
