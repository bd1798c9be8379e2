import { z } from '@hono/zod-openapi';
import type { Pool } from '@systole/service-kit';
import type { Context } from 'hono';
import type { LevelSource } from '../resolution/level-source.ts';
import { userOf, type PointRow } from '../series/read-points.ts';
import { chooseSource, streamSeries, type SeriesQuery } from '../series/series-query.ts';
import { pointMaker } from './points.ts';
import { respondStream } from './respond.ts';
import type { Point } from './schema.ts';

type Batches = AsyncGenerator<{ readonly rows: readonly PointRow[]; readonly userIds: readonly string[] }>;

/** Documents the streamed formats; typed as nothing, so that the routes' types stay those of their JSON. */
export const streamContent = {
  'text/csv': { schema: z.string().openapi({ example: 'timestamp,value,user_id,min,max,count\n' }) },
  'application/x-ndjson': { schema: z.string().openapi({ description: 'One Point a line.' }) },
} as object;

/** Answers a query with all its points, one a line. */
export async function respondLines(c: Context, pool: Pool, query: SeriesQuery, format: 'csv' | 'ndjson') {
  const source = await chooseSource(pool, query);
  const batches = streamSeries(pool, source, query.userIds);
  const fileName = `${query.dataset.key}-${source.level}.${format}`;
  return format === 'csv'
    ? respondStream(c, csvLines(source, batches), 'text/csv; charset=utf-8', fileName)
    : respondStream(c, ndjsonLines(source, batches), 'application/x-ndjson', fileName);
}

/** One JSON object a line. */
async function* ndjsonLines(source: LevelSource, batches: Batches): AsyncGenerator<string> {
  yield* eachBatch(source, batches, (point) => `${JSON.stringify(point)}\n`);
}

/** RFC 4180 with a header; attributes as JSON, null as an empty field. */
async function* csvLines(source: LevelSource, batches: Batches): AsyncGenerator<string> {
  const attributes = source.level === 'raw' ? source.dataset.attributes.map(({ column }) => column) : [];
  yield `${['timestamp', 'value', 'user_id', 'min', 'max', 'count', ...attributes].join(',')}\n`;
  yield* eachBatch(source, batches, (point) => {
    const { timestamp, value, user_id, min, max, count } = point;
    const fields = [timestamp, value, user_id, min, max, count, ...attributes.map((name) => point[name])];
    return `${fields.map(csvField).join(',')}\n`;
  });
}

async function* eachBatch(
  source: LevelSource,
  batches: Batches,
  toLine: (point: Point) => string,
): AsyncGenerator<string> {
  const toPoint = pointMaker(source);
  for await (const { rows, userIds } of batches) {
    if (rows.length === 0) continue;
    yield rows.map((row) => toLine(toPoint(row, userOf(row, userIds)))).join('');
  }
}

function csvField(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
