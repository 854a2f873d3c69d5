import { hostHeaderValidation, originValidation } from '@modelcontextprotocol/express';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, isLegacyRequest, type Server } from '@modelcontextprotocol/server';
import cors from 'cors';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import { BearerRefused } from '../auth/bearer.ts';
import { allows, SCOPES } from '../auth/scopes.ts';
import { CATALOG } from '../tools/catalog.ts';
import type { Caller } from './caller.ts';
import type { HttpSessions } from './http-sessions.ts';
import { answerInJsonRpc, answerTo, errorResponse } from './json-rpc.ts';
import { MAX_BODY, METHODS, readBody, requireMethod, requirePlainTarget } from './request-checks.ts';

/** What clients of either era send, and browsers have to ask for (MCP, Streamable HTTP). */
const REQUEST_HEADERS = [
  'Authorization',
  'Content-Type',
  'Accept',
  'Mcp-Session-Id',
  'MCP-Protocol-Version',
  'Mcp-Method',
  'Mcp-Name',
  'Last-Event-ID',
];
const RESPONSE_HEADERS = ['WWW-Authenticate', 'Mcp-Session-Id'];

export interface McpEndpointOptions {
  /**
   * Who makes a request, with a sign-in that is good for the time of the request.
   *
   * @throws {BearerRefused | UpstreamUnavailable | StoreUnavailable | HttpRefusal}
   */
  readonly authenticate: (req: Request) => Promise<Caller>;
  /** Limits a user's requests; comes after {@link McpEndpointOptions.authenticate}. */
  readonly limit: RequestHandler;
  readonly createServer: () => Server;
  readonly sessions: HttpSessions;
  /** Host names, as `URL.hostname` spells them. */
  readonly allowedHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
  /** Where a client learns how to get the scope that it lacks (RFC 9728). */
  readonly resourceMetadata: string;
  readonly keepAliveMs: number;
  readonly onError: (error: unknown) => void;
}

export interface McpEndpoint {
  readonly router: Router;
  /** Ends the streams on which clients only listen. */
  endStreams(): void;
  /** Ends requests of the 2026 era that are under way, and their streams. */
  close(): Promise<void>;
}

const callers = new WeakMap<Request, Caller>();

/** Who makes a request, once it has been authenticated. */
export function callerOf(req: Request): Caller {
  const caller = callers.get(req);
  if (!caller) throw new Error('A request passed without authentication.');
  return caller;
}

/**
 * `/mcp`: each request of the 2026 era by itself, those of the 2025 era in sessions, both served by the same
 * servers. Who is not let in learns so before the body is read; what goes wrong is answered as JSON-RPC.
 */
export function mcpEndpoint(options: McpEndpointOptions): McpEndpoint {
  const { authenticate, allowedHosts, allowedOrigins, sessions, onError } = options;
  const modern = createMcpHandler(() => options.createServer(), {
    legacy: 'reject',
    keepAliveMs: options.keepAliveMs,
    maxRequestBodySize: MAX_BODY,
    onerror: onError,
  });
  const handler = toNodeHandler(
    {
      fetch: async (request, { authInfo, parsedBody } = {}) => {
        try {
          if (!(await isLegacyRequest(request, parsedBody))) {
            return await modern.fetch(request, { ...(authInfo && { authInfo }), parsedBody });
          }
          return await sessions.serve(request, authInfo as Caller, parsedBody);
        } catch (error) {
          const answer = answerTo(error);
          if (answer.fault) onError(error);
          return errorResponse(answer);
        }
      },
    },
    { maxRequestBodySize: MAX_BODY, onerror: onError },
  );

  /** Answers of the 2026 era's `subscriptions/listen`, which last until one side ends them. */
  const listening = new Set<Response>();
  const router = Router();
  router.use(requirePlainTarget);
  router.use(hostHeaderValidation([...allowedHosts]), originValidation([...allowedOrigins]));
  router.use(
    cors({
      origin: true,
      methods: METHODS,
      allowedHeaders: REQUEST_HEADERS,
      exposedHeaders: RESPONSE_HEADERS,
      maxAge: 600,
    }),
  );
  router.use(requireMethod);
  router.use(async (req, _res, next) => {
    callers.set(req, await authenticate(req));
    next();
  });
  router.use(options.limit);
  router.use(readBody);
  router.use(requireScope(options.resourceMetadata));
  router.use(async (req: Request, res: Response) => {
    const sessionId = req.get('mcp-session-id');
    if (sessionId !== undefined) res.once('close', sessions.use(sessionId));
    if ((req.body as { method?: unknown } | undefined)?.method === 'subscriptions/listen') {
      listening.add(res);
      res.once('close', () => listening.delete(res));
    }
    await handler(Object.assign(req, { auth: callerOf(req) }), res, req.body);
  });
  router.use(answerInJsonRpc(onError));
  return {
    router,
    endStreams() {
      sessions.endStreams();
      for (const res of listening) res.end();
    },
    close: () => modern.close(),
  };
}

/**
 * Stops calls of tools that change something by a sign-in that allows reading only, in a way that lets the client
 * ask its user for more (MCP authorization, "Scope Challenge Handling").
 */
function requireScope(resourceMetadata: string): RequestHandler {
  return (req, _res, next) => {
    const messages: unknown[] = Array.isArray(req.body) ? req.body : [req.body];
    if (!allows(callerOf(req).scopes, 'fergus:write') && messages.some(changesSomething)) {
      const message = 'This sign-in allows reading only; making changes needs the scope fergus:write.';
      throw new BearerRefused('insufficient_scope', message, resourceMetadata, SCOPES);
    }
    next();
  };
}

function changesSomething(message: unknown): boolean {
  const { method, params } = (message ?? {}) as { method?: unknown; params?: { name?: unknown } };
  if (method !== 'tools/call') return false;
  return CATALOG.some(({ name, access }) => name === params?.name && access !== 'read');
}
