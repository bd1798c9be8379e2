import { createRoute } from '@hono/zod-openapi';
import { quoteIdentifier, type Pool } from '@systole/service-kit';
import { utcText } from '../../answers/pages.ts';
import { findDataset, findRange } from '../../parameters.ts';
import { invalidParameter } from '../../problem.ts';
import { coarsestOf, levelSources, relationOf, type LevelSource } from '../../resolution/level-source.ts';
import { createRouter, notFoundResponse, problemResponses } from '../../router.ts';
import { civilDays, timeRange } from '../../time/time-range.ts';
import { findUser } from '../../users.ts';
import { coverageQuerySchema, coverageSchema } from './schema.ts';

/** Ten years and some days. */
const MOST_DAYS = 3_700;

const route = createRoute({
  method: 'get',
  path: '/coverage',
  tags: ['Operations'],
  summary: 'Which days of a user are there',
  request: { query: coverageQuerySchema },
  responses: {
    200: {
      description: 'Every day that the range touches, and how fresh the dataset is.',
      content: { 'application/json': { schema: coverageSchema } },
    },
    ...problemResponses,
    ...notFoundResponse,
  },
});

type Status = 'complete' | 'partial' | 'failed' | 'missing';

interface DayRow {
  readonly day: string;
  readonly status: Status;
  readonly readings: number;
}

interface ExtentRow {
  readonly first: string | null;
  readonly last: string | null;
  readonly age: number | null;
}

export const coverageRoutes = (pool: Pool) =>
  createRouter().openapi(route, async (c) => {
    const { user_id, metric, start_date, end_date } = c.req.valid('query');
    const dataset = findDataset('metric', metric);
    // In UTC first: what is not valid is said also where the user, whose time zone counts, is unknown.
    findRange(start_date, end_date, 'UTC');
    const { time_zone } = await findUser(pool, 'user_id', user_id);
    const { first, end } = civilDays(findRange(start_date, end_date, time_zone), time_zone);
    if (first.until(end).days > MOST_DAYS) {
      throw invalidParameter('end_date', `must not be more than ${MOST_DAYS} days after start_date`);
    }
    // Whole days, also where a bound is an instant within one.
    const wholeDays = timeRange(first, end.subtract({ days: 1 }), time_zone);
    const source = coarsestOf(levelSources(dataset, wholeDays, time_zone));
    const [{ rows: data }, { rows: extents }] = await Promise.all([
      pool.query<DayRow>(daysSql(source), [
        user_id,
        dataset.key,
        first.toString(),
        end.toString(),
        source.range.start.toString(),
        source.range.end.toString(),
        dataset.kind === 'daily' ? 'UTC' : time_zone,
      ]),
      pool.query<ExtentRow>(extentSql(dataset.table), [user_id]),
    ]);
    const extent = extents[0];
    const age = extent?.age ?? null;
    return c.json(
      {
        data,
        summary: summarise(data),
        first_timestamp: extent?.first ?? null,
        last_timestamp: extent?.last ?? null,
        freshness_seconds: age,
        stale: age === null || age > dataset.staleAfterHours * 3_600,
        time_zone,
      },
      200,
    );
  });

function daysSql(source: LevelSource): string {
  const { dataset, stored } = source;
  const time = quoteIdentifier(stored?.bucketColumn ?? 'timestamp');
  const readings = stored ? `sum(${quoteIdentifier(dataset.rollupColumns.count)})::bigint` : 'count(*)';
  return `
    SELECT day.day::text, coalesce(coverage.status, 'missing') AS status, coalesce(stored.readings, 0) AS readings
      FROM (SELECT day::date AS day FROM generate_series($3::date, $4::date - 1, interval '1 day') AS day) AS day
      LEFT JOIN ops.coverage ON coverage.user_id = $1 AND coverage.dataset = $2 AND coverage.day = day.day
      LEFT JOIN (SELECT (${time} AT TIME ZONE $7)::date AS day, ${readings} AS readings
                   FROM public.${quoteIdentifier(relationOf(source))}
                  WHERE user_id = $1 AND ${time} >= $5 AND ${time} < $6
                  GROUP BY 1) AS stored ON stored.day = day.day
     ORDER BY day.day`;
}

function extentSql(table: string): string {
  const edge = (direction: 'ASC' | 'DESC') =>
    `(SELECT "timestamp" FROM public.${quoteIdentifier(table)}
       WHERE user_id = $1 ORDER BY "timestamp" ${direction} LIMIT 1)`;
  return `
    SELECT ${utcText('first')} AS first, ${utcText('last')} AS last,
           floor(extract(epoch FROM clock_timestamp() - last))::bigint AS age
      FROM (SELECT ${edge('ASC')} AS first, ${edge('DESC')} AS last) AS extent`;
}

function summarise(data: readonly DayRow[]) {
  const count = (status: Status) => data.filter((day) => day.status === status).length;
  const complete = count('complete');
  return {
    days: data.length,
    complete,
    partial: count('partial'),
    failed: count('failed'),
    missing: count('missing'),
    coverage_percent: Math.round((complete / data.length) * 10_000) / 100,
  };
}
