import { ProtocolErrorCode } from '@modelcontextprotocol/server';
import type { ErrorRequestHandler, Response as ExpressResponse } from 'express';
import { BearerRefused } from '../auth/bearer.ts';
import { bodyProblem } from '../auth/body-problem.ts';
import { UpstreamUnavailable } from '../auth/upstream.ts';
import { StoreUnavailable } from '../storage/store.ts';

/** Seconds after which it is worth trying again when something we depend on does not answer. */
const RETRY_AFTER = '5';

/** JSON-RPC leaves this code to servers; the HTTP status says more. */
const SERVER_ERROR = -32_000;

/** An HTTP answer of `/mcp` that is an error: JSON-RPC for the client, a status for all between. */
export interface ErrorAnswer {
  readonly status: number;
  readonly code: number;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that is refused before MCP comes in. */
export class HttpRefusal extends Error {
  override readonly name = 'HttpRefusal';
  readonly answer: ErrorAnswer;

  constructor(answer: ErrorAnswer) {
    super(answer.message);
    this.answer = answer;
  }
}

/** The answer to an error, and whether it is a fault that belongs into the log. */
export function answerTo(error: unknown): ErrorAnswer & { readonly fault: boolean } {
  if (error instanceof HttpRefusal) return { ...error.answer, fault: false };
  if (error instanceof BearerRefused) {
    const headers = { 'WWW-Authenticate': error.challenge };
    return { status: error.status, code: SERVER_ERROR, message: error.message, headers, fault: false };
  }
  if (error instanceof StoreUnavailable || error instanceof UpstreamUnavailable) {
    const message = `${error.message} Try again in ${RETRY_AFTER} seconds; the sign-in is kept.`;
    return { status: 503, code: SERVER_ERROR, message, headers: { 'Retry-After': RETRY_AFTER }, fault: true };
  }
  const problem = bodyProblem(error);
  if (problem === 413) {
    return { status: 413, code: SERVER_ERROR, message: 'The request is larger than 1 MB.', fault: false };
  }
  if (problem === 415) {
    const message = 'Unsupported Media Type: send JSON in UTF-8, plain or with Content-Encoding gzip';
    return { status: 415, code: SERVER_ERROR, message, fault: false };
  }
  if (problem !== undefined) {
    const message = 'Parse error: the request body is not valid JSON';
    return { status: 400, code: ProtocolErrorCode.ParseError, message, fault: false };
  }
  const message = 'The server failed on this request; its log has the details.';
  return { status: 500, code: ProtocolErrorCode.InternalError, message, fault: true };
}

function bodyOf({ code, message }: ErrorAnswer) {
  return { jsonrpc: '2.0', error: { code, message }, id: null };
}

/** Answers errors of the middleware in front of `/mcp`. @param onFault told of what belongs into the log. */
export function answerInJsonRpc(onFault: (error: unknown) => void): ErrorRequestHandler {
  return (error: unknown, _req, res: ExpressResponse, next) => {
    if (res.headersSent) return next(error);
    const answer = answerTo(error);
    if (answer.fault) onFault(error);
    res
      .status(answer.status)
      .set(answer.headers ?? {})
      .json(bodyOf(answer));
  };
}

/** The same for errors behind the SDK's own interface. */
export function errorResponse(answer: ErrorAnswer): Response {
  return Response.json(bodyOf(answer), { status: answer.status, headers: answer.headers ?? {} });
}
