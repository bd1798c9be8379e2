import { personOf, type Person, type SimulatedUser } from './person.ts';
import { dice, STREAM } from './random.ts';
import { zoneClock, type ZoneClock } from './zone-clock.ts';

export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

/** Something that raises the heart rate: a walk, or a workout that the watch follows closely. */
export interface Effort extends Span {
  /** Share of the way from calm to the maximum that is reached after the ramp. */
  readonly intensity: number;
  readonly workout: boolean;
}

/** What a person does on one civil day; decided from seed and day alone. */
export interface DayPlan {
  readonly wakeMs: number;
  /** Falling asleep at the end of this day, often after midnight. */
  readonly sleepMs: number;
  readonly efforts: readonly Effort[];
  readonly offWrist: readonly Span[];
  /** Whether the watch stayed in a drawer for the whole day. */
  readonly notWorn: boolean;
}

const MINUTE_MS = 60_000;

/** Plans of one user, made when asked for. */
export class Diary {
  readonly person: Person;
  readonly clock: ZoneClock;
  readonly #seed: number;
  readonly #plans = new Map<number, DayPlan>();

  constructor(seed: number, timeZone: string) {
    this.#seed = seed;
    this.person = personOf(seed);
    this.clock = zoneClock(timeZone);
  }

  plan(day: number): DayPlan {
    let plan = this.#plans.get(day);
    if (!plan) this.#plans.set(day, (plan = this.#decide(day)));
    return plan;
  }

  #decide(day: number): DayPlan {
    const roll = dice(this.#seed, STREAM.day, day);
    const between = (least: number, most: number) => least + roll() * (most - least);
    const midnight = this.clock.startOfDay(day);
    const span = (startMinute: number, minutes: number): Span => ({
      startMs: midnight + startMinute * MINUTE_MS,
      endMs: midnight + (startMinute + minutes) * MINUTE_MS,
    });

    // 1970-01-01 was a Thursday.
    const weekend = (day + 4) % 7 === 0 || (day + 4) % 7 === 6;
    const wake = this.person.wakeMinute + between(-30, 35) + (weekend ? 55 : 0);
    const asleep = this.person.sleepMinute + between(-40, 45) + (weekend ? 25 : 0);

    const efforts: Effort[] = [];
    for (let walks = Math.floor(between(1, 4)); walks > 0; walks -= 1) {
      const walk = span(between(wake + 60, asleep - 120), between(8, 35));
      efforts.push({ ...walk, intensity: between(0.16, 0.34), workout: false });
    }
    if (roll() < this.person.workoutsPerWeek / 7) {
      const start = roll() < 0.3 ? wake + 80 : between(1_010, 1_150);
      efforts.push({ ...span(start, between(25, 70)), intensity: between(0.55, 0.86), workout: true });
    }

    const offWrist: Span[] = [];
    // Charging: in the bathroom in the morning, or beside the sofa in the evening.
    if (roll() < 0.8) offWrist.push(span(roll() < 0.5 ? wake + 10 : between(1_240, 1_270), between(20, 60)));
    for (let pauses = Math.floor(roll() * 3); pauses > 0; pauses -= 1) {
      offWrist.push(span(between(wake, asleep), between(3, 15)));
    }
    if (roll() < 0.06) offWrist.push(span(between(540, 960), between(120, 360)));
    if (roll() < 0.05) offWrist.push(span(asleep - 10, between(420, 540)));
    const notWorn = roll() < 0.025;
    if (notWorn) offWrist.push({ startMs: midnight, endMs: this.clock.startOfDay(day + 1) });

    const wakeMs = midnight + wake * MINUTE_MS;
    return { wakeMs, sleepMs: midnight + asleep * MINUTE_MS, efforts, offWrist, notWorn };
  }
}

const diaries = new Map<string, Diary>();

/** The diary of a user; kept, since neighbouring blocks and pages ask for the same days. */
export function diaryOf({ seed, timeZone = 'UTC' }: SimulatedUser): Diary {
  const key = `${seed} ${timeZone}`;
  let diary = diaries.get(key);
  if (!diary) diaries.set(key, (diary = new Diary(seed, timeZone)));
  return diary;
}
