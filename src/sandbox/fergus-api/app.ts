import { STATUS_CODES } from 'node:http';
import express, { type NextFunction, type Request, type Response } from 'express';
import { carryOutFaults } from '../fault-answers.ts';
import type { Faults } from '../faults.ts';
import { readJsonBody } from './body.ts';
import { ApiError, type Credential, setCredential } from './http.ts';
import type { RateLimit } from './rate-limit.ts';
import { type LoggedRequest, logRequests } from './request-log.ts';
import { calendarEventRoutes } from './routes/calendar-events.ts';
import { companyRoutes } from './routes/company.ts';
import { contactRoutes } from './routes/contacts.ts';
import { customerInvoiceRoutes } from './routes/customer-invoices.ts';
import { customerRoutes } from './routes/customers.ts';
import { enquiryRoutes } from './routes/enquiries.ts';
import { favouriteRoutes } from './routes/favourites.ts';
import { jobRoutes } from './routes/jobs.ts';
import { noteRoutes } from './routes/notes.ts';
import { phaseRoutes } from './routes/phases.ts';
import { pricebookRoutes } from './routes/pricebooks.ts';
import { pricingTierRoutes } from './routes/pricing-tiers.ts';
import { quoteRoutes } from './routes/quotes.ts';
import { serverRoutes } from './routes/server.ts';
import { siteRoutes } from './routes/sites.ts';
import { stockOnHandRoutes } from './routes/stock-on-hand.ts';
import { stockUsedRoutes } from './routes/stock-used.ts';
import { timeEntryRoutes } from './routes/time-entries.ts';
import { userRoutes } from './routes/users.ts';

/** The order matters where a fixed segment and an id compete: `/jobs/quotes` comes before `/jobs/:jobId`. */
const ROUTES = [
  quoteRoutes,
  jobRoutes,
  stockOnHandRoutes,
  phaseRoutes,
  calendarEventRoutes,
  companyRoutes,
  contactRoutes,
  customerRoutes,
  enquiryRoutes,
  favouriteRoutes,
  customerInvoiceRoutes,
  noteRoutes,
  pricebookRoutes,
  pricingTierRoutes,
  siteRoutes,
  stockUsedRoutes,
  timeEntryRoutes,
  userRoutes,
];

/** What the app needs of the sandbox that runs it. */
export interface AppContext {
  readonly credentials: ReadonlyMap<string, Credential>;
  readonly requests: LoggedRequest[];
  readonly faults: Faults;
  readonly rateLimit: RateLimit;
  readonly now: () => Date;
  readonly revokeToken: (token: string) => void;
  /** Fires when the sandbox closes. */
  readonly closing: AbortSignal;
}

/** The Express app: log, faults, authentication, rate limit, body, routes, errors, in this order. */
export function createApp(context: AppContext): express.Express {
  const { requests, faults, now, closing } = context;
  const router = express.Router({ caseSensitive: true, strict: true });
  for (const addRoutes of [...ROUTES, serverRoutes(context.revokeToken)]) addRoutes(router);

  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(express.text({ type: () => true, limit: '5mb' }));
  app.use(logRequests(requests, now, () => closing.aborted));
  app.use(carryOutFaults(faults, closing, errorBody));
  app.use(authenticate(context));
  app.use(readJsonBody);
  app.use(router);
  app.use((req: Request) => {
    throw new ApiError(404, `Route ${req.method}:/api/partner${req.originalUrl} not found`);
  });
  app.use(sendError);
  return app;
}

/**
 * Refuses requests without a valid token (401), over the limit of the token's company (429), or with a token
 * that may do nothing (403), and sets the `x-ratelimit-*` headers of all others.
 */
function authenticate({ credentials, now, rateLimit }: AppContext) {
  return (req: Request, res: Response, next: NextFunction): void => {
    const token = /^Bearer (\S+)$/i.exec(req.get('authorization') ?? '')?.[1];
    const credential = token === undefined ? undefined : credentials.get(token);
    if (credential === undefined || (credential.expiresAt !== undefined && credential.expiresAt <= now())) {
      throw new ApiError(401, 'The access token is missing, unknown or expired');
    }
    const state = rateLimit.count(credential.business.companyId);
    res.set({
      'x-ratelimit-limit': String(state.limit),
      'x-ratelimit-remaining': String(state.remaining),
      'x-ratelimit-reset': String(state.resetSeconds),
    });
    if (state.exceeded) {
      res.set('retry-after', String(state.resetSeconds));
      throw new ApiError(429, `Rate limit exceeded, retry in ${state.resetSeconds} seconds`);
    }
    if (credential.forbidden === true) throw new ApiError(403, 'Forbidden');
    setCredential(req, credential);
    next();
  };
}

/** Errors as Fergus writes them; 403 has a message only. What is not an {@link ApiError} is a fault of ours. */
function sendError(error: unknown, _req: Request, res: Response, _next: NextFunction): void {
  const status = error instanceof ApiError ? error.status : 500;
  const message = error instanceof Error ? error.message : String(error);
  res.status(status).json(status === 403 ? { message } : errorBody(status, message));
}

function errorBody(status: number, message: string) {
  return { error: STATUS_CODES[status] ?? 'Error', message, statusCode: status };
}
