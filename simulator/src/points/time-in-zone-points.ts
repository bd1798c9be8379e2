import { timeInHeartRateZones } from '../series/daily-heart-rate.ts';
import { diaryOf } from '../series/day-plan.ts';
import { HISTORY_START_MS } from '../series/heart-rate-series.ts';
import type { Recording } from '../series/recording.ts';
import { civilTimeJson, durationText, timestampText } from './civil-json.ts';
import type { Point, PointSource, Range } from './point-source.ts';

/** The length of each interval is its value; an interval belongs to the range that its start lies in. */
export const timeInHeartRateZonePoints: PointSource = {
  largestPage: 5_000,
  *newestFirst(recording: Recording, { from, to }: Range): Generator<Point> {
    const { clock } = diaryOf(recording.user);
    const firstDay = clock.dayOf(Math.max(from, HISTORY_START_MS));
    for (let day = clock.dayOf(Math.min(to, recording.nowMs)); day >= firstDay; day -= 1) {
      for (const { startMs, endMs, type } of timeInHeartRateZones(recording, day).toReversed()) {
        if (startMs < from || startMs >= to) continue;
        const [startOffset, endOffset] = [clock.offsetMs(startMs), clock.offsetMs(endMs)];
        yield {
          at: startMs,
          json:
            '{"dataSource":{"recordingMethod":"DERIVED","platform":"FITBIT"},"timeInHeartRateZone":{"interval":{' +
            `"startTime":"${timestampText(startMs)}","startUtcOffset":"${durationText(startOffset)}",` +
            `"endTime":"${timestampText(endMs)}","endUtcOffset":"${durationText(endOffset)}",` +
            `"civilStartTime":${civilTimeJson(startMs + startOffset)},"civilEndTime":${civilTimeJson(endMs + endOffset)}},` +
            `"heartRateZoneType":"${type}"}}`,
        };
      }
    }
  },
};
