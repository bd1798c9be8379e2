import { createRoute, z } from '@hono/zod-openapi';
import type { Pool } from '@systole/service-kit';
import { respondLines, streamContent } from '../../answers/lines.ts';
import { toMetadata } from '../../answers/metadata.ts';
import { toColumns, toPoints } from '../../answers/points.ts';
import { respondJson } from '../../answers/respond.ts';
import { toSeriesQuery } from '../../parameters.ts';
import {
  createRouter,
  notFoundResponse,
  notModifiedResponse,
  problemResponses,
  tooManyPointsResponse,
} from '../../router.ts';
import { readSeries } from '../../series/series-query.ts';
import { findUser } from '../../users.ts';
import { timeseriesColumnsSchema, timeseriesQuerySchema, timeseriesSchema } from './schema.ts';

const route = createRoute({
  method: 'get',
  path: '/timeseries',
  tags: ['Series'],
  summary: 'Points of one user',
  request: { query: timeseriesQuerySchema },
  responses: {
    200: {
      description: 'The points of the range in order of time, and how they were found.',
      content: {
        'application/json': { schema: z.union([timeseriesSchema, timeseriesColumnsSchema]) },
        ...streamContent,
      },
    },
    ...notModifiedResponse,
    ...problemResponses,
    ...notFoundResponse,
    ...tooManyPointsResponse,
  },
});

export const timeseriesRoutes = (pool: Pool) =>
  createRouter().openapi(route, async (c) => {
    const parameters = c.req.valid('query');
    const query = toSeriesQuery(parameters, [parameters.user_id]);
    await findUser(pool, 'user_id', parameters.user_id);
    const { format } = parameters;
    if (format === 'csv' || format === 'ndjson') return respondLines(c, pool, query, format);
    const series = await readSeries(pool, query);
    const metadata = toMetadata(query, series);
    return format === 'columns'
      ? respondJson(c, { data: toColumns(series.source, series.rows), metadata })
      : respondJson(c, { data: toPoints(series), metadata });
  });
