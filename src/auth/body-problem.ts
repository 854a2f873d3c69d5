/**
 * The status of an error of Express's body parsers, which are the client's doing: 413 for what is too large, 415
 * for an encoding or a character set that is not known, 400 for all else.
 *
 * @returns `undefined` for every other error.
 */
export function bodyProblem(error: unknown): number | undefined {
  // Errors of decompression have no `type`; what all have is the mark that their words may be told.
  if (!(error instanceof Error) || !('expose' in error) || !('status' in error)) return undefined;
  return error.expose === true && typeof error.status === 'number' ? error.status : undefined;
}
