import { heartRateIntraday, heartRateSummary } from '@systole/catalog';

const DAY_MS = 86_400_000;

/** Up to which length of the range, in milliseconds, a level of rollups is shown by itself; the coarsest has no end. */
const LONGEST_RANGE: Readonly<Record<string, number>> = { '1m': 2 * DAY_MS, '1h': 120 * DAY_MS };

/**
 * The level to read, as an SQL expression of Grafana's variables: the one that was chosen, or the finest whose points fit
 * the panel. It has no columns in it, so the server finds out before it reads anything.
 */
function chosenLevel(): string {
  const fitting = heartRateIntraday.rollups.map(({ level }) => {
    const longest = LONGEST_RANGE[level];
    return longest === undefined
      ? `ELSE '${level}'`
      : `WHEN \${__to} - \${__from} <= ${longest} THEN '${level}'`;
  });
  return `(CASE WHEN '$interval' <> 'auto' THEN '$interval' ${fitting.join(' ')} END)`;
}

/** Heart rate of `$user` over time from the level that fits: `time` and a column for each of `columns`. */
export function heartRateOverTime(columns: string): string {
  return heartRateIntraday.rollups
    .map(
      ({ level, view, bucketColumn }) => `
SELECT ${bucketColumn} AS time, ${columns}
  FROM public.${view}
 WHERE ${chosenLevel()} = '${level}' AND user_id IN (\${user:sqlstring}) AND $__timeFilter(${bucketColumn})`,
    )
    .join('\nUNION ALL')
    .concat('\n ORDER BY time');
}

export const HEART_RATE = heartRateIntraday.rollupColumns;

export const RESTING_HEART_RATE = `
SELECT "timestamp" AS time, user_id AS metric, ${heartRateSummary.value.column} AS value
  FROM public.${heartRateSummary.table}
 WHERE user_id IN (\${user:sqlstring}) AND $__timeFilter("timestamp")
 ORDER BY time`;

export const LATEST_RUNS = `
SELECT run_id AS "run", started_at AS "started", user_id AS "user", dataset, status, rows_read AS "rows",
       inserted, updated, unchanged, rejected, round(extract(epoch FROM finished_at - started_at), 1) AS "seconds", error
  FROM ops.pipeline_runs
 WHERE $__timeFilter(started_at) AND (user_id IS NULL OR user_id IN (\${user:sqlstring}))
 ORDER BY run_id DESC LIMIT 100`;

export const REJECTS_BY_RULE = `
SELECT dataset, rule, count(*) AS "rows", max(created_at) AS "last", min(message) AS "for example"
  FROM ops.quarantine
 WHERE $__timeFilter(created_at)
 GROUP BY dataset, rule ORDER BY count(*) DESC LIMIT 50`;

export const USERS = 'SELECT user_id FROM ops.users ORDER BY user_id';
