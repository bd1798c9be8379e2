import { createRoute, z } from '@hono/zod-openapi';
import type { Pool } from '@systole/service-kit';
import { respondLines, streamContent } from '../../answers/lines.ts';
import { toMetadata } from '../../answers/metadata.ts';
import { pointMaker, rowsByUser, toColumns } from '../../answers/points.ts';
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
import { findUsers } from '../../users.ts';
import { multiUserColumnsSchema, multiUserQuerySchema, multiUserTimeseriesSchema } from './schema.ts';

const route = createRoute({
  method: 'get',
  path: '/multi-user/timeseries',
  tags: ['Series'],
  summary: 'Points of several users',
  request: { query: multiUserQuerySchema },
  responses: {
    200: {
      description: 'The points of each user, all of the same interval: the finest that fits every user.',
      content: {
        'application/json': { schema: z.union([multiUserTimeseriesSchema, multiUserColumnsSchema]) },
        ...streamContent,
      },
    },
    ...notModifiedResponse,
    ...problemResponses,
    ...notFoundResponse,
    ...tooManyPointsResponse,
  },
});

export const multiUserTimeseriesRoutes = (pool: Pool) =>
  createRouter().openapi(route, async (c) => {
    const parameters = c.req.valid('query');
    // Parameters first: what is not valid is said also where a user is unknown.
    const checked = toSeriesQuery(parameters, []);
    const users = await findUsers(pool, 'user_ids', parameters.user_ids);
    const query = { ...checked, userIds: users.map(({ user_id }) => user_id) };
    const { format } = parameters;
    if (format === 'csv' || format === 'ndjson') return respondLines(c, pool, query, format);
    const series = await readSeries(pool, query);
    const metadata = toMetadata(query, series);
    const groups = rowsByUser(series);
    if (format === 'columns') {
      const data = groups.map(({ userId, rows }) => ({ user_id: userId, ...toColumns(series.source, rows) }));
      return respondJson(c, { data, metadata });
    }
    const toPoint = pointMaker(series.source);
    const data = groups.map(({ userId, rows }) => ({
      user_id: userId,
      data: rows.map((row) => toPoint(row, userId)),
      count: rows.length,
    }));
    return respondJson(c, { data, metadata });
  });
