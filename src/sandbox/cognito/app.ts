import express, { type NextFunction, type Request, type Response } from 'express';
import { carryOutFaults } from '../fault-answers.ts';
import type { Faults } from '../faults.ts';
import { type AuthorizeOptions, addAuthorizeEndpoint } from './authorize.ts';
import { errorBody, OAuthError } from './oauth-error.ts';
import { type CognitoRequest, logRequests } from './request-log.ts';
import { addTokenEndpoints } from './token-endpoints.ts';

/** What the app needs of the sandbox that runs it. */
export interface AppContext extends AuthorizeOptions {
  readonly requests: CognitoRequest[];
  readonly faults: Faults;
  readonly now: () => Date;
  /** Fires when the sandbox closes. */
  readonly closing: AbortSignal;
}

/** The Express app: form, log, faults, endpoints, errors, in this order. */
export function createApp(context: AppContext): express.Express {
  const router = express.Router({ caseSensitive: true, strict: true });
  addAuthorizeEndpoint(router, context);
  addTokenEndpoints(router, context.grants, context.client);

  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(express.urlencoded({ extended: false }));
  app.use(logRequests(context.requests, context.now));
  app.use(carryOutFaults(context.faults, context.closing, ordered));
  app.use(router);
  app.use((_req: Request, res: Response) => void res.status(404).end());
  app.use(sendError);
  return app;
}

/** Errors as Cognito writes them. What is not an {@link OAuthError} is a fault of ours. */
function sendError(error: unknown, _req: Request, res: Response, _next: NextFunction): void {
  if (error instanceof OAuthError) res.status(error.status).json(errorBody(error.error, error.description));
  else res.status(500).json(errorBody('server_error', String(error)));
}

function ordered(status: number, message: string) {
  return errorBody(status < 500 ? 'invalid_request' : 'server_error', message);
}
