import type { Request, RequestHandler } from 'express';
import { preciseNow } from './grants.ts';

const times = new WeakMap<Request, number>();

/** Notes when the head of a request came in, before its body is read. */
export const noteReceivedAt: RequestHandler = (req, _res, next) => {
  times.set(req, preciseNow());
  next();
};

/** When a request came in, on the clock of `preciseNow`. */
export function receivedAt(req: Request): number {
  return times.get(req) ?? preciseNow();
}
