import type { Breach } from '../quality/reading-rules.ts';

const LONGEST_NAME = 500;
/** Titles and degrees as they are written, by their letters. */
const TITLES: ReadonlyMap<string, string> = new Map(
  [
    'Dr',
    'Prof',
    'Mr',
    'Mrs',
    'Ms',
    'MD',
    'DO',
    'DDS',
    'RN',
    'PhD',
    'MBBS',
    'FRCS',
    'Jr',
    'Sr',
    'II',
    'III',
  ].map((title) => [title.toLowerCase(), title]),
);
/** Small, unless the name begins with them. */
const PARTICLES = new Set([
  'van',
  'von',
  'der',
  'den',
  'de',
  'del',
  'della',
  'di',
  'da',
  'dos',
  'la',
  'le',
  'bin',
  'al',
]);
const SMALL_WORDS = new Set(['and', 'of', 'the', 'in', 'for']);

/**
 * `  dr.  JANE   o'brien` → `Dr. Jane O'Brien`. Titles are kept; a word in mixed case, like `McDonald`, stays as it is.
 */
export function personName(text: string): string | Breach {
  const words = text.replaceAll(/\s*,/g, ',').split(/\s+/);
  return shortEnough(words.map((word, index) => nameWord(word, index === 0)).join(' '));
}

/** `internal  MEDICINE` → `Internal Medicine`: groups are by this, so that every spelling must give one. */
export function specialtyName(text: string): string | Breach {
  const words = text.toLowerCase().split(/\s+/);
  return shortEnough(
    words.map((word, index) => (index > 0 && SMALL_WORDS.has(word) ? word : capitalised(word))).join(' '),
  );
}

function nameWord(word: string, isFirst: boolean): string {
  const lower = word.toLowerCase();
  const title = TITLES.get(lower.replaceAll(/[^\p{L}]/gu, ''));
  if (title !== undefined && /^\p{L}+\P{L}*$/u.test(word)) return title + word.slice(title.length);
  // Initials, like J.R.
  if (/^(\p{L}\.)+$/u.test(word)) return word.toUpperCase();
  if (!isFirst && PARTICLES.has(lower)) return lower;
  return word
    .split(/(?<=[-'’])/)
    .map(namePart)
    .join('');
}

function namePart(part: string): string {
  const lower = part.toLowerCase();
  return part === lower || part === part.toUpperCase() ? capitalised(lower) : part;
}

/** The first letter of every part: `smith-jones` → `Smith-Jones` */
function capitalised(lower: string): string {
  return lower.replaceAll(
    /(^|[^\p{L}\p{M}])(\p{L})/gu,
    (_, before: string, letter: string) => before + letter.toUpperCase(),
  );
}

function shortEnough(text: string): string | Breach {
  if (text.length <= LONGEST_NAME) return text;
  return { rule: 'text-too-long', message: `the text has ${text.length} characters` };
}
