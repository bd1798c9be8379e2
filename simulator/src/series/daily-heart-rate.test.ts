import { describe, expect, it } from 'vitest';
import { heartRateZones, restingHeartRate, timeInHeartRateZones } from './daily-heart-rate.ts';
import { diaryOf } from './day-plan.ts';
import { heartRateSeries } from './heart-rate-series.ts';
import type { SimulatedUser } from './person.ts';
import type { Recording } from './recording.ts';

const NOW = Date.UTC(2026, 5, 17, 12, 30, 15);
const MINUTE_MS = 60_000;

function recordingAt(user: SimulatedUser, nowMs: number): Recording {
  return {
    user,
    nowMs,
    heartRate: (startMs, endMs) => heartRateSeries(user, startMs, Math.min(endMs, nowMs)),
  };
}

describe.each([23, 37, 4_711])('the days of the person with seed %i', (seed) => {
  const user: SimulatedUser = { id: 'someone', seed, timeZone: 'America/New_York' };
  const recording = recordingAt(user, NOW);
  const { clock } = diaryOf(user);
  const today = clock.dayOf(NOW);
  const days = Array.from({ length: 150 }, (_, index) => today - 1 - index);

  it('have a resting heart rate below most readings of the day, mostly from sleep', () => {
    const resting = days.map((day) => ({ day, rate: restingHeartRate(recording, day) }));
    const given = resting.filter(({ rate }) => rate !== undefined);
    expect(given.length).toBeGreaterThan(days.length * 0.9);
    for (const { day, rate } of given) {
      const { bpm } = recording.heartRate(clock.startOfDay(day), clock.startOfDay(day + 1));
      const above = bpm.filter((value) => value > (rate?.bpm ?? 0)).length;
      if (above < bpm.length * 0.6)
        expect.fail(`only ${above} of ${bpm.length} readings of day ${day} are above`);
    }
    const methods = given.map(({ rate }) => rate?.calculationMethod);
    expect(methods.filter((method) => method === 'WITH_SLEEP').length).toBeGreaterThan(given.length * 0.85);
    expect(methods).toContain('ONLY_WITH_AWAKE_DATA');
  });

  it('change their resting heart rate by little from day to day', () => {
    const rates = days
      .map((day) => restingHeartRate(recording, day))
      .filter((rate) => rate?.calculationMethod === 'WITH_SLEEP')
      .map((rate) => rate?.bpm ?? 0);
    const jumps = rates.slice(1).map((rate, index) => Math.abs(rate - (rates[index] ?? 0)));
    expect(Math.max(...jumps)).toBeLessThanOrEqual(6);
    expect(new Set(rates).size).toBeGreaterThan(3);
  });

  it('have four zones without holes between them, above the resting heart rate', () => {
    for (const day of days.slice(0, 20)) {
      const zones = heartRateZones(recording, day);
      expect(zones.map(({ type }) => type)).toEqual(['LIGHT', 'MODERATE', 'VIGOROUS', 'PEAK']);
      zones.slice(1).forEach((zone, index) => {
        expect(zone.minBpm).toBe((zones[index]?.maxBpm ?? 0) + 1);
      });
      expect(zones[0]?.minBpm).toBeGreaterThan((restingHeartRate(recording, day)?.bpm ?? 60) + 20);
    }
  });

  it('spend each minute in the zone of its mean heart rate', () => {
    for (const day of days.slice(0, 4)) {
      const zones = heartRateZones(recording, day);
      const intervals = timeInHeartRateZones(recording, day);
      for (let minute = clock.startOfDay(day); minute < clock.startOfDay(day + 1); minute += MINUTE_MS) {
        const { bpm } = recording.heartRate(minute, minute + MINUTE_MS);
        const mean = Math.round([...bpm].reduce((sum, value) => sum + value, 0) / bpm.length);
        const expected = zones.find(({ minBpm, maxBpm }) => mean >= minBpm && mean <= maxBpm)?.type;
        const found = intervals.filter(({ startMs, endMs }) => startMs <= minute && minute < endMs);
        if (found.length > 1 || found[0]?.type !== expected) {
          expect.fail(`${new Date(minute).toISOString()} is ${String(expected)}: ${JSON.stringify(found)}`);
        }
      }
    }
  });
});

describe('today', () => {
  const user = { id: 'someone', seed: 23 };
  const { clock } = diaryOf(user);
  const today = clock.dayOf(NOW);
  const { wakeMs } = diaryOf(user).plan(today);

  it('has a resting heart rate as soon as the night is over', () => {
    expect(restingHeartRate(recordingAt(user, wakeMs - 1), today)).toBeUndefined();
    expect(restingHeartRate(recordingAt(user, wakeMs), today)).toMatchObject({
      calculationMethod: 'WITH_SLEEP',
    });
  });

  it('counts only minutes that are over', () => {
    const late = timeInHeartRateZones(recordingAt(user, NOW + 12 * 60 * MINUTE_MS), today);
    const during = late.find(({ startMs, endMs }) => endMs - startMs > 2 * MINUTE_MS);
    const nowMs = (during?.startMs ?? 0) + MINUTE_MS + 30_000;
    expect(timeInHeartRateZones(recordingAt(user, nowMs), today).at(-1)).toEqual({
      ...during,
      endMs: (during?.startMs ?? 0) + MINUTE_MS,
    });
  });
});
