/*
 * How people spell the same thing in different ways: upper and lower case, accents and macrons, apostrophes,
 * "Street" and "St", and the many ways to write a phone number.
 */

/** Letters that do not come apart into a plain one and a mark. */
const LETTERS: Readonly<Record<string, string>> = { ø: 'o', ł: 'l', đ: 'd', ß: 'ss', æ: 'ae', œ: 'oe' };

/** "Ngā Whare – O’Brien's" → "nga whare obriens": lower case, no marks, words apart by one blank. */
export function folded(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f'’`]/g, '')
    .replace(/[øłđßæœ]/g, (letter) => LETTERS[letter] ?? letter)
    .replace(/[^\p{Letter}\p{Number}]+/gu, ' ')
    .trim();
}

/** What stands for each other in addresses and names of firms. */
const SHORT: Readonly<Record<string, string>> = {
  street: 'st',
  road: 'rd',
  avenue: 'ave',
  av: 'ave',
  drive: 'dr',
  lane: 'ln',
  place: 'pl',
  court: 'ct',
  crescent: 'cres',
  terrace: 'tce',
  grove: 'gr',
  highway: 'hwy',
  parade: 'pde',
  square: 'sq',
  mount: 'mt',
  saint: 'st',
  limited: 'ltd',
  and: '',
};

/** The folded words of a text, each in its short form. */
export function wordsOf(text: string): string[] {
  const plain = folded(text.replaceAll('&', ' '));
  return plain.split(' ').flatMap((word) => (SHORT[word] ?? word) || []);
}

/** Whether a word says nothing about which record is meant, such as "st" or "ltd"; in its short form. */
export function isCommonWord(word: string): boolean {
  return COMMON.has(word);
}

const COMMON = new Set([...Object.values(SHORT), 'the', 'of', 'job', 'quote', 'unit', 'flat', 'lot', 'shop']);

/** The digits of a phone number, without a "(0)" that only stands beside a country's code. */
export function digitsOf(phone: string): string {
  return phone.replace(/\(0\)/g, '').replace(/\D/g, '');
}

/** With fewer than these no phone number is meant as a whole. */
const SHORTEST_PHONE = 6;

/**
 * How far one number is another: `same` however the country's code and the zeros before it are written, `part`
 * where it holds the digits that were asked for.
 */
export function comparePhones(stored: string, asked: string): 'same' | 'part' | undefined {
  const [a, b] = [stored, asked].map((phone) => digitsOf(phone).replace(/^0+/, ''));
  if (a === undefined || b === undefined || a.length < SHORTEST_PHONE) return undefined;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  // What the longer one has in front can be a country's code: one to three digits.
  const isSame =
    short.length >= SHORTEST_PHONE + 1 && long.endsWith(short) && long.length - short.length <= 3;
  if (isSame) return 'same';
  return digitsOf(stored).includes(digitsOf(asked)) || a.includes(b) ? 'part' : undefined;
}
