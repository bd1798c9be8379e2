import type { Dataset, Rollup, RollupLevel } from '@systole/catalog';
import { ceilToBucket, dailyRange, type TimeRange } from '../time/time-range.ts';
import { offsetsWithin } from '../time/zone-offsets.ts';

/** How fine the points of an answer are: the readings themselves, or buckets of a minute, an hour or a day. */
export type Level = 'raw' | RollupLevel;

/** Where the points of one level come from, for one dataset, range and time zone. */
export interface LevelSource {
  readonly level: Level;
  readonly dataset: Dataset;
  /** The continuous aggregate that is read; `undefined`: the readings themselves, from the dataset's table. */
  readonly stored: Rollup | undefined;
  /** Set where the buckets are not stored as they are asked for, but computed from finer ones. */
  readonly computed: { readonly unit: Rollup['bucketColumn']; readonly timeZone: string } | undefined;
  /** Width of a bucket in seconds; `undefined` for readings, which may be at any distance. */
  readonly bucketSeconds: number | undefined;
  /** The range to read: every bucket that begins in the range asked for is read whole. */
  readonly range: TimeRange;
}

/**
 * The levels of a dataset, from fine to coarse.
 *
 * Stored buckets begin at whole minutes, hours and days of UTC. Those of another time zone are computed from the
 * coarsest stored buckets that its own begin with: from hours where every offset of the range is whole hours, else
 * from minutes.
 */
export function levelSources(
  dataset: Dataset,
  range: TimeRange,
  timeZone: string,
): readonly [LevelSource, ...LevelSource[]] {
  const readings: LevelSource = {
    level: 'raw',
    dataset,
    stored: undefined,
    computed: undefined,
    bucketSeconds: undefined,
    range: dataset.kind === 'daily' ? dailyRange(range, timeZone) : range,
  };
  if (dataset.rollups.length === 0) return [readings];
  const offsets = [...offsetsWithin(range, timeZone)];
  return [
    readings,
    ...dataset.rollups.map((rollup, index): LevelSource => {
      const common = { level: rollup.level, dataset, bucketSeconds: rollup.seconds };
      const stored = dataset.rollups
        .slice(0, index + 1)
        .findLast(({ seconds }) => offsets.every((offset) => offset % seconds === 0));
      // `undefined` only for a dataset that keeps nothing as fine as the zone's offsets: then UTC's buckets serve.
      if (stored === undefined || stored === rollup) {
        return { ...common, stored: rollup, computed: undefined, range };
      }
      const unit = rollup.bucketColumn;
      return {
        ...common,
        stored,
        computed: { unit, timeZone },
        range: {
          start: ceilToBucket(range.start, unit, timeZone),
          end: ceilToBucket(range.end, unit, timeZone),
        },
      };
    }),
  ];
}

/** The last of the levels. */
export function coarsestOf([readings, ...coarser]: readonly [LevelSource, ...LevelSource[]]): LevelSource {
  return coarser.at(-1) ?? readings;
}

/** Name of the table or view that is read. */
export function relationOf({ dataset, stored }: Pick<LevelSource, 'dataset' | 'stored'>): string {
  return stored?.view ?? dataset.table;
}

const WORDS: Record<RollupLevel, string> = { '1m': '1-minute', '1h': '1-hour', '1d': '1-day' };

/** What an answer holds, in words. */
export function describeSource({ level, dataset, stored, computed }: LevelSource): string {
  const what = `${dataset.label} (${dataset.value.unit})`;
  if (level === 'raw' || !stored) {
    return dataset.kind === 'daily'
      ? `${what}, one value a day`
      : `${what} as it was recorded, from the table of readings`;
  }
  const averages = `${WORDS[level]} averages of ${what}`;
  return computed
    ? `${averages}, each ${computed.unit} as it is in ${computed.timeZone}, computed from the ${WORDS[stored.level]} continuous aggregate`
    : `${averages}, from the continuous aggregate`;
}
