import type { Pool } from '@systole/service-kit';
import { prepared } from '../prepared.ts';
import { Parameters, sourceSql } from '../series/source-sql.ts';
import { lengthInSeconds } from '../time/time-range.ts';
import type { LevelSource } from './level-source.ts';

/** Whether a source cannot have more points of one user than `budget`, whatever is stored. */
export function surelyFits({ bucketSeconds, range, computed }: LevelSource, budget: number): boolean {
  if (bucketSeconds === undefined) return false;
  // Buckets of a time zone are shorter where its offset changes: one more for each of the few changes of a year.
  const spare = computed ? 2 + Math.ceil(lengthInSeconds(range) / (30 * 86_400)) : 0;
  return Math.ceil(lengthInSeconds(range) / bucketSeconds) + spare <= budget;
}

/**
 * The finest source in which no user has more than `budget` points; `undefined` if there is none.
 *
 * What the width of the buckets does not settle is counted, from fine to coarse and never further than the budget, in
 * one statement: PostgreSQL evaluates the branches of CASE in order, and only as far as it must.
 * @param sources from fine to coarse.
 */
export async function finestFittingSource(
  pool: Pool,
  sources: readonly LevelSource[],
  userIds: readonly string[],
  budget: number,
): Promise<LevelSource | undefined> {
  const sure = sources.findIndex((source) => surelyFits(source, budget));
  const open = sure === -1 ? sources : sources.slice(0, sure);
  if (open.length === 0) return sources[sure];

  const parameters = new Parameters();
  const users = parameters.add(userIds, 'text[]');
  const most = parameters.add(budget, 'bigint');
  const branches = open.map((source, index) => {
    const { from, time, at, groupBy } = sourceSql(source, parameters);
    const start = parameters.add(source.range.start.toString(), 'timestamptz');
    const end = parameters.add(source.range.end.toString(), 'timestamptz');
    return `WHEN NOT EXISTS (
      SELECT FROM unnest(${users}) AS asked (user_id)
        CROSS JOIN LATERAL (SELECT ${groupBy === '' ? '' : at} FROM ${from}
                             WHERE user_id = asked.user_id AND ${time} >= ${start} AND ${time} < ${end}
                             ${groupBy} OFFSET ${most} LIMIT 1) AS one_too_many) THEN ${index}`;
  });
  const { rows } = await pool.query<{ fitting: number | null }>({
    ...prepared(`SELECT CASE ${branches.join('\n')} END AS fitting`),
    values: parameters.values,
  });
  return sources[rows[0]?.fitting ?? sure];
}
