/**
 * The most characters that a result may have, structured and text form together. Answers of this kind come to
 * about three characters a token, so this keeps any of them under 20,000 tokens, which is what hosts accept.
 */
export const MAX_RESULT_CHARS = 54_000;

type Json = Record<string, unknown>;

/** A list or text inside a result that can be shortened, with its size in characters and what it had. */
interface Part {
  readonly path: string;
  readonly size: number;
  readonly shorten: () => string;
}

/**
 * The result, shortened until it fits: its longest list loses its last entries, its longest text its end, and
 * `notice` says what was left out. List tools stay within the size by themselves (`collect`), since they can
 * resume; this is for single records with long parts of their own, such as a quote with a thousand lines.
 *
 * @param render the text form, which counts too.
 */
export function fitResult(structured: Json, render: (value: Json) => string): Json {
  const size = (value: Json) => JSON.stringify(value).length + render(value).length;
  if (size(structured) <= MAX_RESULT_CHARS) return structured;
  const copy = structuredClone(structured);
  const before = typeof structured.notice === 'string' ? `${structured.notice} ` : '';
  const cuts = new Map<string, string>();
  while (size(copy) > MAX_RESULT_CHARS) {
    const part = longestPart(copy, '', lengthsOf(structured));
    if (!part) break;
    cuts.set(part.path, part.shorten());
    copy.notice = `${before}Too long to show whole: ${[...cuts.values()].join('; ')}. Ask for the parts one by one, or with format concise.`;
  }
  return copy;
}

/** How long each list and text was in the original, by path, for the notice. */
function lengthsOf(original: Json): (path: string) => number {
  return (path) => {
    let value: unknown = original;
    for (const key of path.split('.')) value = (value as Record<string, unknown> | undefined)?.[key];
    return typeof value === 'string' || Array.isArray(value) ? value.length : 0;
  };
}

function longestPart(holder: object, at: string, lengthWas: (path: string) => number): Part | undefined {
  let best: Part | undefined;
  for (const [key, value] of Object.entries(holder)) {
    if (at === '' && key === 'notice') continue;
    const path = at === '' ? key : `${at}.${key}`;
    const part =
      typeof value === 'string'
        ? textPart(holder as Json, key, value, path, lengthWas)
        : typeof value === 'object' && value !== null
          ? containerPart(value, path, lengthWas)
          : undefined;
    if (part && part.size > (best?.size ?? 0)) best = part;
  }
  return best;
}

const SHORTEST_TEXT = 200;

function textPart(
  holder: Json,
  key: string,
  value: string,
  path: string,
  lengthWas: (path: string) => number,
): Part | undefined {
  if (value.length <= SHORTEST_TEXT) return undefined;
  const shorten = () => {
    const kept = Math.floor(value.length / 2);
    holder[key] = `${value.slice(0, kept)}…`;
    return `${path}, the first ${kept} of ${lengthWas(path)} characters`;
  };
  return { path, size: value.length, shorten };
}

function containerPart(value: object, path: string, lengthWas: (path: string) => number): Part | undefined {
  const inner = longestPart(value, path, lengthWas);
  if (!Array.isArray(value) || value.length < 2) return inner;
  const size = JSON.stringify(value).length;
  // What makes up most of the list is shortened rather than the list.
  if (inner && inner.size > size / 2) return inner;
  const shorten = () => {
    value.length = Math.floor(value.length / 2);
    return `${path}, the first ${value.length} of ${lengthWas(path)}`;
  };
  return { path, size, shorten };
}
