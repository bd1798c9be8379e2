import { Temporal } from 'temporal-polyfill';

export const DAY_MS = 86_400_000;

/** Offsets are looked up from here on; no user has data before. */
const FIRST_INSTANT = Date.UTC(2023, 11, 1);

/** The civil time of one time zone, fast enough to be asked for every reading. Days are counted from 1970-01-01. */
export class ZoneClock {
  readonly timeZone: string;
  /** Offsets and the instants from which they hold, in order; extended as later instants are asked for. */
  readonly #offsets: { readonly fromMs: number; readonly offsetMs: number }[];
  readonly #dayStarts = new Map<number, number>();
  #nextTransition: Temporal.ZonedDateTime | null;

  constructor(timeZone: string) {
    this.timeZone = timeZone;
    const first = Temporal.Instant.fromEpochMilliseconds(FIRST_INSTANT).toZonedDateTimeISO(timeZone);
    this.#offsets = [{ fromMs: -Infinity, offsetMs: first.offsetNanoseconds / 1e6 }];
    this.#nextTransition = first.getTimeZoneTransition('next');
  }

  /** Milliseconds that the zone's clocks are ahead of UTC at an instant after 2023-12-01. */
  offsetMs(instantMs: number): number {
    while (this.#nextTransition && this.#nextTransition.epochMilliseconds <= instantMs) {
      const { epochMilliseconds: fromMs, offsetNanoseconds } = this.#nextTransition;
      this.#offsets.push({ fromMs, offsetMs: offsetNanoseconds / 1e6 });
      this.#nextTransition = this.#nextTransition.getTimeZoneTransition('next');
    }
    return this.#offsets.findLast(({ fromMs }) => fromMs <= instantMs)?.offsetMs ?? 0;
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
