import { createRoute } from '@hono/zod-openapi';
import { createRouter } from '../../router.ts';
import { VERSION } from '../../version.ts';
import { aboutSchema } from './schema.ts';

const route = createRoute({
  method: 'get',
  path: '/',
  tags: ['Catalogue'],
  summary: 'What this is, and where things are',
  responses: {
    200: {
      description: 'Name, version and links.',
      content: { 'application/json': { schema: aboutSchema } },
    },
  },
});

export const aboutRoutes = () =>
  createRouter().openapi(route, (c) =>
    c.json(
      {
        name: 'Systole',
        version: VERSION,
        description: 'Health time series: query API',
        links: {
          documentation: '/docs',
          reference: '/redoc',
          openapi: '/openapi.json',
          users: '/users',
          datasets: '/datasets',
          timeseries: '/timeseries',
          multi_user_timeseries: '/multi-user/timeseries',
          coverage: '/coverage',
          runs: '/runs',
          health: '/health',
          metrics: '/metrics',
        },
      },
      200,
    ),
  );
