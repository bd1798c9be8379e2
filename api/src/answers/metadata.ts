import type { Temporal } from 'temporal-polyfill';
import { describeSource, relationOf } from '../resolution/level-source.ts';
import type { Series, SeriesQuery } from '../series/series-query.ts';
import type { Metadata } from './schema.ts';

/** What an answer says about how it was made. */
export function toMetadata(
  { range, timeZone, dataset }: SeriesQuery,
  { source, points, nextCursor }: Series,
): Metadata {
  return {
    query_info: {
      table_used: relationOf(source),
      interval: source.level,
      table_description: describeSource(source),
      points: points.reduce((sum, { count }) => sum + count, 0),
      truncated: nextCursor !== undefined,
      ...(nextCursor === undefined ? {} : { next_cursor: nextCursor }),
      time_zone: timeZone,
      start: print(range.start),
      end: print(range.end),
      unit: dataset.value.unit,
    },
  };
}

function print(instant: Temporal.Instant): string {
  const isWholeMilliseconds = instant.epochNanoseconds % 1_000_000n === 0n;
  return instant.toString({ fractionalSecondDigits: isWholeMilliseconds ? 3 : 6 });
}
