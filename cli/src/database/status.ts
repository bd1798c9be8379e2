import { datasets, type Dataset } from '@systole/catalog';
import { quoteIdentifier, type Pool } from '@systole/service-kit';
import { assertUserKnown } from './users.ts';

/** Consecutive days, `YYYY-MM-DD`, both inclusive. */
export interface Gap {
  readonly first: string;
  readonly last: string;
  readonly days: number;
}

export interface DatasetStatus {
  readonly userId: string;
  readonly dataset: string;
  readonly rows: number;
  readonly first: Date | null;
  readonly last: Date | null;
  /** Age of the newest reading. */
  readonly freshnessSeconds: number | null;
  readonly stale: boolean;
  readonly gapDays: number;
  /** Days of the user between the first and the last reading that were not fetched whole. */
  readonly gaps: readonly Gap[];
}

/**
 * What is there of each user, or of one; ordered by user, then as the catalog is.
 * @throws {UsageError} where there is no such user
 */
export async function readStatus(pool: Pool, userId?: string): Promise<readonly DatasetStatus[]> {
  if (userId !== undefined) await assertUserKnown(pool, userId);
  const statuses: DatasetStatus[] = [];
  for (const dataset of datasets.values()) {
    const { rows } = await pool.query<Omit<DatasetStatus, 'dataset' | 'stale' | 'gapDays'>>(
      statusSql(dataset),
      [dataset.key, userId],
    );
    for (const row of rows) {
      statuses.push({
        userId: row.userId,
        dataset: dataset.key,
        rows: row.rows,
        first: row.first,
        last: row.last,
        freshnessSeconds: row.freshnessSeconds,
        stale: row.freshnessSeconds === null || row.freshnessSeconds > dataset.staleAfterHours * 3_600,
        gapDays: row.gaps.reduce((sum, { days }) => sum + days, 0),
        gaps: row.gaps,
      });
    }
  }
  // The sort is stable: datasets stay in the catalog's order.
  return statuses.sort((a, b) => (a.userId < b.userId ? -1 : a.userId > b.userId ? 1 : 0));
}

/**
 * Stays fast whatever the history: first and last are one step into the primary key, and rows are counted in the
 * coarsest rollup.
 */
function statusSql(dataset: Dataset): string {
  const table = `public.${quoteIdentifier(dataset.table)}`;
  const rollup = dataset.rollups.at(-1);
  const count = rollup
    ? `(SELECT sum(${quoteIdentifier(dataset.rollupColumns.count)})::bigint FROM public.${quoteIdentifier(rollup.view)}
         WHERE user_id = person.user_id)`
    : `(SELECT count(*) FROM ${table} WHERE user_id = person.user_id)`;
  const edge = (direction: 'ASC' | 'DESC') =>
    `(SELECT "timestamp" FROM ${table} WHERE user_id = person.user_id ORDER BY "timestamp" ${direction} LIMIT 1)`;
  const zone = dataset.kind === 'daily' ? `'UTC'` : 'person.time_zone';
  return `
    SELECT person.user_id AS "userId", coalesce(${count}, 0) AS rows, first, last,
           extract(epoch FROM clock_timestamp() - last)::double precision AS "freshnessSeconds",
           coalesce((SELECT json_agg(json_build_object('first', lower(gap), 'last', upper(gap) - 1,
                                                       'days', upper(gap) - lower(gap)) ORDER BY gap)
                       FROM unnest(between_days - covered) AS gap), '[]') AS gaps
      FROM ops.users AS person
     CROSS JOIN LATERAL (SELECT ${edge('ASC')} AS first, ${edge('DESC')} AS last) AS extent
     CROSS JOIN LATERAL (SELECT (first AT TIME ZONE ${zone})::date AS first_day,
                                (last AT TIME ZONE ${zone})::date AS last_day) AS civil
     CROSS JOIN LATERAL (SELECT CASE WHEN last_day > first_day
                                     THEN datemultirange(daterange(first_day + 1, last_day))
                                     ELSE '{}' END AS between_days) AS span
     CROSS JOIN LATERAL (SELECT coalesce(range_agg(daterange(day, day + 1)), '{}') AS covered
                           FROM ops.coverage
                          WHERE user_id = person.user_id AND dataset = $1 AND status = 'complete'
                            AND day BETWEEN first_day AND last_day) AS complete
     WHERE $2::text IS NULL OR person.user_id = $2`;
}
