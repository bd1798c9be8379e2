import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diaryOf } from './day-plan.ts';
import { heartRateSeries, HISTORY_START_MS, type HeartRateSeries } from './heart-rate-series.ts';
import type { SimulatedUser } from './person.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const START = Date.UTC(2025, 0, 1);

const users = fc.record({
  id: fc.constant('someone'),
  seed: fc.integer(),
  timeZone: fc.constantFrom(
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'Asia/Kolkata',
    'Australia/Lord_Howe',
  ),
});

/** Readings of a series that lie in a window, picked one by one. */
function pick({ timestamps, bpm }: HeartRateSeries, startMs: number, endMs: number) {
  return [...timestamps]
    .map((timestamp, index) => [timestamp, bpm[index]] as const)
    .filter(([timestamp]) => timestamp >= startMs && timestamp < endMs);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe('a heart-rate series', () => {
  it('gives the same readings for any window as for a larger one', () => {
    fc.assert(
      fc.property(
        users,
        fc.integer({ min: 0, max: 800 * 24 * 60 }),
        fc.array(fc.integer({ min: 0, max: 12 * HOUR_MS }), { minLength: 4, maxLength: 4 }),
        (user, minute, offsets) => {
          const [a = 0, b = 0, c = 0, d = 0] = offsets
            .toSorted((x, y) => x - y)
            .map((offset) => START + minute * 60_000 + offset);
          expect(pick(heartRateSeries(user, b, c), -Infinity, Infinity)).toEqual(
            pick(heartRateSeries(user, a, d), b, c),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it('depends on the seed and the time zone alone', () => {
    const window = [START, START + DAY_MS] as const;
    const anna = heartRateSeries({ id: 'anna', seed: 5 }, ...window);
    expect(heartRateSeries({ id: 'ben', seed: 5, timeZone: 'UTC' }, ...window)).toEqual(anna);
    expect(heartRateSeries({ id: 'anna', seed: 6 }, ...window)).not.toEqual(anna);
    expect(heartRateSeries({ id: 'anna', seed: 5, timeZone: 'Asia/Tokyo' }, ...window)).not.toEqual(anna);
  });

  it('has nothing before the watch was bought, in empty windows or in windows that end before they start', () => {
    const user = { id: 'anna', seed: 1 };
    expect(heartRateSeries(user, HISTORY_START_MS - 9 * DAY_MS, HISTORY_START_MS).bpm).toHaveLength(0);
    expect(heartRateSeries(user, START, START).bpm).toHaveLength(0);
    expect(heartRateSeries(user, START + 5_000, START).bpm).toHaveLength(0);
  });

  it('consists of whole bpm from 30 to 220 at strictly increasing whole seconds', () => {
    fc.assert(
      fc.property(users, fc.integer({ min: 0, max: 900 }), (user, day) => {
        const { timestamps, bpm } = heartRateSeries(user, START + day * DAY_MS, START + (day + 2) * DAY_MS);
        let before = 0;
        for (const timestamp of timestamps) {
          if (timestamp % 1_000 !== 0 || timestamp <= before) expect.fail(`a reading at ${timestamp}`);
          before = timestamp;
        }
        expect(Math.min(...bpm)).toBeGreaterThanOrEqual(30);
        expect(Math.max(...bpm)).toBeLessThanOrEqual(220);
      }),
      { numRuns: 20 },
    );
  });
});

describe.each([23, 37, 4_711])('half a year of the person with seed %i', (seed) => {
  const user: SimulatedUser = { id: 'someone', seed, timeZone: 'Europe/Berlin' };
  const days = 180;
  const diary = diaryOf(user);
  const firstDay = diary.clock.dayOf(START);
  const series = heartRateSeries(user, START, START + days * DAY_MS);
  const { timestamps, bpm } = series;
  const steps = timestamps
    .subarray(1)
    .map((timestamp, index) => (timestamp - (timestamps[index] ?? 0)) / 1_000);
  const plans = Array.from({ length: days }, (_, index) => diary.plan(firstDay + index));
  const bpmIn = (startMs: number, endMs: number) => [...heartRateSeries(user, startMs, endMs).bpm];

  it('has about 7,000 to 9,000 readings on a usual day', () => {
    const counts = Array.from(
      { length: days },
      (_, day) => heartRateSeries(user, START + day * DAY_MS, START + (day + 1) * DAY_MS).bpm.length,
    ).toSorted((a, b) => a - b);
    expect(counts[Math.floor(days * 0.5)]).toBeGreaterThan(7_000);
    expect(counts[Math.floor(days * 0.5)]).toBeLessThan(9_000);
    expect(counts.at(-1)).toBeLessThan(12_500);
  });

  it('samples every 1 to 15 s while the watch is worn, every 1 to 2 s in workouts', () => {
    const offWrist = plans.flatMap((plan) => plan.offWrist);
    const gaps = [...steps].map((step, index) => ({ step, from: timestamps[index] ?? 0 }));
    for (const { step, from } of gaps.filter((gap) => gap.step > 15)) {
      const end = from + step * 1_000;
      const explained = offWrist.some(({ startMs, endMs }) => startMs <= end && endMs >= from);
      const beyond = from < (plans[1]?.wakeMs ?? 0) || end > (plans.at(-1)?.wakeMs ?? 0);
      if (!explained && !beyond)
        expect.fail(`${step} s without a reading after ${new Date(from).toISOString()}`);
    }
    const workouts = plans.flatMap((plan) => plan.efforts).filter(({ workout }) => workout);
    expect(workouts.length).toBeGreaterThan(days / 5);
    const dense = workouts.filter(({ startMs, endMs }) => {
      const seconds = (endMs - startMs) / 1_000;
      return bpmIn(startMs, endMs).length > seconds / 1.7;
    });
    expect(dense.length).toBeGreaterThan(workouts.length * 0.85);
  });

  it('has gaps of minutes on most days, of hours at times', () => {
    const minutes = [...steps].filter((step) => step > 120);
    expect(minutes.length).toBeGreaterThan(days / 2);
    expect(minutes.filter((step) => step > 2 * 3_600).length).toBeGreaterThan(2);
    expect(minutes.length).toBeLessThan(days * 5);
  });

  it('has whole days without a reading now and then', () => {
    const dayNumbers = Array.from({ length: 700 }, (_, index) => firstDay - 200 + index);
    const notWorn = dayNumbers.filter((day) => diary.plan(day).notWorn);
    expect(notWorn.length).toBeGreaterThan(3);
    expect(notWorn.length).toBeLessThan(40);
    for (const day of notWorn) {
      expect(bpmIn(diary.clock.startOfDay(day), diary.clock.startOfDay(day + 1))).toHaveLength(0);
    }
  });

  it('is lower asleep than awake on nearly every day', () => {
    const worn = plans.slice(1).map((plan, index) => ({
      asleep: bpmIn(plans[index]?.sleepMs ?? 0, plan.wakeMs),
      awake: bpmIn(plan.wakeMs + HOUR_MS, plan.sleepMs - HOUR_MS),
    }));
    const both = worn.filter(({ asleep, awake }) => asleep.length > 500 && awake.length > 500);
    expect(both.length).toBeGreaterThan(days * 0.8);
    const lower = both.filter(({ asleep, awake }) => mean(asleep) + 10 < mean(awake));
    expect(lower.length).toBeGreaterThan(both.length * 0.98);
  });

  it('rises in workouts far above the rest of the day and falls back within minutes', () => {
    const workouts = plans
      .flatMap((plan) => plan.efforts)
      .filter(({ workout }) => workout)
      .map(({ startMs, endMs }) => ({
        plateau: bpmIn(startMs + 10 * 60_000, endMs),
        after: bpmIn(endMs + 14 * 60_000, endMs + 30 * 60_000),
      }))
      .filter(({ plateau, after }) => plateau.length > 300 && after.length > 30);
    expect(workouts.length).toBeGreaterThan(days / 6);
    expect(mean(workouts.map(({ plateau }) => mean(plateau)))).toBeGreaterThan(125);
    expect(mean(workouts.map(({ after }) => mean(after)))).toBeLessThan(100);
  });

  it('changes slowly: neighbouring readings are alike, those of different hours are not', () => {
    const change = (distance: number) =>
      mean(
        Array.from({ length: 20_000 }, (_, index) => {
          const at = index * 40;
          return Math.abs((bpm[at] ?? 0) - (bpm[at + distance] ?? 0));
        }),
      );
    expect(change(1)).toBeLessThan(3);
    expect(change(1_500)).toBeGreaterThan(4 * change(1));
  });
});
