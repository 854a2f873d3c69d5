import { type Logger, pino } from 'pino';
import type { LogLevel } from '../config.ts';

export type { Logger };

/** Fergus's tokens and our own wherever they turn up, and anything that was sent as a bearer. */
const SECRETS = /fergPAT_[\w-]+|fmcp_\w+\.[\w.-]+|(?<=bearer )[\w.~+/=-]+/gi;

/**
 * A logger that writes JSON lines to stderr, since stdout belongs to the protocol in stdio mode. Tokens are
 * removed by pattern from whatever is logged.
 */
export function createLogger(level: LogLevel): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      hooks: { streamWrite: (line) => line.replace(SECRETS, '[redacted]') },
    },
    // Synchronous, so that the last lines are not lost when a host ends the process.
    pino.destination({ fd: 2, sync: true }),
  );
}
