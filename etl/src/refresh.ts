import type { Dataset, Rollup } from '@systole/catalog';
import {
  retryTransient,
  type Logger,
  type Pool,
  type PoolClient,
  type ServerFeatures,
} from '@systole/service-kit';
import type { Window } from './extractors/base-extractor.ts';
import { InFlight } from './in-flight.ts';
import { SECOND, formatInstant } from './time/instants.ts';

/** Two pieces of a range at once: a refresh is the work of one backend, and a server has more cores than one. */
const PIECES_AT_ONCE = 2;
/** Shorter pieces take no longer than what TimescaleDB does around a refresh, whatever its size. */
const BUCKETS_OF_A_PIECE = 1_440;

const REFRESH_RETRIES = { operation: 'refresh', retries: 8, firstDelayMs: 250, longestDelayMs: 10_000 };

export interface RefreshSettings {
  readonly pool: Pool;
  readonly features: ServerFeatures;
  readonly logger: Logger;
}

/**
 * Refreshes the rollups of a dataset for exactly what runs have touched and nobody has refreshed yet: this run's own
 * range, and those of runs that died before they came to it. Level by level, fine to coarse, since each is made from
 * the one before. Ranges that overlap or touch become one. Without a run of its own, only those of runs that have ended
 * are done with.
 *
 * A range and not a policy's window, because a policy does not reach back to a backfill (timescaledb issue 7960).
 */
export async function refreshTouched(
  dataset: Dataset,
  ownRunId: number | undefined,
  settings: RefreshSettings,
): Promise<void> {
  const { pool } = settings;
  const { rows } = await pool.query<{ run_id: number; start: number; end: number }>(
    `SELECT run_id,
            (extract(epoch FROM touched_start) * 1000000)::double precision AS start,
            (extract(epoch FROM touched_end) * 1000000)::double precision AS "end"
       FROM ops.pipeline_runs
      WHERE dataset = $1 AND touched_start IS NOT NULL AND refreshed_at IS NULL
      ORDER BY touched_start`,
    [dataset.key],
  );
  if (rows.length === 0) return;
  // touched_end is the last row itself; a range ends behind its end.
  for (const range of mergeRanges(rows.map(({ start, end }) => ({ start, end: end + 1 })))) {
    for (const rollup of dataset.rollups) await refreshRollup(rollup, range, settings);
  }
  // Another run that is still going may have touched more since; it refreshes again at its own end.
  await pool.query(
    `UPDATE ops.pipeline_runs AS run SET refreshed_at = clock_timestamp()
       FROM unnest($1::bigint[], $2::timestamptz[], $3::timestamptz[]) AS done (run_id, touched_start, touched_end)
      WHERE run.run_id = done.run_id AND (run.status <> 'running' OR run.run_id = $4)
        AND run.touched_start >= done.touched_start AND run.touched_end <= done.touched_end`,
    [
      rows.map(({ run_id }) => run_id),
      rows.map(({ start }) => formatInstant(start)),
      rows.map(({ end }) => formatInstant(end)),
      ownRunId,
    ],
  );
}

/**
 * Refreshes a continuous aggregate for whatever has changed since it was last: TimescaleDB keeps account of that, and
 * does no more. For tables that are written to outside of runs as well.
 */
export async function refreshChanged(view: string, settings: RefreshSettings): Promise<void> {
  await refreshWindow(view, undefined, settings);
}

async function refreshRollup(rollup: Rollup, range: Window, settings: RefreshSettings): Promise<void> {
  await using pieces = new InFlight(PIECES_AT_ONCE);
  for (const piece of inPieces(range, rollup.seconds, settings.features.embedded ? 1 : PIECES_AT_ONCE)) {
    await pieces.room();
    pieces.add(refreshWindow(rollup.view, piece, settings));
  }
  await pieces.finish();
}

/** Of whole buckets; everything where no window is given. */
async function refreshWindow(
  view: string,
  window: Window | undefined,
  settings: RefreshSettings,
): Promise<void> {
  const { pool, features, logger } = settings;
  // Without the option TimescaleDB 2.28 and later works in batches of ten buckets, 75 times slower for a 1-minute rollup;
  // earlier versions do not know it.
  const options = features.refreshOptions ? `, options => '{"buckets_per_batch": 0}'` : '';
  const refresh = (client: PoolClient) =>
    client.query(
      `CALL refresh_continuous_aggregate($1::regclass, $2::timestamptz, $3::timestamptz${options})`,
      [view, window && formatInstant(window.start), window && formatInstant(window.end)],
    );
  await retryTransient(`refreshing ${view}`, () => inOrderOfTheKey(pool, refresh), {
    ...REFRESH_RETRIES,
    logger,
  });
}

/**
 * Readings are read in the order of their primary key, and buckets come out in that of the rollup's index. The planner,
 * which knows nothing of a window that is a parameter, prefers to hash or to sort; either takes twice as long.
 */
async function inOrderOfTheKey(pool: Pool, work: (client: PoolClient) => Promise<unknown>): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('SET enable_hashagg = off; SET enable_sort = off');
    await work(client);
    await client.query('RESET enable_hashagg; RESET enable_sort');
    client.release();
  } catch (error) {
    // Whoever gets the connection next is not to plan like this.
    client.release(true);
    throw error;
  }
}

/** The whole buckets that hold a range: TimescaleDB refreshes only buckets that lie inside the window. */
export function alignToBuckets({ start, end }: Window, bucketSeconds: number): Window {
  const width = bucketSeconds * SECOND;
  return { start: Math.floor(start / width) * width, end: Math.ceil(end / width) * width };
}

/**
 * The whole buckets that hold a range, cut into as many pieces of equal length, to a bucket, as were asked for; fewer
 * where they would be short.
 */
export function inPieces(range: Window, bucketSeconds: number, most: number): Window[] {
  const { start, end } = alignToBuckets(range, bucketSeconds);
  const width = bucketSeconds * SECOND;
  const buckets = (end - start) / width;
  const pieces = Math.max(1, Math.min(most, Math.floor(buckets / BUCKETS_OF_A_PIECE)));
  const cut = (piece: number) => start + Math.round((buckets * piece) / pieces) * width;
  return Array.from({ length: pieces }, (_, piece) => ({ start: cut(piece), end: cut(piece + 1) }));
}

/** Joins ranges, ascending by start, that overlap or touch. */
export function mergeRanges(ranges: readonly Window[]): Window[] {
  const merged: Window[] = [];
  for (const range of ranges) {
    const last = merged.at(-1);
    if (last && range.start <= last.end) {
      merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
    } else {
      merged.push(range);
    }
  }
  return merged;
}
