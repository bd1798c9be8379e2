import type { Pool } from '@systole/service-kit';
import { prepared } from '../prepared.ts';
import type { LevelSource } from '../resolution/level-source.ts';
import { pointTexts, SEPARATORS, type PointFormat } from './point-sql.ts';
import { toSinceInclusive, type Position } from './position.ts';
import { Parameters, sourceSql } from './source-sql.ts';

/**
 * Points of one user, as PostgreSQL has written them: one text of all, or for `columns` one a field. Taken over row by
 * row they would cost more than twice as much, and only be written again.
 */
export interface UserPoints {
  readonly userId: string;
  readonly count: number;
  /** The instant of the last, in UTC as PostgreSQL prints it. */
  readonly last: string;
  readonly texts: readonly string[];
}

export interface PointsQuery {
  readonly source: LevelSource;
  /** In the order in which their points are given. */
  readonly userIds: readonly string[];
  /** The most points to give, of all users together. */
  readonly limit: number;
  /** Goes on after this point, which is of the first of the users. */
  readonly after?: Position | undefined;
  readonly format: PointFormat;
}

/**
 * Reads points of any number of users in one statement, ordered by user and time. Users without any are left out, and so
 * are those who are not known, whatever is in the tables.
 */
export async function readPoints(
  pool: Pool,
  { source, userIds, limit, after, format }: PointsQuery,
): Promise<readonly UserPoints[]> {
  const parameters = new Parameters();
  const parts = sourceSql(source, parameters);
  const { from, time, at, beginning, columns, groupBy } = parts;
  const start = source.range.start.toString();
  const since = userIds.map((_, index) => (index === 0 && after ? toSinceInclusive(after, source) : start));
  const users = parameters.add(userIds, 'text[]');
  const sinces = parameters.add(since, 'timestamptz[]');
  // Beside each user's own beginning, so that the planner leaves out the chunks before it.
  const earliest = parameters.add(since.length === 1 ? since[0] : start, 'timestamptz');
  const end = parameters.add(source.range.end.toString(), 'timestamptz');
  const most = parameters.add(limit, 'bigint');
  const separator = parameters.add(SEPARATORS[format], 'text');
  const user = () =>
    `(${parameters.add(userIds.map(format === 'csv' ? csvField : toJson), 'text[]')})[number]`;
  const texts = pointTexts(source, parts, user, format);
  const { rows } = await pool.query<[number: number, count: number, last: string, ...texts: string[]]>({
    ...prepared(`
      SELECT number::integer, count(*)::integer, max((${beginning}) AT TIME ZONE 'UTC')::text,
             ${texts.map((text) => `string_agg(${text}, ${separator} ORDER BY at)`).join(', ')}
        FROM (SELECT asked.number, point.*
                FROM unnest(${users}, ${sinces}) WITH ORDINALITY AS asked (user_id, since, number)
                JOIN ops.users USING (user_id)
               CROSS JOIN LATERAL (
                     SELECT ${at} AS at, ${columns.join(', ')}
                       FROM ${from}
                      WHERE user_id = asked.user_id
                        AND ${time} >= ${earliest} AND ${time} >= asked.since AND ${time} < ${end}
                      ${groupBy} ORDER BY at LIMIT ${most}) AS point
               ORDER BY asked.number, point.at
               LIMIT ${most}) AS points
       GROUP BY number
       ORDER BY number`),
    values: parameters.values,
    rowMode: 'array',
  });
  return rows.map(([number, count, last, ...written]) => ({
    userId: userIds[number - 1] ?? '',
    count,
    last,
    texts: written,
  }));
}

const toJson = (text: string) => JSON.stringify(text);

function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
