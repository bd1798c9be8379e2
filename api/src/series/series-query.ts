import type { Dataset } from '@systole/catalog';
import type { Pool } from '@systole/service-kit';
import { Problem, invalidParameter } from '../problem.ts';
import { finestFittingSource } from '../resolution/fitting-source.ts';
import { coarsestOf, levelSources, type Level, type LevelSource } from '../resolution/level-source.ts';
import type { TimeRange } from '../time/time-range.ts';
import { toRfc3339 } from '../time/timestamps.ts';
import type { PointFormat } from './point-sql.ts';
import { decodeCursor, encodeCursor, type Position } from './position.ts';
import { readPoints, type UserPoints } from './read-points.ts';

/** The most points one answer holds in memory, of all users together; csv and ndjson have no limit. */
export const MOST_POINTS = 100_000;

/** Points of a user that an answer holds when the request does not say: about what a wide chart can show. */
export const STANDARD_POINTS = 2_000;

/** What is asked for, as far as it decides which points are given. */
export interface SeriesQuery {
  readonly dataset: Dataset;
  readonly userIds: readonly string[];
  readonly range: TimeRange;
  readonly timeZone: string;
  readonly interval: 'auto' | Level;
  readonly maxPoints?: number | undefined;
  readonly cursor?: string | undefined;
}

/** Points of one answer, and how the answer was made. */
export interface Series {
  readonly source: LevelSource;
  /** Of those users who have any. */
  readonly points: readonly UserPoints[];
  /** Where the next page goes on; `undefined`: there is none. */
  readonly nextCursor: string | undefined;
}

/**
 * The source that serves a query: the level that was asked for, or the finest in which every user's points fit the
 * budget. The coarsest is served whatever its size.
 * @throws {Problem} 400, if the dataset does not have the level.
 */
export async function chooseSource(pool: Pool, query: SeriesQuery): Promise<LevelSource> {
  const { dataset, userIds, range, timeZone, interval } = query;
  const sources = levelSources(dataset, range, timeZone);
  if (interval !== 'auto') {
    const forced = sources.find(({ level }) => level === interval);
    if (forced) return forced;
    throw invalidParameter(
      'interval',
      `is not one that ${dataset.key} has: ${['auto', ...sources.map(({ level }) => level)].join(', ')}`,
    );
  }
  const budget = Math.min(query.maxPoints ?? STANDARD_POINTS, budgetPerUser(userIds));
  return (await finestFittingSource(pool, sources, userIds, budget)) ?? coarsestOf(sources);
}

/**
 * Reads the points of an answer that is held in memory: all of the range, or one page of them.
 * @throws {Problem} 422, if they are more than {@link MOST_POINTS} and no page was asked for.
 */
export async function readSeries(pool: Pool, query: SeriesQuery, format: PointFormat): Promise<Series> {
  const source = await chooseSource(pool, query);
  const { maxPoints, cursor, interval } = query;
  if (cursor !== undefined && interval === 'auto') {
    throw invalidParameter('cursor', 'needs the interval of the first page, not auto');
  }
  const after = cursor === undefined ? undefined : decodeCursor(cursor, source.level);
  const isPage = interval !== 'auto' && (maxPoints !== undefined || after !== undefined);
  const limit = isPage ? (maxPoints ?? STANDARD_POINTS) : MOST_POINTS;
  const userIds = usersFrom(query.userIds, after);
  const points = await readPoints(pool, { source, userIds, limit, after, format });
  const last = lastOf(points, limit);
  if (!last || !(await hasMore(pool, source, userIds, last)))
    return { source, points, nextCursor: undefined };
  if (!isPage) throw await tooManyPoints(pool, query, source);
  return { source, points, nextCursor: encodeCursor(source.level, last) };
}

/** How many points are read from the database at a time when an answer is streamed. */
const BATCH = 5_000;

/**
 * Reads any number of points batch by batch.
 *
 * Each batch is a statement of its own that goes on after the last point, not a database cursor: a client that reads
 * slowly then holds no connection of the pool, no transaction that keeps chunks from being compressed, and, in the
 * embedded database, not the engine that everybody shares.
 */
export async function* streamSeries(
  pool: Pool,
  source: LevelSource,
  userIds: readonly string[],
  format: 'csv' | 'ndjson',
): AsyncGenerator<readonly UserPoints[]> {
  let after: Position | undefined;
  do {
    const points = await readPoints(pool, {
      source,
      userIds: usersFrom(userIds, after),
      limit: BATCH,
      after,
      format,
    });
    yield points;
    after = lastOf(points, BATCH);
  } while (after);
}

function budgetPerUser(userIds: readonly string[]): number {
  return Math.floor(MOST_POINTS / Math.max(1, userIds.length));
}

/** The users whose points are not all given yet, beginning with the one of the position. */
function usersFrom(userIds: readonly string[], after: Position | undefined): readonly string[] {
  if (!after) return userIds;
  const index = userIds.indexOf(after.userId);
  if (index === -1)
    throw invalidParameter('cursor', 'belongs to other users: repeat the parameters of the first page');
  return userIds.slice(index);
}

/** Where as many points as were asked for end; `undefined`: they are fewer, and so there are no more. */
function lastOf(points: readonly UserPoints[], limit: number): Position | undefined {
  const last = points.at(-1);
  const isFull = points.reduce((sum, { count }) => sum + count, 0) === limit;
  return isFull && last ? { userId: last.userId, at: toRfc3339(last.last) } : undefined;
}

async function hasMore(
  pool: Pool,
  source: LevelSource,
  userIds: readonly string[],
  after: Position,
): Promise<boolean> {
  const next = { source, userIds: usersFrom(userIds, after), limit: 1, after, format: 'json' } as const;
  return (await readPoints(pool, next)).length > 0;
}

async function tooManyPoints(pool: Pool, query: SeriesQuery, source: LevelSource): Promise<Problem> {
  const sources = levelSources(query.dataset, query.range, query.timeZone);
  const coarser = sources.slice(sources.findIndex(({ level }) => level === source.level) + 1);
  const fitting = await finestFittingSource(pool, coarser, query.userIds, budgetPerUser(query.userIds));
  const wayOut = fitting ? `Use interval=${fitting.level}, or ` : 'Ask for a shorter range, or ';
  return new Problem(
    422,
    'too-many-points',
    'The answer would be too large',
    `interval=${source.level} has more than ${MOST_POINTS} points in this range. ${wayOut}` +
      'read them page by page with max_points and cursor, or all at once with format=csv or format=ndjson.',
    { parameter: 'interval', ...(fitting ? { interval: fitting.level } : {}) },
  );
}
