import type { Request, Router } from 'express';
import { requireClient, type SandboxClient } from './client-auth.ts';
import { formField } from './form.ts';
import type { Grants, TokenAnswer } from './grants.ts';
import { OAuthError } from './oauth-error.ts';

/** `/oauth2/token`, `/oauth2/revoke` (RFC 7009) and `/oauth2/userInfo`. */
export function addTokenEndpoints(router: Router, grants: Grants, client: SandboxClient): void {
  router.post('/oauth2/token', (req, res) => {
    requireClient(req, client, 400);
    res.set('cache-control', 'no-store').json(tokensFor(req, grants));
  });

  router.post('/oauth2/revoke', (req, res) => {
    requireClient(req, client, 401);
    grants.revoke(requiredField(req, 'token'));
    res.status(200).end();
  });

  router.get('/oauth2/userInfo', (req, res) => {
    const token = /^Bearer (\S+)$/i.exec(req.get('authorization') ?? '')?.[1];
    const user = token === undefined ? undefined : grants.userOf(token);
    if (user === undefined) {
      // Cognito writes the header without a scheme, unlike RFC 6750.
      res.set('www-authenticate', 'error="invalid_token", error_description="Access token is not valid"');
      throw new OAuthError('invalid_token', 'Access token is expired, disabled, or deleted', 401);
    }
    const { sub, name, email } = user;
    res.json({ sub, name, email, email_verified: 'true', username: sub });
  });
}

function tokensFor(req: Request, grants: Grants): TokenAnswer {
  switch (requiredField(req, 'grant_type')) {
    case 'authorization_code':
      return grants.redeem(
        requiredField(req, 'code'),
        formField(req, 'redirect_uri'),
        formField(req, 'code_verifier'),
      );
    case 'refresh_token':
      return grants.refresh(requiredField(req, 'refresh_token'));
    default:
      throw new OAuthError('unsupported_grant_type');
  }
}

function requiredField(req: Request, name: string): string {
  const value = formField(req, name);
  if (value === undefined) throw new OAuthError('invalid_request', `${name} is missing`);
  return value;
}
