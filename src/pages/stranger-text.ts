const SPACE = /[\t\n\v\f\r\p{Z}]+/gu;

/**
 * What has no glyph of its own but changes what is around it, or makes two names look alike: controls, the marks
 * that turn the reading direction (U+202E and its kind), zero-width and tag characters, lone surrogates.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}]/gu;

/**
 * Text of a stranger, made fit to be shown (it still has to be escaped): white space becomes single spaces, each
 * invisible character a visible U+FFFD, and what goes beyond `limit` characters an ellipsis.
 *
 * @returns undefined where nothing is left to show.
 */
export function strangerText(text: string | undefined, limit: number): string | undefined {
  const characters = [...(text ?? '').replace(SPACE, ' ').replace(INVISIBLE, '\uFFFD').trim()];
  if (characters.length === 0) return undefined;
  return characters.length > limit ? `${characters.slice(0, limit - 1).join('')}…` : characters.join('');
}
