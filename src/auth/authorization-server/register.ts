import express, { type Request, type RequestHandler, type Response } from 'express';
import { parseClientMetadata } from './client-metadata.ts';
import type { AuthorizationContext } from './context.ts';

/** Reads the body as JSON, whatever it calls itself; what is none is refused as bad metadata. */
export const readRegistration: RequestHandler = express.json({ limit: '64kb', type: () => true });

/** `POST /oauth/register` (RFC 7591 §3): anybody may register; a client can do nothing before a user agrees. */
export function register(context: AuthorizationContext) {
  return async (req: Request, res: Response): Promise<void> => {
    const { client, response } = await context.clients.register(parseClientMetadata(req.body));
    context.onEvent({ step: 'register', outcome: 'ok', clientId: client.clientId });
    res.status(201).set('Cache-Control', 'no-store').json(response);
  };
}
