import type { Request } from 'express';

/** A field of a form body; `undefined` where it is missing, empty, or there twice (RFC 6749 §3.2). */
export function formField(req: Request, name: string): string | undefined {
  return single((req.body ?? {}) as Record<string, unknown>, name);
}

/** A parameter of the query, by the same rule. */
export function queryParameter(req: Request, name: string): string | undefined {
  return single(req.query, name);
}

function single(fields: Record<string, unknown>, name: string): string | undefined {
  const value = fields[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
