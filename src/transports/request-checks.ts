import { isJsonContentType, ProtocolErrorCode } from '@modelcontextprotocol/server';
import express, { type RequestHandler } from 'express';
import { HttpRefusal } from './json-rpc.ts';

/** Bytes of a request's body, unpacked. */
export const MAX_BODY = 1024 * 1024;

/** The methods of `/mcp` (MCP, Streamable HTTP); browsers send OPTIONS besides. */
export const METHODS = ['GET', 'POST', 'DELETE'];

/** A host and a port alone: with more in it (`user@`, a path), parsers disagree about what the host is. */
const PLAIN_HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d+)?$/i;

/** Refuses what may name another host than it goes to, in the request line or in `Host`. */
export const requirePlainTarget: RequestHandler = (req, _res, next) => {
  if (!req.originalUrl.startsWith('/')) {
    throw refusal(400, -32_000, 'Bad Request: the request line holds a whole address in the place of a path');
  }
  const { host } = req.headers;
  if (host !== undefined && !PLAIN_HOST.test(host)) throw refusal(403, -32_000, 'Invalid Host header');
  next();
};

export const requireMethod: RequestHandler = (req, res, next) => {
  if (METHODS.includes(req.method)) return next();
  res.set('Allow', [...METHODS, 'OPTIONS'].join(', '));
  throw refusal(405, -32_000, 'Method not allowed: use POST, or GET and DELETE with a session');
};

const readJson = express.json({ limit: MAX_BODY, strict: false, type: () => true });

/**
 * Reads the body of a POST, 1 MB of JSON at most. What is JSON is decided here and nowhere else, so that nothing
 * passes the checks of the body unread.
 */
export const readBody: RequestHandler = (req, res, next) => {
  if (req.method !== 'POST') return next();
  if (!isJsonContentType(req.get('content-type'))) {
    throw refusal(415, -32_000, 'Unsupported Media Type: Content-Type must be application/json');
  }
  const chunked = req.get('transfer-encoding') !== undefined;
  if (!chunked && Number(req.get('content-length') ?? 0) === 0) {
    throw refusal(400, ProtocolErrorCode.ParseError, 'Parse error: the request has no body');
  }
  readJson(req, res, next);
};

function refusal(status: number, code: number, message: string): HttpRefusal {
  return new HttpRefusal({ status, code, message });
}
