import { Router } from 'express';
import { SCOPES } from '../auth/scopes.ts';
import { FergusClient } from '../fergus/client.ts';
import { selectTools, type ToolSelection } from '../tools/catalog.ts';
import { DuplicateGuard } from '../tools/shared/duplicate-guard.ts';
import { Caller } from '../transports/caller.ts';
import { VERSION } from '../version.ts';
import type { Access } from './access.ts';
import type { ConnectionEvents } from './connections.ts';
import { selectionOf } from './selection.ts';

/** The one user that there is. */
const USER = 'local';

export interface FixedTokenOptions extends ConnectionEvents {
  readonly baseUrl: string;
  readonly apiToken: string;
  readonly offered: ToolSelection;
}

/** Lets everybody in with one token: for development on this machine. */
export function fixedToken({ baseUrl, apiToken, offered, onRequest, onToolCall }: FixedTokenOptions): Access {
  const client = new FergusClient({
    baseUrl,
    token: apiToken,
    userAgent: `fergus-mcp/${VERSION}`,
    onRequest: (event) => onRequest(event, USER),
  });
  const duplicates = new DuplicateGuard();
  return {
    async authenticate(req) {
      const tools = selectTools(selectionOf(req.query, offered));
      const connection = {
        client,
        tools,
        duplicates,
        onToolCall: (event: Parameters<typeof onToolCall>[0]) => onToolCall(event, USER),
      };
      return new Caller({ clientId: USER, userId: USER, scopes: SCOPES, connection });
    },
    routes: () => Router(),
    signInHost: undefined,
  };
}
