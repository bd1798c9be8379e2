import type { Recording } from '../series/recording.ts';
import { dailyHeartRateZonesPoints, dailyRestingHeartRatePoints } from './daily-points.ts';
import { heartRatePoints, type ReadingWriter } from './heart-rate-points.ts';
import type { PointSource } from './point-source.ts';
import { timeInHeartRateZonePoints } from './time-in-zone-points.ts';

/** The data types that users have points of, by id. Of all other known types they have none. */
export function pointSources(
  writerFor: (recording: Recording) => ReadingWriter,
): ReadonlyMap<string, PointSource> {
  return new Map([
    ['heart-rate', heartRatePoints(writerFor)],
    ['daily-resting-heart-rate', dailyRestingHeartRatePoints],
    ['daily-heart-rate-zones', dailyHeartRateZonesPoints],
    ['time-in-heart-rate-zone', timeInHeartRateZonePoints],
  ]);
}
