import { parseDecimal, type Breach } from '../quality/reading-rules.ts';
import { DAY, isCalendarDay, parseInstant } from '../time/instants.ts';
import type { ParseContext } from './table-dataset.ts';

export const LONGEST_IDENTIFIER = 128;
/** numeric(14, 4) */
const AMOUNT = /^\d{1,10}([.,]\d{1,4})?$/;
const MOST_REMEMBERED = 10_000;
const ISO_DAY = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const SLASHED_DAY = /^(\d{4})\/(\d{1,2})\/(\d{1,2})$/;
const EUROPEAN_DAY = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/;
const AMERICAN_DAY = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/;

const ERROR = /^#(?:N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA)$/i;

/** What a spreadsheet, or a CSV made from one, has in place of a value. */
export function cellError(text: string): Breach | undefined {
  const isError = text.startsWith('#') && ERROR.test(text);
  if (!isError && !text.startsWith('=')) return undefined;
  return {
    rule: 'cell-error',
    message: isError ? `the cell holds the error ${text}` : 'the cell holds a formula without its result',
  };
}

/** `p001` → `P001` */
export function identifier(text: string): string | Breach {
  if (text.length <= LONGEST_IDENTIFIER) return text.toUpperCase();
  return { rule: 'id-invalid', message: `the identifier has ${text.length} characters, which is too long` };
}

/** `2025-12-01`, `2025/12/01` or, month first, `12/01/2025` → ISO */
export const day = remembered((text) => {
  const [, year = '', month = '', dayOfMonth = ''] = ISO_DAY.exec(text) ?? SLASHED_DAY.exec(text) ?? [];
  if (year !== '') return calendarDay(text, year, month, dayOfMonth, ['2025/12/01', '12/01/2025']);
  const [, americanMonth = '', americanDay = '', americanYear = ''] = AMERICAN_DAY.exec(text) ?? [];
  return calendarDay(text, americanYear, americanMonth, americanDay, ['2025/12/01', '12/01/2025']);
});

/** Remembers what was made of the last texts: the days of a file are few, and each stands there a thousand times. */
function remembered(parse: (text: string) => string | Breach): (text: string) => string | Breach {
  const known = new Map<string, string | Breach>();
  return (text) => {
    let parsed = known.get(text);
    if (parsed === undefined) {
      if (known.size === MOST_REMEMBERED) known.clear();
      known.set(text, (parsed = parse(text)));
    }
    return parsed;
  };
}

/** `2025-12-31` or, day first, `31/12/2025` → ISO */
export function europeanDay(text: string): string | Breach {
  const [, year = '', month = '', dayOfMonth = ''] = ISO_DAY.exec(text) ?? [];
  if (year !== '') return calendarDay(text, year, month, dayOfMonth, ['31/12/2025']);
  const [, europeanDayOfMonth = '', europeanMonth = '', europeanYear = ''] = EUROPEAN_DAY.exec(text) ?? [];
  return calendarDay(text, europeanYear, europeanMonth, europeanDayOfMonth, ['31/12/2025']);
}

/** @param examples of how it can be written, besides ISO */
export function calendarDay(
  text: string,
  year: string,
  month: string,
  dayOfMonth: string,
  examples: readonly string[],
): string | Breach {
  // PostgreSQL knows no year 0.
  if (Number(year) > 0 && isCalendarDay(Number(year), Number(month), Number(dayOfMonth))) {
    return `${year}-${month.padStart(2, '0')}-${dayOfMonth.padStart(2, '0')}`;
  }
  return {
    rule: 'date-invalid',
    message: `${JSON.stringify(text)} is no day of the calendar written as 2025-12-01 or ${examples.join(' or ')}`,
  };
}

/** A number from 0 to `atMost`, with a decimal point or comma → with a point */
export function numberUpTo(atMost: number): (text: string) => string | Breach {
  return (text) => {
    const written = text.replace(',', '.');
    const value = parseDecimal(written);
    if (Number.isNaN(value)) {
      return { rule: 'value-not-a-number', message: `${JSON.stringify(text)} is no number like 83.9` };
    }
    if (value >= 0 && value <= atMost) return written;
    return { rule: 'value-out-of-range', message: `${text} is not from 0 to ${atMost}` };
  };
}

/** An amount that is not negative, with a decimal point or comma and up to four decimals → with a point */
export function amount(text: string): string | Breach {
  if (AMOUNT.test(text)) return text.replace(',', '.');
  const value = parseDecimal(text.replace(',', '.'));
  if (Number.isNaN(value)) {
    return { rule: 'value-not-a-number', message: `${JSON.stringify(text)} is no amount like 120.50` };
  }
  return {
    rule: 'value-out-of-range',
    message:
      value < 0
        ? `${text} is negative`
        : `${text} is not below 10,000,000,000 with at most four decimals, written out`,
  };
}

/** RFC 3339; a time without offset is taken for UTC. Not more than a day ahead of `now`. */
export function instant(text: string, { now }: ParseContext): string | Breach {
  const isWithOffset = /(?:[zZ]|[+-]\d\d:\d\d)$/.test(text);
  const written = isWithOffset ? text : `${text.replace(' ', 'T')}Z`;
  const microseconds = parseInstant(written);
  if (microseconds === undefined || written.startsWith('0000')) {
    return {
      rule: 'timestamp-invalid',
      message: `${JSON.stringify(text)} is no time like 2025-12-01T10:00:00Z`,
    };
  }
  if (microseconds > now.getTime() * 1_000 + DAY) {
    return { rule: 'timestamp-in-future', message: 'the timestamp lies more than a day ahead' };
  }
  return written;
}

/** A cell as it is meant: without control and invisible characters, and without spaces around it. */
export function tidy(text: string): string {
  // The common case costs one look.
  if (!/[^\x20-\x7e]/.test(text)) return text.trim();
  return text
    .replaceAll(/\p{Cc}/gu, ' ')
    .replaceAll(/\p{Cf}/gu, '')
    .trim();
}
