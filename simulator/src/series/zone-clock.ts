import { Temporal } from 'temporal-polyfill';

export const DAY_MS = 86_400_000;

/** Offsets are looked up from here on; no user has data before. */
const FIRST_INSTANT = Date.UTC(2023, 11, 1);

/** `[fromMs, untilMs)`, during which the zone's clocks keep their distance from UTC. */
interface OffsetSpan {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly offsetMs: number;
}

/** The civil time of one time zone, fast enough to be asked for every reading. Days are counted from 1970-01-01. */
export class ZoneClock {
  readonly timeZone: string;
  /** In order, without gaps; extended as later instants are asked for. */
  readonly #offsets: OffsetSpan[] = [];
  /** The offset that was asked for last: neighbouring readings share it. */
  #latest: OffsetSpan;
  readonly #dayStarts = new Map<number, number>();
  #next: Temporal.ZonedDateTime | null;

  constructor(timeZone: string) {
    this.timeZone = timeZone;
    this.#next = Temporal.Instant.fromEpochMilliseconds(FIRST_INSTANT).toZonedDateTimeISO(timeZone);
    this.#latest = this.#extend(this.#next, -Infinity);
  }

  /** Milliseconds that the zone's clocks are ahead of UTC at an instant after 2023-12-01. */
  offsetMs(instantMs: number): number {
    if (instantMs >= this.#latest.fromMs && instantMs < this.#latest.untilMs) return this.#latest.offsetMs;
    while (this.#next && this.#next.epochMilliseconds <= instantMs) {
      this.#extend(this.#next, this.#next.epochMilliseconds);
    }
    this.#latest =
      this.#offsets.find(({ fromMs, untilMs }) => fromMs <= instantMs && instantMs < untilMs) ?? this.#latest;
    return this.#latest.offsetMs;
  }

  /** Adds the span that begins at a change of clocks, and finds the next change. */
  #extend(change: Temporal.ZonedDateTime, fromMs: number): OffsetSpan {
    this.#next = change.getTimeZoneTransition('next');
    const span = {
      fromMs,
      untilMs: this.#next?.epochMilliseconds ?? Infinity,
      offsetMs: change.offsetNanoseconds / 1e6,
    };
    this.#offsets.push(span);
    return span;
  }

  /** The civil day that an instant lies in. */
  dayOf(instantMs: number): number {
    return Math.floor((instantMs + this.offsetMs(instantMs)) / DAY_MS);
  }

  /** The first instant of a civil day, which need not be at midnight where clocks change then. */
  startOfDay(day: number): number {
    let start = this.#dayStarts.get(day);
    if (start === undefined) {
      start = dateOf(day).toZonedDateTime(this.timeZone).epochMilliseconds;
      this.#dayStarts.set(day, start);
    }
    return start;
  }
}

function dateOf(day: number): Temporal.PlainDate {
  return Temporal.PlainDate.from('1970-01-01').add({ days: day });
}

const clocks = new Map<string, ZoneClock>();

/** One clock per zone, since its table of offsets is worth keeping. */
export function zoneClock(timeZone: string): ZoneClock {
  let clock = clocks.get(timeZone);
  if (!clock) clocks.set(timeZone, (clock = new ZoneClock(timeZone)));
  return clock;
}
