import type { Operation } from './operation.ts';
import { READS } from './reads.ts';
import { WRITES } from './writes.ts';

/** Every operation of the contract, in an order in which they can be run on one business. */
export const OPERATIONS: readonly Operation[] = [...READS, ...WRITES];
