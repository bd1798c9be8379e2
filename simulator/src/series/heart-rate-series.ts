import { diaryOf, type Diary, type Effort, type Span } from './day-plan.ts';
import { restingBpmByFitness, type SimulatedUser } from './person.ts';
import { dice, smoothNoise, STREAM } from './random.ts';
import { DAY_MS } from './zone-clock.ts';

/** Readings in order of time; both arrays have the same length. */
export interface HeartRateSeries {
  /** Milliseconds since 1970, whole seconds. */
  readonly timestamps: Float64Array;
  /** Beats per minute, 30 to 220. */
  readonly bpm: Uint8Array;
}

/** Every simulated user got the watch at this instant. */
export const HISTORY_START_MS = Date.UTC(2024, 0, 1);

/** Readings are made an hour (of UTC) at a time; an hour depends on nothing but the user and its own number. */
export const BLOCK_MS = 3_600_000;

/** After an effort the heart rate falls back with this time constant; a few of them later nothing is left. */
const RECOVERY_MS = 160_000;
const RAMP_MS = 130_000;
const AFTERGLOW_MS = 6 * RECOVERY_MS;

/** Falling asleep and waking up take about this long. */
const DOZE_MS = 12 * 60_000;

/**
 * The readings of a user in `[startMs, endMs)`: the truth that the simulator's answers are made from. Any window gives
 * the same readings as the same part of a larger window. It knows no clock: the future is there too.
 */
export function heartRateSeries(user: SimulatedUser, startMs: number, endMs: number): HeartRateSeries {
  const from = Math.max(startMs, HISTORY_START_MS);
  const diary = diaryOf(user);
  const blocks: HeartRateSeries[] = [];
  for (let block = Math.floor(from / BLOCK_MS); block * BLOCK_MS < endMs; block += 1) {
    blocks.push(slice(blockOf(user.seed, diary, block), from, endMs));
  }
  return concatenate(blocks);
}

function blockOf(seed: number, diary: Diary, block: number): HeartRateSeries {
  const startMs = block * BLOCK_MS;
  const scene = sceneOf(diary, startMs);
  const beatsAt = heartRateModel(seed, diary, scene, startMs);
  const roll = dice(seed, STREAM.sampling, block);
  const timestamps = new Float64Array(BLOCK_MS / 1_000);
  const bpm = new Uint8Array(BLOCK_MS / 1_000);
  let count = 0;
  // Blocks begin in their first two seconds and steps are at most 14 s, so that no two readings of a worn watch are
  // more than 15 s apart, across the border of blocks too.
  let second = Math.floor(roll() * 2);
  while (second < 3_600) {
    const instant = startMs + second * 1_000;
    if (!contains(scene.offWrist, instant)) {
      timestamps[count] = instant;
      bpm[count] = beatsAt(instant);
      count += 1;
    }
    const close = contains(scene.workouts, instant);
    second += close ? 1 + Math.floor(roll() * 2) : 8 + Math.floor(roll() * 7);
  }
  return { timestamps: timestamps.subarray(0, count), bpm: bpm.subarray(0, count) };
}

/** What of the diary reaches into one block. */
interface Scene {
  readonly nights: readonly Span[];
  readonly efforts: readonly Effort[];
  readonly workouts: readonly Span[];
  readonly offWrist: readonly Span[];
}

function sceneOf(diary: Diary, startMs: number): Scene {
  const endMs = startMs + BLOCK_MS;
  const reaches = (marginMs: number) => (span: Span) =>
    span.startMs - marginMs < endMs && span.endMs + marginMs > startMs;
  const firstDay = diary.clock.dayOf(startMs) - 1;
  const days = diary.clock.dayOf(endMs) + 2 - firstDay;
  const plans = Array.from({ length: days }, (_, index) => diary.plan(firstDay + index));
  const efforts = plans.flatMap((plan) => plan.efforts).filter(reaches(AFTERGLOW_MS));
  return {
    nights: plans
      .slice(1)
      .map((plan, index) => ({ startMs: plans[index]?.sleepMs ?? plan.wakeMs, endMs: plan.wakeMs }))
      .filter(reaches(DOZE_MS)),
    efforts,
    workouts: efforts.filter((effort) => effort.workout),
    offWrist: plans.flatMap((plan) => plan.offWrist).filter(reaches(0)),
  };
}

