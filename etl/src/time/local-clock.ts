import { Temporal } from 'temporal-polyfill';
import { DAY, HOUR } from './instants.ts';

const NANOSECONDS_PER_MICROSECOND = 1_000n;
/** A zone's offsets change at most a few times a year; a wall-clock day and its neighbours tell whether one is near. */
const NEIGHBOURHOOD = 1;

/**
 * Converts between instants and the wall clock of one time zone. Offsets are kept per day, so that a file of millions
 * of rows asks the time-zone database once for each of its days.
 */
export class LocalClock {
  readonly timeZone: string;
  readonly #offsets = new Map<number, number | 'changes'>();

  /** @throws {RangeError} if the zone is not known */
  constructor(timeZone: string) {
    this.timeZone = timeZone;
    this.#offsetAt(0);
  }

  /**
   * The instant of a wall-clock time given as microseconds since 1970-01-01T00:00 on that wall. A time that the clock
   * skips in spring is read as if the clock had not been set yet; one that it shows twice in autumn is the first of
   * the two (Temporal's `compatible`, RFC 5545's rule).
   */
  toInstant(wallMicroseconds: number): number {
    const day = Math.floor(wallMicroseconds / DAY);
    let offset = this.#offsets.get(day);
    if (offset === undefined) {
      offset = this.#offsetOfDay(day);
      this.#offsets.set(day, offset);
    }
    if (offset !== 'changes') return wallMicroseconds - offset;
    const wall = Temporal.Instant.fromEpochNanoseconds(BigInt(wallMicroseconds) * NANOSECONDS_PER_MICROSECOND)
      .toZonedDateTimeISO('UTC')
      .toPlainDateTime();
    return Number(wall.toZonedDateTime(this.timeZone).epochNanoseconds / NANOSECONDS_PER_MICROSECOND);
  }

  /** The first instant of a day, given as days since 1970-01-01: usually, but not everywhere, its midnight. */
  startOfDay(day: number): number {
    const date = Temporal.PlainDate.from(isoDay(day));
    return Number(date.toZonedDateTime(this.timeZone).epochNanoseconds / NANOSECONDS_PER_MICROSECOND);
  }

  /** The day that an instant falls on, as days since 1970-01-01. */
  dayOf(instant: number): number {
    return Math.floor((instant + this.#offsetAt(instant)) / DAY);
  }

  #offsetAt(instant: number): number {
    const zoned = Temporal.Instant.fromEpochMilliseconds(Math.floor(instant / 1_000)).toZonedDateTimeISO(
      this.timeZone,
    );
    return zoned.offsetNanoseconds / 1_000;
  }

  #offsetOfDay(day: number): number | 'changes' {
    const before = this.#offsetAt((day - NEIGHBOURHOOD) * DAY);
    for (
      let instant = (day - NEIGHBOURHOOD) * DAY;
      instant <= (day + 1 + NEIGHBOURHOOD) * DAY;
      instant += HOUR
    ) {
      if (this.#offsetAt(instant) !== before) return 'changes';
    }
    return before;
  }
}

/** `2025-06-29` from days since 1970-01-01. */
export function isoDay(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

/** Whether the text is a day of the calendar written like `2025-06-29`. */
export function isIsoDay(text: string): boolean {
  const day = /^\d{4}-\d\d-\d\d$/.test(text) ? parseIsoDay(text) : NaN;
  return !Number.isNaN(day) && isoDay(day) === text;
}

/** Days since 1970-01-01 from `2025-06-29`; NaN where the calendar has no such day. */
export function parseIsoDay(text: string): number {
  return Math.round(Date.parse(`${text}T00:00:00Z`) / 86_400_000);
}
