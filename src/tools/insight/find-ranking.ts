import type { FindQuery } from './find-query.ts';
import { type Candidate, FIND_KINDS, type Field } from './find-records.ts';
import { comparePhones, folded, wordsOf } from './search-text.ts';

/** A candidate that fits, with how well: the higher, the better. */
export interface Hit {
  readonly candidate: Candidate;
  readonly score: number;
}

/** What a hit in this part of a record counts. */
const WEIGHT: Readonly<Record<Field['part'], number>> = { own: 1, related: 0.6, remark: 0.3 };

/**
 * The candidates that fit, the best first; equal ones by kind, then the latest change first. A record that comes
 * several times is shown as it came first.
 */
export function rank(candidates: readonly Candidate[], query: FindQuery): Hit[] {
  const best = new Map<string, Hit>();
  for (const candidate of candidates) {
    const score = scoreOf(candidate, query);
    const key = `${candidate.kind} ${candidate.id}`;
    const before = best.get(key);
    if (score > (before?.score ?? 0)) best.set(key, { candidate: before?.candidate ?? candidate, score });
  }
  return [...best.values()].sort(
    ({ candidate: a, score: forA }, { candidate: b, score: forB }) =>
      forB - forA ||
      Number(a.isArchived) - Number(b.isArchived) ||
      FIND_KINDS.indexOf(a.kind) - FIND_KINDS.indexOf(b.kind) ||
      b.changedAt.localeCompare(a.changedAt) ||
      b.id - a.id,
  );
}

function scoreOf(candidate: Candidate, query: FindQuery): number {
  switch (query.kind) {
    case 'job-number':
      return Math.max(byJobNumber(candidate, query), query.isBare ? byWords(candidate, query.words) : 0);
    case 'phone':
      return bestField(candidate, ({ text }) => PHONE_SCORES[comparePhones(text, query.phone) ?? 'none']);
    case 'email':
      return bestField(candidate, ({ text }) => byEmail(text.toLowerCase(), query.email));
    default:
      return byWords(candidate, query.words) || (query.needle.isAll && candidate.isFound ? UNSEEN : 0);
  }
}

/** Found by Fergus in something that it does not show, such as a site by the name of a customer. */
const UNSEEN = 5;
const PHONE_SCORES = { same: 100, part: 50, none: 0 } as const;

function bestField({ fields }: Candidate, score: (field: Field) => number): number {
  return Math.max(0, ...fields.map((field) => score(field) * WEIGHT[field.part]));
}

function byEmail(text: string, email: string): number {
  if (text === email) return 100;
  return text.includes(email) ? 60 : 0;
}

/** The job itself, before its quote, before jobs that only share the digits: 500A, or 1500. */
function byJobNumber(
  { kind, jobNo }: Candidate,
  { number, digits }: Extract<FindQuery, { kind: 'job-number' }>,
): number {
  if (jobNo === undefined) return 0;
  const own = folded(jobNo).replaceAll(' ', '-');
  const [bare] = /\d+[a-z]*$/.exec(own) ?? [];
  const score = own === number || bare === number.replace(/^job-/, '') ? 120 : 0;
  const alike = bare?.replace(/\D+$/, '') === digits ? 90 : 0;
  const part = own.includes(digits) ? 20 : 0;
  return Math.max(score, alike, part) - (kind === 'quote' ? 10 : 0);
}

/** Every word has to stand somewhere; the more exactly and the closer to the name, the better. */
function byWords({ fields }: Candidate, words: readonly string[]): number {
  if (words.length === 0) return 0;
  const texts = fields.map(({ text, part }) => ({ words: wordsOf(text), weight: WEIGHT[part] }));
  let sum = 0;
  for (const word of words) {
    const best = Math.max(0, ...texts.map((text) => wordScore(text.words, word) * text.weight));
    if (best === 0) return 0;
    sum += best;
  }
  const asked = words.join(' ');
  const phrase = Math.max(0, ...texts.map((text) => phraseScore(text.words.join(' '), asked) * text.weight));
  return (60 * sum) / words.length + phrase;
}

function wordScore(words: readonly string[], asked: string): number {
  if (words.includes(asked)) return 1;
  if (words.some((word) => word.startsWith(asked))) return 0.8;
  return asked.length >= 3 && words.some((word) => word.includes(asked)) ? 0.5 : 0;
}

function phraseScore(text: string, asked: string): number {
  if (text === asked) return 40;
  return ` ${text} `.includes(` ${asked} `) ? 10 : 0;
}
