import { ToolError } from '../tool-error.ts';

/**
 * Refuses an update that names nothing to change, before anything is sent. See
 * {@link namesNothing}.
 *
 * @param fields what can be changed, for the message.
 */
export function assertChange(changes: object, fields: readonly string[]): void {
  if (namesNothing(changes)) {
    throw new ToolError(`Nothing was sent to Fergus: name at least one of ${fields.join(', ')}.`);
  }
}

/** Whether an argument is missing; objects without members and empty lists count as missing. */
export function namesNothing(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).every(namesNothing);
  return value === undefined;
}
