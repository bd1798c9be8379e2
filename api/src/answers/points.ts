import type { Attribute } from '@systole/catalog';
import { userOf, type PointRow } from '../series/read-points.ts';
import type { Series } from '../series/series-query.ts';
import { toEpochMilliseconds, toRfc3339 } from '../time/timestamps.ts';
import type { Columns, Point } from './schema.ts';

/** Turns the rows of a source into points. */
export function pointMaker({ stored, dataset }: Series['source']): (row: PointRow, userId: string) => Point {
  if (stored) {
    return (row, userId) => ({
      timestamp: toRfc3339(row[1]),
      value: row[2],
      user_id: userId,
      min: row[3] as number | null,
      max: row[4] as number | null,
      count: row[5] as number,
    });
  }
  const { attributes } = dataset;
  return (row, userId) => {
    const value = row[2];
    const point: Point = {
      timestamp: toRfc3339(row[1]),
      value,
      user_id: userId,
      min: value,
      max: value,
      count: 1,
    };
    return attributes.length === 0 ? point : Object.assign(point, attributesOf(row, attributes));
  };
}

function attributesOf(row: PointRow, attributes: readonly Attribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ column }, index) => [column, row[index + 3]]));
}

/** The points of one answer, one object each. */
export function toPoints({ source, rows, userIds }: Series): Point[] {
  const toPoint = pointMaker(source);
  return rows.map((row) => toPoint(row, userOf(row, userIds)));
}

/** The same points as one array for each field: a third of the size, and what charts take. */
export function toColumns({ stored, dataset }: Series['source'], rows: readonly PointRow[]): Columns {
  const value = rows.map((row) => row[2]);
  const timestamp = rows.map((row) => toEpochMilliseconds(row[1]));
  if (stored) {
    return {
      timestamp,
      value,
      min: rows.map((row) => row[3] as number | null),
      max: rows.map((row) => row[4] as number | null),
      count: rows.map((row) => row[5] as number),
    };
  }
  return {
    timestamp,
    value,
    min: value,
    max: value,
    count: rows.map(() => 1),
    ...Object.fromEntries(
      dataset.attributes.map(({ column }, index) => [column, rows.map((row) => row[index + 3])]),
    ),
  };
}

/** The rows of each user, also of those who have none. */
export function rowsByUser({
  rows,
  userIds,
}: Series): { readonly userId: string; readonly rows: PointRow[] }[] {
  const groups = userIds.map((userId) => ({ userId, rows: [] as PointRow[] }));
  for (const row of rows) groups[row[0] - 1]?.rows.push(row);
  return groups;
}
