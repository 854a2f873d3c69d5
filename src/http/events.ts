import { createHash } from 'node:crypto';
import type { Logger } from '../observability/logger.ts';
import type { UpstreamStatus } from '../observability/upstream-status.ts';
import type { SignInEvents } from './sign-in.ts';

/** Writes what happens into the log: users as short hashes, and nothing of what they asked or got. */
export function eventsFor(logger: Logger, upstream: UpstreamStatus): SignInEvents {
  return {
    onRequest(event, userId) {
      const { outcome } = event;
      if (outcome !== 'cancelled') {
        upstream.note('fergus', typeof outcome === 'number' && outcome < 500, String(outcome));
      }
      logger.debug({ ...event, user: shortHash(userId) }, 'fergus request');
    },
    onCognito(event) {
      upstream.note('signIn', event.outcome !== 'unavailable', event.outcome);
      logger.debug(event, 'sign-in request');
    },
    onToolCall({ error, ...event }, userId) {
      const line = { ...event, user: shortHash(userId) };
      if (event.outcome === 'bug') logger.error({ ...line, err: error }, 'tool call');
      else logger.info(line, 'tool call');
    },
    onSignIn: (event) => logger.info(event, 'sign-in'),
    onGrant({ userId, ...event }) {
      const line = { ...event, ...(userId !== undefined && { user: shortHash(userId) }) };
      if (event.event.endsWith('-reused')) logger.warn(line, 'grant');
      else logger.info(line, 'grant');
    },
    onToken: (event) => logger.info(event, 'upstream token'),
  };
}

/** Tells the lines of one user from those of another, without naming anybody. */
function shortHash(userId: string): string {
  return createHash('sha256').update(userId).digest('base64url').slice(0, 10);
}
