import type { z } from 'zod';
import { ToolError } from '../tool-error.ts';

/** Writes and reads the cursors of one tool. */
export interface PartCursor<Part> {
  write(part: Part): string;
  /** @throws {ToolError} for text that {@link PartCursor.write} did not make. */
  read(cursor: string): Part;
}

/**
 * Cursors of tools that add up more records than one call may read. A cursor holds the place where the reading
 * goes on, the arguments that it began with, and the sums so far: then nothing has to be kept on this side
 * between calls, any instance can go on, and the last answer has the sums of the whole.
 */
export function partCursor<Schema extends z.ZodType>(schema: Schema): PartCursor<z.output<Schema>> {
  return {
    write: (part) => Buffer.from(JSON.stringify(part)).toString('base64url'),
    read(cursor) {
      try {
        return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
      } catch {
        throw new ToolError(
          'cursor: is not a cursor of this tool. Pass nextCursor of an earlier answer unchanged, or leave it out to start from the beginning.',
        );
      }
    },
  };
}

/**
 * Refuses an argument beside a cursor that began with another one: its sums would be of two different things.
 *
 * @param started what the reading began with; `undefined` without a cursor, `null` where it was left out then.
 */
export function assertStartedWith<Value extends string | number>(
  name: string,
  given: Value | undefined,
  started: Value | null | undefined,
): void {
  if (given === undefined || started === undefined || given === started) return;
  throw new ToolError(
    `${name}: the cursor belongs to ${started === null ? `an answer without ${name}` : `${name} ${started}`}. Leave ${name} out, or start again without cursor.`,
  );
}
