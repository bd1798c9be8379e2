import { USER_ID, USER_ID_RULE } from '@systole/service-kit';
import type { RawBatch } from '../extractors/base-extractor.ts';
import type { Lines } from '../extractors/lines.ts';
import { parseDecimal, type ReadingRules } from '../quality/reading-rules.ts';
import type { Place, Reject, Rule } from '../quality/reject.ts';
import { ReadingsBuilder } from '../readings.ts';
import { DAY, SECOND, daysFromCivil, isCalendarDay } from '../time/instants.ts';
import type { LocalClock } from '../time/local-clock.ts';
import { BaseTransformer, type Transformed } from './base-transformer.ts';

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const COMMA = 0x2c;
const SLASH = 0x2f;
const COLON = 0x3a;
const ZERO = 0x30;
const LETTER_A = 0x41;
const LETTER_M = 0x4d;
const LETTER_P = 0x50;

/** `4/12/2016 7:21:00 AM` */
const WALL_TIME = /^(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d{1,2}):(\d\d):(\d\d) (AM|PM)$/;

/**
 * Lines `Id,Time,Value` to readings. Times are a wall clock's, `M/D/YYYY h:mm:ss AM`, in a zone that the file does not
 * name. A line as Fitabase writes it is read byte by byte, without making a string of it; any other line goes the slow
 * way, which finds out what is wrong with it.
 */
export class FitabaseHeartRateTransformer extends BaseTransformer<Lines> {
  readonly #clock: LocalClock;
  readonly #rules: ReadingRules;
  /** Where the byte-wise reader stands in its piece, -1 once it has met what it does not know. */
  #at = 0;
  /** The day of the line before, as it stands in the file up to its space: nearly always the next line's as well. */
  #dayBytes = Buffer.alloc(0);
  /** Its midnight on the wall clock. */
  #dayStart = 0;

  constructor(clock: LocalClock, rules: ReadingRules) {
    super();
    this.#clock = clock;
    this.#rules = rules;
  }

  override transform({ payload: { bytes, firstLine }, place }: RawBatch<Lines>): Transformed {
    const byUser = new Map<string, ReadingsBuilder>();
    const rejects: Reject[] = [];
    let userBytes = bytes.subarray(0, 0);
    let readings: ReadingsBuilder | undefined;
    let line = firstLine;
    for (let start = 0; start < bytes.length; line += 1) {
      this.#at = start;
      if (readings && this.#skip(bytes, userBytes)) {
        const wall = this.#readWallTime(bytes);
        const value = this.#readInteger(bytes, 1, 3);
        this.#endLine(bytes);
        if (this.#at >= 0) {
          const timestamp = this.#clock.toInstant(wall);
          if (this.#rules.accepts(timestamp, value)) {
            readings.add(timestamp, value);
            start = this.#at;
            continue;
          }
        }
      }
      const lineEnd = bytes.indexOf(LF, start);
      const end = lineEnd === -1 ? bytes.length : lineEnd;
      const text = bytes.toString('utf8', start, bytes[end - 1] === CR ? end - 1 : end);
      const taken = this.#parseLine(text, { ...place, line });
      if (taken && 'rule' in taken) {
        rejects.push(taken);
      } else if (taken) {
        readings = byUser.get(taken.userId);
        if (!readings) {
          // Room for the rest of the piece, since most files are sorted by user: arrays that grow are mostly garbage.
          const lines = byUser.size === 0 ? Math.ceil((bytes.length - start) / (end + 1 - start)) : undefined;
          byUser.set(taken.userId, (readings = new ReadingsBuilder(taken.userId, 0, lines)));
        }
        readings.add(taken.timestamp, taken.value);
        userBytes = bytes.subarray(start, bytes.indexOf(COMMA, start) + 1);
      }
      start = end + 1;
    }
    return { readings: [...byUser.values()], rejects };
  }

