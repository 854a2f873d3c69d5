import {
  type InitializeRequest,
  isInitializeRequest,
  type Server,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';
import { v4 as randomUuid } from 'uuid';
import type { Session, SessionManager } from '../auth/session-manager.ts';
import type { Caller } from './caller.ts';
import { HttpRefusal } from './json-rpc.ts';

/** A session without a request or an open stream is taken out of memory after this, and taken up again when used. */
const DORMANT_AFTER_MS = 5 * 60_000;
const SWEEP_MS = 60_000;
/** What `initialize` may carry, since it is kept: clients send a few hundred bytes. */
const MAX_INITIALIZE = 16_384;

export interface HttpSessionsOptions {
  readonly sessions: SessionManager;
  readonly createServer: () => Server;
  /** How many sessions this process holds open at once. */
  readonly max: number;
  /** Milliseconds between signs of life on an open stream. */
  readonly keepAliveMs: number;
  readonly onError: (error: Error) => void;
}

/** A session as it is held open here. */
interface Live {
  readonly userId: string;
  readonly server: Server;
  readonly transport: WebStandardStreamableHTTPServerTransport;
  usedAt: number;
}

/**
 * Sessions of 2025-era clients (MCP, Streamable HTTP). A session is its record; server and transport around it are
 * made from the record where they are needed: after a restart, on another instance, after a long pause.
 */
export class HttpSessions {
  readonly #options: HttpSessionsOptions;
  readonly #live = new Map<string, Live>();
  readonly #waking = new Map<string, Promise<Live>>();
  /** Requests and open streams of each session. */
  readonly #inUse = new Map<string, number>();
  readonly #sweeper: NodeJS.Timeout;

  constructor(options: HttpSessionsOptions) {
    this.#options = options;
    this.#sweeper = setInterval(() => this.#sweep(), SWEEP_MS).unref();
  }

  /** How many sessions are held open here. */
  get size(): number {
    return this.#live.size;
  }

  /** Marks a session as in use until the returned function is called; then it may fall dormant. */
  use(id: string): () => void {
    this.#inUse.set(id, (this.#inUse.get(id) ?? 0) + 1);
    return () => {
      const left = (this.#inUse.get(id) ?? 1) - 1;
      if (left > 0) this.#inUse.set(id, left);
      else this.#inUse.delete(id);
      const live = this.#live.get(id);
      if (live) live.usedAt = Date.now();
    };
  }

  /**
   * Serves a request of the 2025 era.
   *
   * @throws {HttpRefusal} 400 without a session id, 404 for one that is not this user's, 503 when too many are open.
   */
  async serve(request: Request, caller: Caller, parsedBody: unknown): Promise<Response> {
    if (request.method === 'POST' && isInitializeRequest(parsedBody)) {
      return this.#open(request, caller, parsedBody);
    }
    const id = request.headers.get('mcp-session-id');
    if (id === null) throw refusal(400, -32_000, 'Bad Request: the Mcp-Session-Id header is missing');
    const session = await this.#options.sessions.get(id, caller.userId);
    if (!session) {
      // It ended elsewhere; what somebody else makes of an id changes nothing.
      if (this.#live.get(id)?.userId === caller.userId) await this.#close(id);
      throw refusal(
        404,
        -32_001,
        'Session not found: it ended, or belongs to somebody else. Initialize again.',
      );
    }
    const live = await this.#wake(session, request.url, caller);
    live.usedAt = Date.now();
    if (request.method === 'DELETE') await this.#options.sessions.delete(session);
    else await this.#options.sessions.touch(session);
    const response = await live.transport.handleRequest(request, { authInfo: caller, parsedBody });
    if (request.method === 'DELETE') await this.#close(id);
    if (request.method === 'GET' && response.status === 200) {
      // A session has one stream; without this it would count as open until the next sign of life fails.
      request.signal.addEventListener('abort', () => live.transport.closeStandaloneSSEStream());
      return begunAtOnce(response);
    }
    return response;
  }

  /** Ends the streams on which clients wait for messages of the server, of which there are none. */
  endStreams(): void {
    for (const { transport } of this.#live.values()) transport.closeStandaloneSSEStream();
  }

  /** Closes all sessions here and their streams. Their records stay, so that clients can go on elsewhere. */
  async close(): Promise<void> {
    clearInterval(this.#sweeper);
    await Promise.all([...this.#live.keys()].map((id) => this.#close(id)));
  }

  async #open(request: Request, caller: Caller, message: InitializeRequest): Promise<Response> {
    if (JSON.stringify(message.params).length > MAX_INITIALIZE) {
      throw refusal(
        400,
        -32_602,
        `Invalid params: initialize may carry ${MAX_INITIALIZE} characters at most`,
      );
    }
    this.#makeRoom();
    const id = randomUuid();
    const { transport } = await this.#connect(id, caller.userId);
    let open = false;
    try {
      const response = await transport.handleRequest(request, { authInfo: caller, parsedBody: message });
      // A client that is refused learns of no session, so there must not be one that pushes another out.
      if (response.status !== 200) return response;
      const { userId } = caller;
      const ended = await this.#options.sessions.create({ id, userId, initialize: message.params });
      open = true;
      await Promise.all(ended.map((one) => this.#close(one)));
      return response;
    } finally {
      if (!open) await this.#close(id);
    }
  }

  /** The open session of a record; requests that come together share the work of opening it. */
  #wake(session: Session, url: string, caller: Caller): Promise<Live> {
    const waking = this.#waking.get(session.id);
    if (waking) return waking;
    const open = this.#live.get(session.id);
    if (open) return Promise.resolve(open);
    const work = this.#rebuild(session, url, caller).finally(() => this.#waking.delete(session.id));
    this.#waking.set(session.id, work);
    return work;
  }

  /** Plays the session's own `initialize` to a new transport, so that it stands where the client thinks it does. */
  async #rebuild({ id, initialize }: Session, url: string, caller: Caller): Promise<Live> {
    this.#makeRoom();
    const live = await this.#connect(id, caller.userId);
    const play = async (message: object) => {
      const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
      const request = new Request(url, { method: 'POST', headers: { ...headers, 'mcp-session-id': id } });
      const response = await live.transport.handleRequest(request, { authInfo: caller, parsedBody: message });
      await response.text();
    };
    await play({ jsonrpc: '2.0', id: 'rebuild', method: 'initialize', params: initialize });
    await play({ jsonrpc: '2.0', method: 'notifications/initialized' });
    return live;
  }

  async #connect(id: string, userId: string): Promise<Live> {
    const { createServer, keepAliveMs, onError } = this.#options;
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: () => id,
      keepAliveMs,
    });
    transport.onerror = onError;
    const server = createServer();
    await server.connect(transport);
    const live: Live = { userId, server, transport, usedAt: Date.now() };
    this.#live.set(id, live);
    return live;
  }

  async #close(id: string): Promise<void> {
    const live = this.#live.get(id);
    this.#live.delete(id);
    await live?.server.close();
  }

  #sweep(): void {
    const before = Date.now() - DORMANT_AFTER_MS;
    for (const [id, { usedAt }] of this.#live) {
      if (usedAt < before && !this.#inUse.has(id)) this.#drop(id);
    }
  }

  /** @throws {HttpRefusal} 503 where every open session is in use. */
  #makeRoom(): void {
    if (this.#live.size < this.#options.max) return;
    const idle = [...this.#live].filter(([id]) => !this.#inUse.has(id));
    const [oldest] = idle.sort(([, a], [, b]) => a.usedAt - b.usedAt);
    if (!oldest) throw refusal(503, -32_000, 'Too many sessions are open. Try again in a minute.');
    this.#drop(oldest[0]);
  }

  #drop(id: string): void {
    this.#close(id).catch(this.#options.onError);
  }
}

/** A stream with a comment in front: its head leaves with the first byte, and an event may be long in coming. */
function begunAtOnce(response: Response): Response {
  const comment = new TextEncoder().encode(':\n\n');
  const begun = new TransformStream<Uint8Array, Uint8Array>({ start: (stream) => stream.enqueue(comment) });
  return new Response(response.body?.pipeThrough(begun) ?? null, response);
}

function refusal(status: number, code: number, message: string): HttpRefusal {
  return new HttpRefusal({ status, code, message, headers: status === 503 ? { 'Retry-After': '60' } : {} });
}
