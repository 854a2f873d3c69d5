/** @throws {RangeError} for a lifetime that Redis would refuse, so that no store takes what another does not. */
export function checkLifetime(ttlMs: number): void {
  if (Number.isSafeInteger(ttlMs) && ttlMs >= 1) return;
  throw new RangeError(`A lifetime is a whole number of milliseconds, at least 1; this is ${ttlMs}.`);
}

/** @throws {RangeError} for keys that a Redis Cluster may keep on different nodes; other stores would not tell. */
export function checkSharedTag(keys: readonly string[]): void {
  const [first, ...others] = keys.map(hashed);
  if (others.every((part) => part === first)) return;
  throw new RangeError('Keys of one operation must share a hash tag: make them with tagged().');
}

/**
 * The part of a key that Redis chooses the node by: what is between the first brace and the next closing one,
 * unless that is nothing. [Redis Cluster specification, hash tags]
 */
function hashed(key: string): string {
  return /^[^{]*\{([^}]+)\}/.exec(key)?.[1] ?? key;
}
