import { digitsOf, isCommonWord, wordsOf } from './search-text.ts';

/** What somebody looks for, read from what they typed. */
export type FindQuery =
  | {
      readonly kind: 'job-number';
      /** Lower case with one spelling of the separator: "job-500", "500a". */
      readonly number: string;
      readonly digits: string;
      /** Without "Job-" or another prefix it may also be of a street, or be in a name. */
      readonly isBare: boolean;
      readonly words: readonly string[];
    }
  | { readonly kind: 'phone'; readonly phone: string }
  | { readonly kind: 'email'; readonly email: string }
  | {
      readonly kind: 'words';
      readonly words: readonly string[];
      readonly needle: Needle;
      /** As it was typed, where that is several words. */
      readonly phrase: string | undefined;
    };

/**
 * A piece of the query to let Fergus search for. As far as anybody knows it compares letter by letter, so the
 * piece has to stand in every spelling; what it finds is compared properly here.
 */
export interface Needle {
  readonly text: string;
  /** `text`, or less of it where macrons may be missing: finds more that is not meant. */
  readonly short: string;
  /** Whether it is all of the query, so that whatever Fergus finds by it is a hit. */
  readonly isAll: boolean;
}

/** "Job-500", "job 500", "Job500", "#500", "KER-500A", "500", "500A". */
const JOB_NUMBER = /^(?:(job)[- #]*|#|([a-z]+)-)?(\d{1,6})([a-z]{0,3})$/i;
const PHONE = /^\+?[\d\s().\-/]+$/;
/** Fewer digits find every number there is. */
const SHORTEST_PART = 4;

export function readQuery(query: string): FindQuery {
  const typed = query.trim();
  const words = wordsOf(typed);
  if (typed.includes('@')) return { kind: 'email', email: typed.toLowerCase() };
  const [, job, prefix, digits, suffix = ''] = JOB_NUMBER.exec(typed) ?? [];
  if (digits !== undefined && !digits.startsWith('0')) {
    const before = (job ?? prefix)?.toLowerCase();
    const number = `${before === undefined ? '' : `${before}-`}${digits}${suffix.toLowerCase()}`;
    const isBare = before === undefined && !typed.startsWith('#');
    return { kind: 'job-number', number, digits, isBare, words };
  }
  if (PHONE.test(typed) && digitsOf(typed).length >= SHORTEST_PART) return { kind: 'phone', phone: typed };
  const phrase = words.length > 1 ? typed.replace(/\s+/g, ' ') : undefined;
  return { kind: 'words', words, needle: needleOf(typed), phrase };
}

/** Letters with marks, apostrophes and the like part the pieces: they may be written otherwise in the record. */
function needleOf(typed: string): Needle {
  const pieces = typed.match(/[A-Za-z0-9]+/g) ?? [];
  const [best = typed] = pieces.toSorted((a, b) => worth(b) - worth(a));
  return { text: best, short: withoutMacrons(best), isAll: best.length === typed.length };
}

/** The higher, the fewer records are likely to have it. */
function worth(piece: string): number {
  const [word = ''] = wordsOf(piece);
  if (word === '' || isCommonWord(word)) return 0.5;
  if (/^\d+$/.test(piece)) return piece.length < 3 ? piece.length - 1 : piece.length + 1;
  return withoutMacrons(piece).length;
}

/** A Māori word: every syllable ends in a vowel, any of which may bear a macron. */
const SYLLABLES = /^(?:(?:ng|wh|[hkmnprtw])?[aeiou])+$/i;
/** Consonants, a vowel, and what consonants come next; each piece from the next consonant on. */
const PIECES = /(?<![^aeiou])(?=([^aeiou]+[aeiou][^aeiou]*))/gi;

/**
 * A piece of a Māori word with one vowel, neither the first nor the last: those bear most of the macrons, which
 * people often leave out. "totara" → "tar", which stands in "Tōtara" too. Other words stay as they are.
 */
function withoutMacrons(word: string): string {
  if (!SYLLABLES.test(word)) return word;
  const inner = word.replace(/^[^aeiou]*[aeiou]/i, '').replace(/[aeiou]$/i, '');
  const pieces = [...inner.matchAll(PIECES)].map((match) => match[1] ?? '');
  return pieces.findLast((piece) => piece.length >= 3) ?? word;
}
