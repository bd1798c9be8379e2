import { heartRateZones, restingHeartRate, wasWorn } from '../series/daily-heart-rate.ts';
import { diaryOf } from '../series/day-plan.ts';
import { HISTORY_START_MS } from '../series/heart-rate-series.ts';
import type { Recording } from '../series/recording.ts';
import { dateJson } from './civil-json.ts';
import type { Point, PointSource, Range } from './point-source.ts';

/** A type with at most one point a civil day; `valueOf` gives the JSON of its payload after the date, or nothing. */
function dailyPoints(
  device: string,
  payloadKey: string,
  valueOf: (recording: Recording, day: number) => string | undefined,
): PointSource {
  return {
    largestPage: 10_000,
    *newestFirst(recording: Recording, { from, to }: Range): Generator<Point> {
      const { clock } = diaryOf(recording.user);
      const firstDay = Math.max(from, clock.dayOf(HISTORY_START_MS));
      for (let day = Math.min(to - 1, clock.dayOf(recording.nowMs)); day >= firstDay; day -= 1) {
        const value = valueOf(recording, day);
        if (value === undefined) continue;
        yield {
          at: day,
          json: `{"dataSource":{"recordingMethod":"DERIVED",${device}"platform":"FITBIT"},"${payloadKey}":{"date":${dateJson(day)},${value}}}`,
        };
      }
    },
  };
}

export const dailyRestingHeartRatePoints = dailyPoints(
  '"device":{},',
  'dailyRestingHeartRate',
  (recording, day) => {
    const resting = restingHeartRate(recording, day);
    if (!resting) return undefined;
    return `"beatsPerMinute":"${resting.bpm}","dailyRestingHeartRateMetadata":{"calculationMethod":"${resting.calculationMethod}"}`;
  },
);

export const dailyHeartRateZonesPoints = dailyPoints('', 'dailyHeartRateZones', (recording, day) => {
  if (!wasWorn(recording, day)) return undefined;
  const zones = heartRateZones(recording, day).map(
    ({ type, minBpm, maxBpm }) =>
      `{"heartRateZoneType":"${type}","minBeatsPerMinute":"${minBpm}","maxBeatsPerMinute":"${maxBpm}"}`,
  );
  return `"heartRateZones":[${zones.join(',')}]`;
});
