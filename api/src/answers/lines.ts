import { z } from '@hono/zod-openapi';
import type { Pool } from '@systole/service-kit';
import type { Context } from 'hono';
import type { LevelSource } from '../resolution/level-source.ts';
import { attributesOf } from '../series/point-sql.ts';
import type { UserPoints } from '../series/read-points.ts';
import { chooseSource, streamSeries, type SeriesQuery } from '../series/series-query.ts';
import { respondStream } from './respond.ts';

/** Documents the streamed formats; typed as nothing, so that the routes' types stay those of their JSON. */
export const streamContent = {
  'text/csv': { schema: z.string().openapi({ example: 'timestamp,value,user_id,min,max,count\n' }) },
  'application/x-ndjson': { schema: z.string().openapi({ description: 'One Point a line.' }) },
} as object;

/** Answers a query with all its points, one a line. */
export async function respondLines(c: Context, pool: Pool, query: SeriesQuery, format: 'csv' | 'ndjson') {
  const source = await chooseSource(pool, query);
  const lines = linesOf(source, streamSeries(pool, source, query.userIds, format), format);
  const contentType = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson';
  return respondStream(c, lines, contentType, `${query.dataset.key}-${source.level}.${format}`);
}

/** csv has a header. */
async function* linesOf(
  source: LevelSource,
  batches: AsyncGenerator<readonly UserPoints[]>,
  format: 'csv' | 'ndjson',
): AsyncGenerator<string> {
  const names = ['timestamp', 'value', 'user_id', 'min', 'max', 'count', ...attributesOf(source)];
  if (format === 'csv') yield `${names.join(',')}\n`;
  for await (const batch of batches) {
    if (batch.length > 0) yield batch.map(({ texts }) => `${texts[0] ?? ''}\n`).join('');
  }
}