  /** Goes past `expected` if that is what comes next. */
  #skip(bytes: Buffer, expected: Buffer): boolean {
    const at = this.#at;
    for (let i = 0; i < expected.length; i += 1) if (bytes[at + i] !== expected[i]) return false;
    this.#at = at + expected.length;
    return true;
  }

  /** `M/D/YYYY h:mm:ss AM,` in microseconds of the wall clock; the position is lost for anything else. */
  #readWallTime(bytes: Buffer): number {
    if (this.#dayBytes.length === 0 || !this.#skip(bytes, this.#dayBytes)) this.#readDay(bytes);
    const hour = this.#readInteger(bytes, 1, 2);
    this.#expect(bytes, COLON);
    const minute = this.#readInteger(bytes, 2, 2);
    this.#expect(bytes, COLON);
    const second = this.#readInteger(bytes, 2, 2);
    this.#expect(bytes, SPACE);
    const isPm = bytes[this.#at] === LETTER_P;
    this.#expect(bytes, isPm ? LETTER_P : LETTER_A);
    this.#expect(bytes, LETTER_M);
    this.#expect(bytes, COMMA);
    const time = sinceMidnight(hour, minute, second, isPm);
    if (Number.isNaN(time)) this.#at = -1;
    return this.#dayStart + time;
  }

  /** `M/D/YYYY ` */
  #readDay(bytes: Buffer): void {
    const start = this.#at;
    const month = this.#readInteger(bytes, 1, 2);
    this.#expect(bytes, SLASH);
    const day = this.#readInteger(bytes, 1, 2);
    this.#expect(bytes, SLASH);
    const year = this.#readInteger(bytes, 4, 4);
    this.#expect(bytes, SPACE);
    if (this.#at < 0 || !isCalendarDay(year, month, day)) {
      this.#at = -1;
      return;
    }
    this.#dayStart = daysFromCivil(year, month, day) * DAY;
    // A copy: the piece it stands in would be kept for as long.
    this.#dayBytes = Buffer.from(bytes.subarray(start, this.#at));
  }

  #readInteger(bytes: Buffer, fewestDigits: number, mostDigits: number): number {
    if (this.#at < 0) return NaN;
    let value = 0;
    let digits = 0;
    for (; digits < mostDigits; digits += 1) {
      const digit = (bytes[this.#at + digits] ?? 0) - ZERO;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    this.#at = digits < fewestDigits ? -1 : this.#at + digits;
    return value;
  }

  #expect(bytes: Buffer, byte: number): void {
    if (this.#at >= 0) this.#at = bytes[this.#at] === byte ? this.#at + 1 : -1;
  }

  #endLine(bytes: Buffer): void {
    if (this.#at < 0) return;
    if (bytes[this.#at] === CR) this.#at += 1;
    if (this.#at < bytes.length) this.#expect(bytes, LF);
  }

  /** The slow way: says exactly what is wrong. Nothing for a blank line. */
  #parseLine(
    text: string,
    place: Place,
  ): { userId: string; timestamp: number; value: number } | Reject | undefined {
    if (text.trim() === '') return undefined;
    const fields = text.split(',').map((field) => field.trim());
    const [id = '', time = '', rawValue = ''] = fields;
    const reject = (rule: Rule, column: string | undefined, message: string, raw: string): Reject => ({
      userId: USER_ID.test(id) ? id : null,
      place: { ...place, ...(column !== undefined && { column }) },
      rule,
      message,
      rawValue: raw,
    });
    if (fields.length !== 3) {
      return reject('row-shape', undefined, `the line has ${fields.length} fields, not 3`, text);
    }
    if (id === '') return reject('user-missing', 'Id', 'the line does not say whose reading it is', text);
    if (!USER_ID.test(id)) return reject('user-invalid', 'Id', `the user id ${USER_ID_RULE}`, id);
    const wall = parseWallTime(time);
    if (Number.isNaN(wall)) {
      return reject(
        'timestamp-invalid',
        'Time',
        `${JSON.stringify(time)} is no time like 4/12/2016 7:21:00 AM`,
        time,
      );
    }
    const timestamp = this.#clock.toInstant(wall);
    const value = parseDecimal(rawValue);
    const breach = this.#rules.breach(timestamp, value);
    if (!breach) return { userId: id, timestamp, value };
    return breach.rule === 'timestamp-in-future'
      ? reject(breach.rule, 'Time', breach.message, time)
      : reject(breach.rule, 'Value', breach.message, rawValue);
  }
}

function parseWallTime(text: string): number {
  const match = WALL_TIME.exec(text);
  if (!match) return NaN;
  const [month, day, year, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return wallMicroseconds(year, month, day, hour, minute, second, match[7] === 'PM');
}

function wallMicroseconds(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  isPm: boolean,
): number {
  if (!isCalendarDay(year, month, day)) return NaN;
  return daysFromCivil(year, month, day) * DAY + sinceMidnight(hour, minute, second, isPm);
}

/** Microseconds; NaN for what no twelve-hour clock shows. 12 AM is midnight, 12 PM noon. */
function sinceMidnight(hour: number, minute: number, second: number, isPm: boolean): number {
  if (hour < 1 || hour > 12 || minute > 59 || second > 59) return NaN;
  return (((hour % 12) + (isPm ? 12 : 0)) * 60 + minute) * 60 * SECOND + second * SECOND;
}
