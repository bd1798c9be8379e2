import { fromSerial } from '../extractors/excel/serial-date.ts';
import type { Breach } from '../quality/reading-rules.ts';
import type { ParseContext } from './table-dataset.ts';
import { calendarDay, LONGEST_IDENTIFIER } from './values.ts';

/** What people and programs write where there is nothing. */
const NOTHING = /^(nan|null|none|nil|n\/?a|undefined)$/i;
const MISSING = { rule: 'field-missing', message: 'the identifier is required and empty' } as const;

/**
 * An identifier as people and programs write it: `34`, `"34.0"`, `'034`, `#34;` and ` 34 ` are all `34`, and `d-07.` is
 * `D-07`. Zeros before a number count for nothing, since Excel takes them away.
 */
export function recordId(text: string): string | Breach {
  const written = text.normalize('NFKC').toUpperCase();
  if (NOTHING.test(written)) return MISSING;
  const whole = written.replace(/(\d)\.0{1,2}(?=[^\p{L}\p{N}]*$)/u, '$1');
  if (/\d[.]\d|\d\s+\d|^[^\p{L}\p{N}]*\d+E\+\d+/u.test(whole)) {
    return {
      rule: 'id-invalid',
      message: `${JSON.stringify(text.slice(0, LONGEST_IDENTIFIER))} is no identifier: it was rounded, or is more than one`,
    };
  }
  const bare = whole.replaceAll(/[^\p{L}\p{N}_-]+/gu, '').replaceAll(/^[_-]+|[_-]+$/g, '');
  if (bare === '') return MISSING;
  if (bare.length > LONGEST_IDENTIFIER) {
    return { rule: 'id-invalid', message: `the identifier has ${bare.length} characters, which is too long` };
  }
  return /^\d+$/.test(bare) ? bare.replace(/^0+(?=\d)/, '') : bare;
}

/** 1970-01-01: a smaller number in a column of dates is something else. */
const FIRST_SERIAL = 25_569;
const TIME_OF_DAY = /[T\s]\s*\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*(Z|[AP]M|[+-]\d{2}:?\d{2})?$/i;
const YEAR_FIRST = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/;
const MONTH_FIRST = /^(\d{1,2})[-/](\d{1,2})[-/](\d{4})$/;

/**
 * The day of a booking → ISO: `2025-12-01`, `2025/12/01`, month first `12/01/2025` or `12-01-2025`, or Excel's number of
 * the day; stray characters around and between and a time of day do not count. Not more than some years ahead.
 */
export function bookingDay(text: string, { now, bookingYearsAhead }: ParseContext): string | Breach {
  const day = readDay(text);
  if (typeof day !== 'string') return day;
  const latest = new Date(now);
  latest.setUTCFullYear(latest.getUTCFullYear() + bookingYearsAhead);
  if (day <= latest.toISOString().slice(0, 10)) return day;
  return { rule: 'date-implausible', message: `${day} lies more than ${bookingYearsAhead} years ahead` };
}

function readDay(text: string): string | Breach {
  if (/^\d+(\.\d+)?$/.test(text)) {
    const serial = Number(text);
    const day = serial < FIRST_SERIAL ? undefined : fromSerial(serial)?.slice(0, 10);
    if (day !== undefined) return day;
  }
  const bare = text
    // A letter is no stray character: an O may stand for a 0.
    .replaceAll(/[^\p{L}\p{N}/\-.:+\s]/gu, '')
    .replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')
    .replace(TIME_OF_DAY, '')
    .replaceAll(/[\s.]*([-/])[\s./-]*/g, '$1')
    .replace(/[^\p{L}\p{N}]+$/u, '');
  const [, year = '', month = '', dayOfMonth = ''] = YEAR_FIRST.exec(bare) ?? [];
  if (year !== '') return calendarDay(text, year, month, dayOfMonth, EXAMPLES);
  const [, firstMonth = '', secondDay = '', lastYear = ''] = MONTH_FIRST.exec(bare) ?? [];
  return calendarDay(text, lastYear, firstMonth, secondDay, EXAMPLES);
}

const EXAMPLES = ['2025/12/01', '12/01/2025', '12-01-2025'];

/** Spellings by their letters alone. Only these: `unconfirmed` is close to `confirmed`, and its opposite. */
const STATUSES: ReadonlyMap<string, 'confirmed' | 'cancelled'> = new Map([
  ...['confirmed', 'confirm', 'confirmd', 'confirmado', 'comfirmed', 'confimed', 'confrimed', 'conf'].map(
    (spelling) => [spelling, 'confirmed'] as const,
  ),
  ...['cancelled', 'canceled', 'cancel', 'cancelado', 'cancled', 'canceld', 'cancelld', 'cancelation'].map(
    (spelling) => [spelling, 'cancelled'] as const,
  ),
]);

/** `Confirmed`, `confirmed.` → `confirmed`; `canceled`, `CANCELLED ` → `cancelled`; all else → `unknown` */
export function bookingStatus(text: string): string {
  const letters = text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}]+/gu, '');
  return STATUSES.get(letters) ?? 'unknown';
}
