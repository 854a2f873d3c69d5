import type { Created } from '../../fergus/api.ts';
import type { Identified } from '../../fergus/types/shared.ts';
import { ToolError } from '../tool-error.ts';
import type { DuplicateGuard } from './duplicate-guard.ts';

/** What came of a creation, with the sentence that tells it. */
export interface CreateOutcome<T> {
  readonly record: T;
  /** True where Fergus had the record already: nothing was created, and nothing about it was changed. */
  readonly existed: boolean;
  readonly summary: string;
}

/**
 * Creates a record of which Fergus keeps only one, and gives the existing one where it points to that (303).
 *
 * @param send sends `payload`, the same that the duplicate guard compares.
 * @param read the existing record by its id.
 * @param nameOf what people call the record, for the message of a later refusal.
 * @throws {ToolError} where it is an identical repeat, or Fergus does not say which record exists.
 */
export async function createOrFind<T extends Identified>(options: {
  readonly kind: 'customer' | 'site';
  readonly payload: unknown;
  readonly allowDuplicate: boolean;
  readonly duplicates: DuplicateGuard;
  readonly send: () => Promise<Created<T>>;
  readonly read: (id: number) => Promise<T>;
  readonly nameOf: (record: T) => string | undefined;
}): Promise<CreateOutcome<T>> {
  const { kind, payload, allowDuplicate, duplicates, send, read, nameOf } = options;
  return duplicates.once(kind, payload, allowDuplicate, async () => {
    const answer = await send();
    const existed = answer.kind === 'exists';
    const record = existed ? await read(existingId(answer, kind)) : answer.record;
    const label = `${kind} ${nameOf(record) ?? 'without a name'} (id ${record.id})`;
    const summary = existed
      ? `Fergus has this ${kind} already: nothing was created, and the one below was not changed. To change it, use update-${kind}.`
      : `The ${kind} was created.`;
    return { value: { record, existed, summary }, made: existed ? undefined : label };
  });
}

function existingId(
  { existingId: id, message }: Created<unknown> & { kind: 'exists' },
  kind: string,
): number {
  if (id !== undefined) return id;
  throw new ToolError(
    `Nothing was created: Fergus has this ${kind} already, but does not say which one it is (“${message}”). Look for it with list-${kind}s.`,
  );
}

/** For a creation that finds no record: the one that Fergus pointed to. */
export function existingNotShown(kind: 'customer' | 'site'): string {
  return `Nothing was created: Fergus has this ${kind} already, but does not show it. Look for it with list-${kind}s.`;
}
