import type { Comparison } from './comparison.ts';

/** Every difference that would break a call or an answer, one plain line each; none without drift. */
export function driftLines({ missing, unreached, findings }: Comparison): readonly string[] {
  return [
    ...missing.map((name) => `operation gone: ${name} is not in the document`),
    ...unreached.map(
      (name) => `operation not reached: ${name} is in the document, and no call of ours is for it`,
    ),
    ...findings.map(({ operation, side, pointer, message, times }) => {
      const where = side === 'request' ? 'request refused' : 'sandbox answer refused';
      return `${where}: ${operation}: ${pointer} ${message}${times > 1 ? ` (${times} times)` : ''}`;
    }),
  ];
}

/** What is worth knowing and breaks nothing, one plain line each. */
export function informationLines({ additions, deviations, outdated }: Comparison): readonly string[] {
  return [
    ...additions.map((line) => `new: ${line}`),
    ...deviations.map(
      ({ operation, pointer, message, reason }) =>
        `on purpose: ${operation}: ${pointer} ${message}, because ${reason}`,
    ),
    ...outdated.map((known) =>
      'line' in known
        ? `no longer so: ${known.line}`
        : `no longer so: ${known.operation}: ${known.pointer} ${known.message}`,
    ),
  ];
}
