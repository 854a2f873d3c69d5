/**
 * Reads a record again after a write that did not answer it. The write is done by then, so a failure must not
 * look like one of the write: there is just nothing to show.
 */
export async function readBack<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch {
    return undefined;
  }
}
