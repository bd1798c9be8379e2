import { createRoute, z } from '@hono/zod-openapi';
import type { Pool } from '@systole/service-kit';
import { respondLines, streamContent } from '../../answers/lines.ts';
import { toMetadata } from '../../answers/metadata.ts';
import { toColumns, toObjects } from '../../answers/points.ts';
import { respondJsonText } from '../../answers/respond.ts';
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
    const { format } = parameters;
    const assertUserKnown = () => findUser(pool, 'user_id', parameters.user_id);
    if (format === 'csv' || format === 'ndjson') {
      await assertUserKnown();
      return respondLines(c, pool, query, format);
    }
    const series = await readSeries(pool, query, format);
    const [points] = series.points;
    // Whoever has points is known: most answers take one statement.
    if (!points) await assertUserKnown();
    const data = format === 'columns' ? `{${toColumns(series.source, points)}}` : toObjects(points);
    return respondJsonText<z.infer<typeof timeseriesSchema | typeof timeseriesColumnsSchema>>(
      c,
      `{"data":${data},"metadata":${JSON.stringify(toMetadata(query, series))}}`,
    );
  });
