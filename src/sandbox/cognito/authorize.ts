import type { Request, Response, Router } from 'express';
import type { SandboxClient } from './client-auth.ts';
import { formField, queryParameter } from './form.ts';
import type { CodeRequest, Grants } from './grants.ts';
import { PAGE_HEADERS, refusalPage, signInPage } from './pages.ts';
import type { SandboxUser } from './users.ts';

export interface AuthorizeOptions {
  readonly grants: Grants;
  readonly users: readonly SandboxUser[];
  readonly client: SandboxClient;
  /** Exact addresses, or every http address of this machine. */
  readonly redirectUris: readonly string[] | 'any-loopback';
}

/** What a form answers in the place of a user. */
export const CANCEL = 'cancel';

/** `/oauth2/authorize`: GET shows the users, POST is the choice of one of them (or {@link CANCEL}). */
export function addAuthorizeEndpoint(router: Router, options: AuthorizeOptions): void {
  const { grants, users } = options;

  router.get('/oauth2/authorize', (req, res) => {
    const request = readRequest(req, res, options);
    if (request !== undefined) sendPage(res, 200, signInPage(users, CANCEL, req.originalUrl));
  });

  router.post('/oauth2/authorize', (req, res) => {
    const request = readRequest(req, res, options);
    if (request === undefined) return;
    const answer = formField(req, 'answer');
    if (answer === CANCEL) {
      redirectBack(req, res, request.redirectUri, { error: 'access_denied' });
      return;
    }
    const user = users.find(({ key }) => key === answer);
    if (user === undefined) sendPage(res, 400, refusalPage('Nobody here has that name.'));
    else redirectBack(req, res, request.redirectUri, { code: grants.addCode(user, request) });
  });
}

/** The request's parameters. Where they are wrong it answers by itself, and gives `undefined`. */
function readRequest(req: Request, res: Response, options: AuthorizeOptions): CodeRequest | undefined {
  const { client, redirectUris } = options;
  if (queryParameter(req, 'client_id') !== client.clientId) {
    sendPage(res, 400, refusalPage('This client is not registered here.'));
    return undefined;
  }
  const redirectUri = queryParameter(req, 'redirect_uri');
  if (redirectUri === undefined || !isRegistered(redirectUri, redirectUris)) {
    sendPage(res, 400, refusalPage('The redirect address is not one that the client has registered.'));
    return undefined;
  }
  const scope = queryParameter(req, 'scope') ?? '';
  const codeChallenge = queryParameter(req, 'code_challenge') ?? '';
  const error = errorOf(req, scope, codeChallenge);
  if (error !== undefined) {
    redirectBack(req, res, redirectUri, error);
    return undefined;
  }
  return { redirectUri, scope, codeChallenge, nonce: queryParameter(req, 'nonce') };
}

function errorOf(req: Request, scope: string, codeChallenge: string): Record<string, string> | undefined {
  const responseType = queryParameter(req, 'response_type');
  if (responseType === undefined) return invalidRequest('response_type is missing');
  if (responseType !== 'code') return { error: 'unsupported_response_type' };
  if (!scope.split(' ').includes('openid')) return { error: 'invalid_scope' };
  // Cognito itself would do without PKCE. Our client must not, and this is where it shows.
  if (queryParameter(req, 'code_challenge_method') !== 'S256') return invalidRequest('PKCE with S256 only');
  if (!/^[\w-]{43}$/.test(codeChallenge)) return invalidRequest('code_challenge is not a SHA-256');
  return undefined;
}

function invalidRequest(description: string) {
  return { error: 'invalid_request', error_description: description };
}

function isRegistered(uri: string, registered: AuthorizeOptions['redirectUris']): boolean {
  if (registered !== 'any-loopback') return registered.includes(uri);
  if (!URL.canParse(uri)) return false;
  const { protocol, hostname, hash } = new URL(uri);
  return protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname) && hash === '';
}

function redirectBack(req: Request, res: Response, uri: string, answer: Record<string, string>): void {
  const target = new URL(uri);
  for (const [name, value] of Object.entries(answer)) target.searchParams.set(name, value);
  const state = queryParameter(req, 'state');
  if (state !== undefined) target.searchParams.set('state', state);
  res.set('cache-control', 'no-store').redirect(302, target.href);
}

function sendPage(res: Response, status: number, html: string): void {
  res.status(status).set(PAGE_HEADERS).send(html);
}
