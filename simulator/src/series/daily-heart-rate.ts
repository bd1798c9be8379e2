import { diaryOf } from './day-plan.ts';
import { BLOCK_MS } from './heart-rate-series.ts';
import { restingBpmByFitness } from './person.ts';
import type { Recording } from './recording.ts';

export interface RestingHeartRate {
  readonly bpm: number;
  readonly calculationMethod: 'WITH_SLEEP' | 'ONLY_WITH_AWAKE_DATA';
}

export type HeartRateZoneType = 'LIGHT' | 'MODERATE' | 'VIGOROUS' | 'PEAK';

export interface HeartRateZone {
  readonly type: HeartRateZoneType;
  /** Both inclusive. */
  readonly minBpm: number;
  readonly maxBpm: number;
}

/** With fewer readings (about 100 minutes) no resting rate is given. */
const FEWEST_READINGS = 550;

/**
 * The resting heart rate of a civil day: from the night that ended on it, known once the user is up; without such a
 * night from the calmest moments of the day, known once the day is over. `undefined` while there is not enough.
 */
export function restingHeartRate(recording: Recording, day: number): RestingHeartRate | undefined {
  const diary = diaryOf(recording.user);
  const [asleepMs, upMs] = [diary.plan(day - 1).sleepMs, diary.plan(day).wakeMs];
  if (upMs > recording.nowMs) return undefined;
  const night = recording.heartRate(asleepMs, upMs).bpm;
  if (night.length >= FEWEST_READINGS) {
    return { bpm: quantile(night, 0.4), calculationMethod: 'WITH_SLEEP' };
  }
  const endOfDayMs = diary.clock.startOfDay(day + 1);
  if (endOfDayMs > recording.nowMs) return undefined;
  const awake = recording.heartRate(upMs, endOfDayMs).bpm;
  if (awake.length < FEWEST_READINGS) return undefined;
  return { bpm: quantile(awake, 0.03), calculationMethod: 'ONLY_WITH_AWAKE_DATA' };
}

/** Lower bounds as shares of the heart-rate reserve (Karvonen); the steps are those of the ACSM, PEAK that of Fitbit. */
const ZONES: readonly { readonly type: HeartRateZoneType; readonly fromShare: number }[] = [
  { type: 'LIGHT', fromShare: 0.3 },
  { type: 'MODERATE', fromShare: 0.4 },
  { type: 'VIGOROUS', fromShare: 0.6 },
  { type: 'PEAK', fromShare: 0.85 },
];

/** The zones of a civil day, from the age and the fitness of the weeks around it. */
export function heartRateZones({ user }: Recording, day: number): readonly HeartRateZone[] {
  const { person } = diaryOf(user);
  const { maximumBpm } = person;
  const rest = restingBpmByFitness(user.seed, person, day);
  const lowest = ZONES.map(({ fromShare }) => Math.round(rest + fromShare * (maximumBpm - rest)));
  return ZONES.map(({ type }, index) => ({
    type,
    minBpm: lowest[index] ?? maximumBpm,
    maxBpm: (lowest[index + 1] ?? Math.max(220, maximumBpm) + 1) - 1,
  }));
}

/** Whether the watch was worn on a civil day at all, so that the vendor has a day to speak of. */
export function wasWorn(recording: Recording, day: number): boolean {
  const { clock } = diaryOf(recording.user);
  const endMs = Math.min(clock.startOfDay(day + 1), recording.nowMs);
  // An hour at a time, since the first usually answers the question.
  for (let startMs = clock.startOfDay(day); startMs < endMs; startMs += BLOCK_MS) {
    if (recording.heartRate(startMs, Math.min(startMs + BLOCK_MS, endMs)).bpm.length > 0) return true;
  }
  return false;
}

function quantile(values: Uint8Array, share: number): number {
  return values.toSorted()[Math.floor(share * values.length)] ?? 0;
}

export interface ZoneInterval {
  readonly startMs: number;
  readonly endMs: number;
  readonly type: HeartRateZoneType;
}

const MINUTE_MS = 60_000;

/**
 * The times of a civil day that were spent in a zone: each whole minute counts for the zone of its mean heart rate,
 * neighbouring minutes of one zone are one interval. Minutes below the lowest zone are in none.
 */
export function timeInHeartRateZones(recording: Recording, day: number): readonly ZoneInterval[] {
  const { clock } = diaryOf(recording.user);
  const startMs = clock.startOfDay(day);
  const endMs = Math.min(clock.startOfDay(day + 1), Math.floor(recording.nowMs / MINUTE_MS) * MINUTE_MS);
  const zones = heartRateZones(recording, day);
  const intervals: ZoneInterval[] = [];
  for (const [minuteMs, mean] of minuteMeans(recording, startMs, endMs)) {
    const zone = zones.findLast(({ minBpm }) => mean >= minBpm);
    if (!zone) continue;
    const last = intervals.at(-1);
    if (last?.endMs === minuteMs && last.type === zone.type) {
      intervals[intervals.length - 1] = { ...last, endMs: minuteMs + MINUTE_MS };
    } else {
      intervals.push({ startMs: minuteMs, endMs: minuteMs + MINUTE_MS, type: zone.type });
    }
  }
  return intervals;
}

/** Start and rounded mean of each minute that has readings. */
function* minuteMeans(recording: Recording, startMs: number, endMs: number): Generator<[number, number]> {
  const { timestamps, bpm } = recording.heartRate(startMs, endMs);
  let at = 0;
  while (at < bpm.length) {
    const minute = Math.floor((timestamps[at] ?? 0) / MINUTE_MS);
    const first = at;
    let sum = 0;
    for (; at < bpm.length && Math.floor((timestamps[at] ?? 0) / MINUTE_MS) === minute; at += 1) {
      sum += bpm[at] ?? 0;
    }
    yield [minute * MINUTE_MS, Math.round(sum / (at - first))];
  }
}
