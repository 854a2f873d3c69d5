import type { Deviation } from './deviations.ts';
import type { Fault } from './schema-book.ts';

/** Something in a request of ours, or in an answer of the sandbox, that the document refuses. */
export interface Finding extends Fault {
  /** Method and path as in `OPERATIONS`. */
  readonly operation: string;
  readonly side: 'request' | 'answer';
  /** In how many places of how many messages. */
  readonly times: number;
}

/** Collects findings. The same one in several messages, or at several positions of a list, is kept once. */
export class Findings {
  readonly #found = new Map<string, Finding>();

  add(operation: string, side: Finding['side'], faults: readonly Fault[]): void {
    for (const fault of faults) {
      const key = keyOf({ operation, side, ...fault });
      const times = (this.#found.get(key)?.times ?? 0) + 1;
      this.#found.set(key, { ...(this.#found.get(key) ?? { operation, side, ...fault }), times });
    }
  }

  /** Takes a known deviation out. @returns whether it was there. */
  remove(deviation: Deviation): boolean {
    return this.#found.delete(keyOf(deviation));
  }

  all(): readonly Finding[] {
    return [...this.#found.values()];
  }
}

function keyOf({ operation, side, pointer, message }: Omit<Finding, 'times'>): string {
  return [operation, side, pointer.replaceAll(/\/\d+(?=\/|$)/g, '/*'), message].join(' ');
}
