import type { Pool } from '@systole/service-kit';
import pg, { type CustomTypesConfig } from 'pg';
import type { LevelSource } from '../resolution/level-source.ts';
import { toSinceInclusive, type Position } from './position.ts';
import { Parameters, sourceSql } from './source-sql.ts';

/**
 * A point as the database gives it: number of its user (from 1, in the order asked for), the instant in UTC as
 * PostgreSQL prints it, value, and of buckets minimum, maximum and count, of readings the attributes of the dataset.
 */
export type PointRow = readonly [user: number, at: string, value: number | null, ...rest: unknown[]];

/** Whose point it is. */
export function userOf([number]: PointRow, userIds: readonly string[]): string {
  return userIds[number - 1] ?? '';
}

export interface PointsQuery {
  readonly source: LevelSource;
  /** In the order in which their points are given. */
  readonly userIds: readonly string[];
  /** The most points to give, of all users together. */
  readonly limit: number;
  /** Goes on after this point, which is of the first of the users. */
  readonly after?: Position | undefined;
}

const TIMESTAMP_OID = 1114;
const INT8_OID = 20;

/** Timestamps stay text, which keeps their microseconds and costs no Date for each point. */
const types: CustomTypesConfig = {
  getTypeParser: (oid, format): unknown => {
    if ((oid as number) === TIMESTAMP_OID) return String;
    return (oid as number) === INT8_OID ? Number : pg.types.getTypeParser(oid, format);
  },
};

/** Reads points of any number of users in one statement, ordered by user and time. */
export async function readPoints(
  pool: Pool,
  { source, userIds, limit, after }: PointsQuery,
): Promise<readonly PointRow[]> {
  const parameters = new Parameters();
  const { from, time, at, beginning, columns, groupBy } = sourceSql(source, parameters);
  const start = source.range.start.toString();
  const since = userIds.map((_, index) => (index === 0 && after ? toSinceInclusive(after, source) : start));
  const users = parameters.add(userIds, 'text[]');
  const sinces = parameters.add(since, 'timestamptz[]');
  // Beside each user's own beginning, so that the planner leaves out the chunks before it.
  const earliest = parameters.add(since.length === 1 ? since[0] : start, 'timestamptz');
  const end = parameters.add(source.range.end.toString(), 'timestamptz');
  const most = parameters.add(limit, 'bigint');
  const { rows } = await pool.query<[...PointRow]>({
    text: `
      SELECT asked.number, (${beginning}) AT TIME ZONE 'UTC', ${columns.map((_, index) => `point.column_${index}`).join(', ')}
        FROM unnest(${users}, ${sinces}) WITH ORDINALITY AS asked (user_id, since, number)
       CROSS JOIN LATERAL (
             SELECT ${at} AS at, ${columns.map((column, index) => `${column} AS column_${index}`).join(', ')}
               FROM ${from}
              WHERE user_id = asked.user_id AND ${time} >= ${earliest} AND ${time} >= asked.since AND ${time} < ${end}
              ${groupBy} ORDER BY at LIMIT ${most}) AS point
       ORDER BY asked.number, point.at
       LIMIT ${most}`,
    values: parameters.values,
    rowMode: 'array',
    types,
  });
  return rows;
}
