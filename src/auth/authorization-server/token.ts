import type { Request, Response } from 'express';
import { parseScopes, type Scope } from '../scopes.ts';
import type { OAuthClient } from './client.ts';
import { authenticateClient } from './client-authentication.ts';
import type { AuthorizationContext } from './context.ts';
import { formOf } from './form.ts';
import type { TokenAnswer } from './grant-records.ts';
import { OAuthError } from './oauth-error.ts';
import { receivedAt } from './received-at.ts';

type Form = Readonly<Record<string, string | undefined>>;

/** `POST /oauth/token` (OAuth 2.1 §3.2): redeems codes and rotates refresh tokens. */
export function token(context: AuthorizationContext) {
  return async (req: Request, res: Response): Promise<void> => {
    const form = formOf(req);
    const client = await authenticateClient(context.clients, req, form);
    try {
      const answer = await answerTo(context, req, form, client);
      context.onEvent({ step: 'token', outcome: 'ok', clientId: client.clientId, reason: form.grant_type });
      res.set('Cache-Control', 'no-store').json(answer);
    } catch (error) {
      if (error instanceof OAuthError) {
        context.onEvent({
          step: 'token',
          outcome: 'failed',
          clientId: client.clientId,
          reason: error.message,
        });
      }
      throw error;
    }
  };
}

function answerTo(
  context: AuthorizationContext,
  req: Request,
  form: Form,
  { clientId }: OAuthClient,
): Promise<TokenAnswer> {
  const resource = resourceIn(form, context.resources);
  switch (form.grant_type) {
    case 'authorization_code': {
      const { code_verifier: verifier = '', redirect_uri: redirectUri } = form;
      const presented = { clientId, redirectUri, verifier, resource };
      return context.grants.redeem(required(form, 'code'), presented, receivedAt(req));
    }
    case 'refresh_token': {
      const presented = { clientId, wanted: wantedScopes(form.scope), resource };
      return context.grants.refresh(required(form, 'refresh_token'), presented);
    }
    case undefined:
      throw new OAuthError('invalid_request', 'grant_type is missing.');
    default:
      throw new OAuthError(
        'unsupported_grant_type',
        'grant_type must be authorization_code or refresh_token.',
      );
  }
}

function required(form: Form, name: string): string {
  const value = form[name];
  if (value === undefined) throw new OAuthError('invalid_request', `${name} is missing.`);
  return value;
}

/** Any spelling of our own resource counts as the canonical one. */
function resourceIn({ resource }: Form, own: AuthorizationContext['resources']): string | undefined {
  return resource !== undefined && own.includes(resource) ? own[0] : resource;
}

/** @throws {OAuthError} `invalid_scope` where none of the named scopes is ours. */
function wantedScopes(scope: string | undefined): readonly Scope[] | undefined {
  if (scope === undefined) return undefined;
  const known = parseScopes(scope);
  if (known.length > 0) return known;
  throw new OAuthError('invalid_scope', 'scope names none of the scopes of this server.');
}