/** Beats per minute at any instant of a block: rest, time of day, sleep, efforts, and noise on four scales. */
function heartRateModel(
  seed: number,
  diary: Diary,
  scene: Scene,
  blockStartMs: number,
): (instantMs: number) => number {
  const { maximumBpm } = diary.person;
  const offsetMs = diary.clock.offsetMs(blockStartMs);
  return (instantMs) => {
    const days = instantMs / DAY_MS;
    const rest =
      restingBpmByFitness(seed, diary.person, days) + 2 * smoothNoise(seed, STREAM.dayToDay, days / 1.5);

    const hour = ((instantMs + offsetMs) % DAY_MS) / 3_600_000;
    const restless = smoothNoise(seed, STREAM.restlessness, instantMs / 150_000);
    const beat = smoothNoise(seed, STREAM.beat, instantMs / 18_000);
    const active = Math.max(0, smoothNoise(seed, STREAM.activity, instantMs / 600_000) - 0.1);
    const awake =
      rest +
      15 +
      5 * Math.cos(((hour - 16) / 24) * 2 * Math.PI) +
      30 * active * active +
      5 * restless +
      2.5 * beat;

    const { depth, asleepForMs, share } = sleepAt(scene.nights, instantMs);
    // Deepest in the first half of the night, with the slow swing of sleep cycles of about 90 minutes.
    const asleep =
      rest -
      3 * Math.sin(Math.PI * Math.min(1, share * 1.15)) +
      2.2 * Math.sin((asleepForMs / 5_400_000) * 2 * Math.PI) +
      1.5 * restless +
      1.2 * beat;
    const calm = awake + (asleep - awake) * depth;

    const effort = effortAt(scene.efforts, instantMs);
    const wanted = calm + effort * (maximumBpm - calm) + 3 * effort * beat;
    return Math.round(Math.min(220, Math.max(30, wanted)));
  };
}

/** How deep asleep (0 awake, 1 asleep), for how long, and how far through the night. */
function sleepAt(nights: readonly Span[], instantMs: number) {
  for (const { startMs, endMs } of nights) {
    const falling = (instantMs - startMs + DOZE_MS / 2) / DOZE_MS;
    const waking = (endMs - instantMs + DOZE_MS / 2) / DOZE_MS;
    const depth = Math.min(1, falling, waking);
    if (depth > 0) {
      const asleepForMs = Math.max(0, instantMs - startMs);
      return { depth, asleepForMs, share: asleepForMs / (endMs - startMs) };
    }
  }
  return { depth: 0, asleepForMs: 0, share: 0 };
}

/** The strongest effort at an instant: up by a ramp to a plateau, back by an exponential recovery. */
function effortAt(efforts: readonly Effort[], instantMs: number): number {
  let strongest = 0;
  for (const { startMs, endMs, intensity } of efforts) {
    if (instantMs < startMs || instantMs > endMs + AFTERGLOW_MS) continue;
    const ramp = 1 - Math.exp((startMs - Math.min(instantMs, endMs)) / RAMP_MS);
    const recovery = instantMs > endMs ? Math.exp((endMs - instantMs) / RECOVERY_MS) : 1;
    strongest = Math.max(strongest, intensity * ramp * recovery);
  }
  return strongest;
}

function contains(spans: readonly Span[], instantMs: number): boolean {
  for (const { startMs, endMs } of spans) {
    if (startMs <= instantMs && instantMs < endMs) return true;
  }
  return false;
}

function slice({ timestamps, bpm }: HeartRateSeries, startMs: number, endMs: number): HeartRateSeries {
  const from = firstAtOrAfter(timestamps, startMs);
  const to = firstAtOrAfter(timestamps, endMs);
  return { timestamps: timestamps.subarray(from, to), bpm: bpm.subarray(from, to) };
}

/** Index of the first timestamp at or after an instant, by bisection. */
function firstAtOrAfter(timestamps: Float64Array, instantMs: number): number {
  let low = 0;
  let high = timestamps.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((timestamps[middle] ?? Infinity) < instantMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

function concatenate(parts: readonly HeartRateSeries[]): HeartRateSeries {
  if (parts.length === 1 && parts[0]) return parts[0];
  const length = parts.reduce((sum, part) => sum + part.bpm.length, 0);
  const whole = { timestamps: new Float64Array(length), bpm: new Uint8Array(length) };
  let at = 0;
  for (const part of parts) {
    whole.timestamps.set(part.timestamps, at);
    whole.bpm.set(part.bpm, at);
    at += part.bpm.length;
  }
  return whole;
}
