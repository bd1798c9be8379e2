import { quoteIdentifier } from '@systole/service-kit';
import { relationOf, type LevelSource } from '../resolution/level-source.ts';

/** The values of a statement's parameters, in the order of their numbers. */
export class Parameters {
  readonly values: unknown[] = [];

  /** Adds a value and gives its placeholder, with the type that PostgreSQL shall read it as. */
  add(value: unknown, type: 'text' | 'text[]' | 'timestamptz' | 'timestamptz[]' | 'bigint'): string {
    this.values.push(value);
    return `$${this.values.length}::${type}`;
  }
}

/** The parts of a SELECT that reads the points of one user from a source. Names come from the catalog only. */
export interface SourceSql {
  /** Relation with its schema. */
  readonly from: string;
  /** Column of the time, as it is stored. */
  readonly time: string;
  /** Orders the points, and tells the bucket of each. */
  readonly at: string;
  /** Turns `at`, as a column of that name, into the instant at which the bucket begins. */
  readonly beginning: string;
  /** `value`, `min`, `max` and `count` of a bucket; of a reading its `value` and `attribute_0`, …: what gives each. */
  readonly columns: readonly string[];
  /** Empty, or the GROUP BY clause of computed buckets. */
  readonly groupBy: string;
}

export function sourceSql(source: LevelSource, parameters: Parameters): SourceSql {
  const { dataset, stored, computed } = source;
  const from = `public.${quoteIdentifier(relationOf(source))}`;
  const time = quoteIdentifier(stored?.bucketColumn ?? 'timestamp');
  const asStored = { from, time, at: time, beginning: 'at', groupBy: '' };
  if (!stored) {
    const attributes = dataset.attributes.map(
      ({ column }, index) => `${quoteIdentifier(column)} AS attribute_${index}`,
    );
    return { ...asStored, columns: [`${quoteIdentifier(dataset.value.column)} AS value`, ...attributes] };
  }
  const { avg, min, max, sum, count } = dataset.rollupColumns;
  if (!computed) {
    const columns = Object.entries({ value: avg, min, max, count });
    return { ...asStored, columns: columns.map(([name, column]) => `${quoteIdentifier(column)} AS ${name}`) };
  }
  const timeZone = parameters.add(computed.timeZone, 'text');
  return {
    from,
    time,
    // Not time_bucket: of the hour that comes twice when summer time ends it makes one.
    at: `date_trunc('${computed.unit}', ${time}, ${timeZone})`,
    beginning: computed.unit === 'day' ? firstMidnight(timeZone) : 'at',
    columns: [
      `sum(${quoteIdentifier(sum)}) / sum(${quoteIdentifier(count)}) AS value`,
      `min(${quoteIdentifier(min)}) AS min`,
      `max(${quoteIdentifier(max)}) AS max`,
      `sum(${quoteIdentifier(count)})::bigint AS count`,
    ],
    groupBy: 'GROUP BY 1',
  };
}

/**
 * Where summer time ends at one in the morning, as in the Azores, midnight comes twice; date_trunc gives the second,
 * the day begins with the first.
 */
function firstMidnight(timeZone: string): string {
  return `CASE WHEN (at AT TIME ZONE ${timeZone})::date = ((at - interval '1 hour') AT TIME ZONE ${timeZone})::date
               THEN at - interval '1 hour' ELSE at END`;
}
