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
    const series = await readSeries(pool, query, format);
    const data = query.userIds.map((userId) => {
      const points = series.points.find((of) => of.userId === userId);
      const user = `"user_id":${JSON.stringify(userId)}`;
      return format === 'columns'
        ? `{${user},${toColumns(series.source, points)}}`
        : `{${user},"data":${toObjects(points)},"count":${points?.count ?? 0}}`;
    });
    return respondJsonText<z.infer<typeof multiUserTimeseriesSchema | typeof multiUserColumnsSchema>>(
      c,
      `{"data":[${data.join(',')}],"metadata":${JSON.stringify(toMetadata(query, series))}}`,
    );
  });
