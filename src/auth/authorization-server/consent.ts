import type { Request, Response } from 'express';
import { z } from 'zod';
import { allows, SCOPES, type Scope } from '../scopes.ts';
import type { AuthorizationRequest } from './authorization-request.ts';
import { openConsent } from './authorize.ts';
import { saveSignIn } from './callback.ts';
import type { AuthorizationContext } from './context.ts';
import { answerAddress } from './redirect.ts';
import { PageError } from './send-page.ts';

/** The fields of the consent page's form; a box that is not ticked is not sent. */
const consentForm = z.object({
  request: z.string(),
  decision: z.enum(['approve', 'deny']),
  scope: z.enum(SCOPES).optional(),
});

/**
 * `POST /authorize/consent`: the user's answer. Only an approval starts the sign-in at Fergus, with a state, a
 * nonce and a PKCE challenge of our own; nothing of the client's parameters goes there.
 */
export function consent(context: AuthorizationContext) {
  return async (req: Request, res: Response): Promise<void> => {
    const form = consentForm.safeParse(req.body);
    if (!form.success) {
      throw new PageError(
        'The answer to the consent page was incomplete',
        'The form that arrived lacks a field, or holds one twice.',
        'Go back to the app and connect again.',
      );
    }
    const { request: sealed, decision, scope } = form.data;
    const request = await openConsent(context, req, sealed);
    const { clientId, target } = request;
    if (decision === 'deny') {
      context.onEvent({ step: 'consent', outcome: 'denied', clientId });
      const refusal = { error: 'access_denied', error_description: 'The user did not allow it.' };
      res.redirect(303, answerAddress(target, refusal, context.issuer));
      return;
    }
    const secrets = context.upstream.newSecrets();
    await saveSignIn(context, res, { ...request, scopes: allowedScopes(request, scope) }, secrets);
    context.onEvent({ step: 'consent', outcome: 'ok', clientId });
    res.redirect(303, (await context.upstream.generateAuthUrl(secrets)).href);
  };
}

/** Reading always; changes where they were asked for and the box stayed ticked. */
function allowedScopes({ scopes }: AuthorizationRequest, ticked: Scope | undefined): readonly Scope[] {
  const write = ticked === 'fergus:write' && allows(scopes, 'fergus:write');
  return write ? SCOPES : ['fergus:read'];
}
