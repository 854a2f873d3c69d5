import { LRUCache } from 'lru-cache';
import type { Bearer } from '../auth/authorization-server/grant-records.ts';
import type { Grants } from '../auth/authorization-server/grants.ts';
import { allows } from '../auth/scopes.ts';
import type { TokenManager } from '../auth/token-manager.ts';
import { UpstreamRefused, UpstreamUnavailable } from '../auth/upstream.ts';
import { FergusClient, type RequestEvent } from '../fergus/client.ts';
import { CredentialState } from '../fergus/credential-state.ts';
import { errorForStatus, FergusError } from '../fergus/errors.ts';
import type { Connection, ToolCallEvent } from '../server/tool-calls.ts';
import { StoreUnavailable } from '../storage/store.ts';
import { selectTools, type ToolSelection } from '../tools/catalog.ts';
import { DuplicateGuard } from '../tools/shared/duplicate-guard.ts';
import { VERSION } from '../version.ts';

/** What is remembered of a user who calls nothing for this long may be read again. */
const FORGET_AFTER_MS = 15 * 60_000;
const MAX_USERS = 5000;

/** Something that a connection did, with the user whose it was, for logs and metrics. */
export interface ConnectionEvents {
  readonly onRequest: (event: RequestEvent, userId: string) => void;
  readonly onToolCall: (event: ToolCallEvent, userId: string) => void;
}

export interface ConnectionsOptions extends ConnectionEvents {
  readonly baseUrl: string;
  readonly tokens: TokenManager;
  readonly grants: Grants;
}

/** What is kept between the requests of one user. Nothing of it is shared with anybody else. */
interface UserState {
  readonly credential: CredentialState;
  readonly duplicates: DuplicateGuard;
}

/** Makes the connection of each request: the user's own Fergus client, and the tools that the sign-in allows. */
export class Connections {
  readonly #options: ConnectionsOptions;
  readonly #users = new LRUCache<string, UserState>({
    max: MAX_USERS,
    ttl: FORGET_AFTER_MS,
    updateAgeOnGet: true,
  });

  constructor(options: ConnectionsOptions) {
    this.#options = options;
  }

  /** @param selection what the server and the address of the connection offer. */
  of({ grantId, userId, scopes }: Bearer, selection: ToolSelection): Connection {
    const { baseUrl, grants, onRequest, onToolCall } = this.#options;
    const { credential, duplicates } = this.#stateOf(userId);
    const client = new FergusClient({
      baseUrl,
      token: (refused) => this.#tokenFor(grantId, refused),
      state: credential,
      userAgent: `fergus-mcp/${VERSION}`,
      onRequest: (event) => onRequest(event, userId),
      // Even a fresh token is refused: the client learns it by a 401 on its next request, and signs in again.
      onUnauthorized: () => grants.end(grantId),
    });
    const mayWrite = allows(scopes, 'fergus:write');
    return {
      client,
      tools: selectTools({ ...selection, readOnly: selection.readOnly || !mayWrite }),
      toolsMayGrow: !selection.readOnly && !mayWrite,
      duplicates,
      onToolCall: (event) => onToolCall(event, userId),
    };
  }

  #stateOf(userId: string): UserState {
    const known = this.#users.get(userId);
    if (known) return known;
    const state = { credential: new CredentialState(), duplicates: new DuplicateGuard() };
    this.#users.set(userId, state);
    return state;
  }

  /** Tools know errors of Fergus only, so those of its sign-in are put in the same terms. */
  async #tokenFor(grantId: string, refused: string | undefined): Promise<string> {
    try {
      return await this.#options.tokens.getAccessToken(grantId, refused);
    } catch (error) {
      if (error instanceof UpstreamRefused) {
        await this.#options.grants.end(grantId);
        throw errorForStatus(401, undefined, { write: false });
      }
      if (!(error instanceof UpstreamUnavailable) && !(error instanceof StoreUnavailable)) throw error;
      const nextStep = 'Nothing was sent to Fergus, and the sign-in is kept: try again in a minute.';
      throw new FergusError({ kind: 'unavailable', summary: error.message, nextStep, retryable: true });
    }
  }
}
