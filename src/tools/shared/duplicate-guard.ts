import { LRUCache } from 'lru-cache';
import { FergusError } from '../../fergus/errors.ts';
import { ToolError } from '../tool-error.ts';

const WINDOW_MS = 5 * 60_000;

interface Claim {
  readonly at: number;
  /** What was created, once it is known: "job Job-613 (id 20701613)". */
  made?: string;
}

/**
 * Keeps an assistant that repeats itself from creating the same record twice: an identical creation within five
 * minutes is refused unless the caller says that it is meant. One per credential.
 */
export class DuplicateGuard {
  readonly #claims = new LRUCache<string, Claim>({ max: 1000, ttl: WINDOW_MS });

  /**
   * Runs `create`, unless the same payload was created, or is being created, within the last five minutes.
   *
   * @param what the kind of record, for the message: "job".
   * @param payload what will be sent; equal payloads are the same creation.
   * @param create sends it and tells what was made, in words for the message of a later refusal; nothing where
   *   nothing was created after all.
   * @throws {ToolError} when it is refused.
   */
  async once<T>(
    what: string,
    payload: unknown,
    allowDuplicate: boolean,
    create: () => Promise<{ readonly value: T; readonly made: string | undefined }>,
  ): Promise<T> {
    const key = `${what}\n${canonical(payload)}`;
    const earlier = this.#claims.get(key);
    if (earlier && !allowDuplicate) throw new ToolError(refusal(what, earlier));
    const claim: Claim = { at: Date.now() };
    this.#claims.set(key, claim);
    try {
      const { value, made } = await create();
      if (made === undefined) this.#release(key, claim);
      else claim.made = made;
      return value;
    } catch (error) {
      // Where the answer was lost it may have been created, so the claim stays.
      const sent = error instanceof FergusError ? error.outcomeUnknown : !(error instanceof ToolError);
      if (!sent) this.#release(key, claim);
      throw error;
    }
  }

  #release(key: string, claim: Claim): void {
    if (this.#claims.get(key) === claim) this.#claims.delete(key);
  }
}

function refusal(what: string, { at, made }: Claim): string {
  const seconds = Math.max(1, Math.round((Date.now() - at) / 1000));
  const ago = seconds < 90 ? `${seconds} seconds ago` : `${Math.round(seconds / 60)} minutes ago`;
  const known = made ? `It made ${made}.` : 'Its outcome is not known yet: look for it first.';
  return `An identical ${what} was created ${ago}, so this one was not sent. ${known} Set allowDuplicate to true if a second one is really wanted.`;
}

/** JSON with sorted keys and without undefined, so that the order of arguments does not matter. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
