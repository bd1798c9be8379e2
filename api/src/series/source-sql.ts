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
  /** Instant at which the point's bucket begins. */
  readonly at: string;
  /** Value, minimum, maximum and count of a point; of a reading only its value, which is all four. */
  readonly columns: readonly string[];
  /** Empty, or the GROUP BY clause of computed buckets. */
  readonly groupBy: string;
}

export function sourceSql(source: LevelSource, parameters: Parameters): SourceSql {
  const { dataset, stored, computed } = source;
  const names = dataset.rollupColumns;
  const [avg, min, max, sum, count] = [names.avg, names.min, names.max, names.sum, names.count].map(
    quoteIdentifier,
  );
  const value = quoteIdentifier(dataset.value.column);
  const from = `public.${quoteIdentifier(relationOf(source))}`;
  const time = quoteIdentifier(stored?.bucketColumn ?? 'timestamp');
  if (computed) {
    return {
      from,
      time,
      // Not time_bucket: in the hour that comes twice when summer time ends, it takes both for one.
      at: `date_trunc('${computed.unit}', ${time}, ${parameters.add(computed.timeZone, 'text')})`,
      columns: stored
        ? [`sum(${sum}) / sum(${count})`, `min(${min})`, `max(${max})`, `sum(${count})::bigint`]
        : [`sum(${value}) / count(${value})`, `min(${value})`, `max(${value})`, `count(${value})`],
      groupBy: 'GROUP BY 1',
    };
  }
  return {
    from,
    time,
    at: time,
    columns: stored
      ? [avg, min, max, count].map(String)
      : [value, ...dataset.attributes.map(({ column }) => quoteIdentifier(column))],
    groupBy: '',
  };
}
