import { FergusError } from '../../fergus/errors.ts';

/** One of several reads of a call: what came, or why nothing did. */
export type Part<T> =
  | { readonly value: T; readonly failure?: undefined }
  | { readonly value?: undefined; readonly failure: FergusError };

/** Lets a read fail alone. What is no failure of Fergus, such as a call that was cancelled, ends the whole. */
export async function part<T>(read: Promise<T>): Promise<Part<T>> {
  try {
    return { value: await read };
  } catch (error) {
    if (!(error instanceof FergusError)) throw error;
    return { failure: error };
  }
}

/**
 * What is missing in a result because a read failed: "notes could not be read: Fergus … (403)."
 *
 * @param parts by what they are called, in the plural.
 */
export function failuresOf(parts: Readonly<Record<string, Part<unknown> | undefined>>): string[] {
  return Object.entries(parts).flatMap(([name, read]) =>
    read?.failure ? `${name} could not be read: ${read.failure.message}` : [],
  );
}
