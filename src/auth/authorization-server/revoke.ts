import type { Request, Response } from 'express';
import { authenticateClient } from './client-authentication.ts';
import type { AuthorizationContext } from './context.ts';
import { formOf } from './form.ts';
import { OAuthError } from './oauth-error.ts';

/**
 * `POST /oauth/revoke` (RFC 7009): answers 200 whether there was something to revoke or not, so that nobody learns
 * which tokens exist. `token_type_hint` is not needed: our tokens say what they are.
 */
export function revoke(context: AuthorizationContext) {
  return async (req: Request, res: Response): Promise<void> => {
    const form = formOf(req);
    const { clientId } = await authenticateClient(context.clients, req, form);
    if (form.token === undefined) throw new OAuthError('invalid_request', 'token is missing.');
    await context.grants.revoke(form.token, clientId);
    res.status(200).end();
  };
}
