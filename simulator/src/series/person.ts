import { dice, smoothNoise, STREAM } from './random.ts';

/** A user whose data the simulator makes up. The same seed and time zone always give the same readings. */
export interface SimulatedUser {
  readonly id: string;
  readonly seed: number;
  /** IANA name; `UTC` when not given. Days, sleep and the civil times in answers follow it. */
  readonly timeZone?: string;
}

/** What stays the same about a person over the years. */
export interface Person {
  readonly age: number;
  /** Beats per minute at full effort. */
  readonly maximumBpm: number;
  /** Beats per minute at rest, around which fitness and days vary. */
  readonly restingBpm: number;
  /** Usual minutes after midnight of getting up and of falling asleep; the latter may exceed 1440. */
  readonly wakeMinute: number;
  readonly sleepMinute: number;
  readonly workoutsPerWeek: number;
}

export function personOf(seed: number): Person {
  const roll = dice(seed, STREAM.person, 0);
  const age = 24 + Math.floor(roll() * 36);
  return {
    age,
    // Tanaka, Monahan, Seals: "Age-predicted maximal heart rate revisited", JACC 2001.
    maximumBpm: Math.round(208 - 0.7 * age),
    restingBpm: 52 + roll() * 14,
    wakeMinute: 360 + roll() * 75,
    sleepMinute: 1_335 + roll() * 75,
    workoutsPerWeek: 2.5 + roll() * 2,
  };
}

/** Resting heart rate as fitness makes it, which comes and goes over months; `days` since 1970, with a fraction. */
export function restingBpmByFitness(seed: number, { restingBpm }: Person, days: number): number {
  return restingBpm + 4.5 * smoothNoise(seed, STREAM.fitness, days / 50);
}
