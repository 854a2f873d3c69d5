import cors from 'cors';
import { type RequestHandler, Router } from 'express';
import { authorize } from './authorize.ts';
import { callback } from './callback.ts';
import { consent } from './consent.ts';
import type { AuthorizationContext } from './context.ts';
import { answerInJson, answerWithPage, type OnError } from './error-answers.ts';
import { readForm } from './form.ts';
import { authorizationServerMetadata, protectedResourceMetadata } from './metadata.ts';
import { OAuthError } from './oauth-error.ts';
import { noteReceivedAt } from './received-at.ts';
import { readRegistration, register } from './register.ts';
import { revoke } from './revoke.ts';
import { token } from './token.ts';

/** Limits of requests, which belong to the server around this one. */
export interface AuthorizationLimits {
  readonly authorize: RequestHandler;
  readonly register: RequestHandler;
  readonly token: RequestHandler;
}

/**
 * The OAuth 2.1 authorization server: metadata, registration, consent, sign-in by way of Fergus, tokens and
 * revocation.
 *
 * @param callbackPath where Fergus's sign-in sends users back to.
 */
export function authorizationServer(
  context: AuthorizationContext,
  limits: AuthorizationLimits,
  callbackPath: string,
  onError: OnError,
): Router {
  const router = Router();
  router.use(metadata(context));

  router.get('/authorize', limits.authorize, authorize(context));
  router.post('/authorize/consent', limits.authorize, readForm, consent(context));
  router.get(callbackPath, limits.authorize, callback(context));
  router.use(['/authorize', '/authorize/consent', callbackPath], answerWithPage(onError));

  // Browsers of any origin may call these: they carry no cookies, and answer only to codes, tokens and secrets.
  router.use(['/oauth/register', '/oauth/token', '/oauth/revoke'], openToBrowsers('POST'));
  router.post('/oauth/register', limits.register, readRegistration, register(context));
  router.post('/oauth/token', noteReceivedAt, limits.token, readForm, token(context));
  router.post('/oauth/revoke', limits.token, readForm, revoke(context));
  router.all(['/oauth/register', '/oauth/token', '/oauth/revoke'], (_req, res) => {
    res.status(405).set('Allow', 'POST, OPTIONS').json(new OAuthError('invalid_request', 'Use POST.'));
  });
  router.use(['/oauth/register', '/oauth/token', '/oauth/revoke'], answerInJson(onError));
  return router;
}

/** Discovery documents (RFC 8414, RFC 9728); made of the public address alone, whatever a request's Host says. */
function metadata({ issuer, resources: [resource] }: AuthorizationContext): Router {
  const router = Router();
  const documents = {
    '/.well-known/oauth-authorization-server': authorizationServerMetadata(issuer),
    '/.well-known/oauth-authorization-server/mcp': authorizationServerMetadata(issuer),
    // Some clients look for OpenID's name only; what stands there is the same.
    '/.well-known/openid-configuration': authorizationServerMetadata(issuer),
    '/.well-known/oauth-protected-resource': protectedResourceMetadata(issuer, issuer),
    '/.well-known/oauth-protected-resource/mcp': protectedResourceMetadata(issuer, resource),
  };
  for (const [path, document] of Object.entries(documents)) {
    router.use(path, openToBrowsers('GET'));
    router.get(path, (_req, res) => {
      res.set('Cache-Control', 'public, max-age=3600').json(document);
    });
  }
  return router;
}

function openToBrowsers(method: 'GET' | 'POST'): RequestHandler {
  return cors({
    origin: '*',
    methods: [method],
    allowedHeaders: ['Authorization', 'Content-Type', 'Accept', 'MCP-Protocol-Version'],
    maxAge: 600,
  });
}
