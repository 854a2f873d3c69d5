import express, { type Request, type RequestHandler, type Response } from 'express';
import { bodyProblem } from '../body-problem.ts';
import { parseClientMetadata } from './client-metadata.ts';
import type { AuthorizationContext } from './context.ts';
import { OAuthError } from './oauth-error.ts';

const readJson = express.json({ limit: '64kb', type: () => true });

/** Reads the body as JSON, whatever it calls itself; what is none is refused as bad metadata. */
export const readRegistration: RequestHandler = (req, res, next) => {
  readJson(req, res, (error?: unknown) => {
    if (bodyProblem(error) !== 400) return next(error);
    next(new OAuthError('invalid_client_metadata', 'The body is not valid JSON.'));
  });
};

/** `POST /oauth/register` (RFC 7591 §3): anybody may register; a client can do nothing before a user agrees. */
export function register(context: AuthorizationContext) {
  return async (req: Request, res: Response): Promise<void> => {
    const { client, response } = await context.clients.register(parseClientMetadata(req.body));
    context.onEvent({ step: 'register', outcome: 'ok', clientId: client.clientId });
    res.status(201).set('Cache-Control', 'no-store').json(response);
  };
}
