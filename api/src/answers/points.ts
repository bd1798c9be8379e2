import type { LevelSource } from '../resolution/level-source.ts';
import { attributesOf } from '../series/point-sql.ts';
import type { UserPoints } from '../series/read-points.ts';

/** The points of one user as a JSON array of objects. */
export function toObjects(points: UserPoints | undefined): string {
  return `[${points?.texts[0] ?? ''}]`;
}

/**
 * The same points as one array for each field, as the fields of a JSON object without its braces: a third of the size,
 * and what charts take.
 */
export function toColumns(source: LevelSource, points: UserPoints | undefined): string {
  return ['timestamp', 'value', 'min', 'max', 'count', ...attributesOf(source)]
    .map((name, index) => `${JSON.stringify(name)}:[${points?.texts[index] ?? ''}]`)
    .join(',');
}
