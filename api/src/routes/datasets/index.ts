import { createRoute } from '@hono/zod-openapi';
import { datasets } from '@systole/catalog';
import { respondJson } from '../../answers/respond.ts';
import { createRouter, notModifiedResponse } from '../../router.ts';
import { datasetsSchema } from './schema.ts';

const route = createRoute({
  method: 'get',
  path: '/datasets',
  tags: ['Catalogue'],
  summary: 'What can be asked for as metric',
  responses: {
    200: {
      description: 'Every dataset, in the order in which they are shown.',
      content: { 'application/json': { schema: datasetsSchema } },
    },
    ...notModifiedResponse,
  },
});

export const datasetRoutes = () =>
  createRouter().openapi(route, (c) =>
    respondJson(c, {
      data: [...datasets.values()].map((dataset) => ({
        key: dataset.key,
        label: dataset.label,
        description: dataset.description,
        unit: dataset.value.unit,
        kind: dataset.kind,
        valid_range: {
          greater_than: dataset.value.validRange.greaterThan,
          at_most: dataset.value.validRange.atMost,
        },
        levels: ['raw' as const, ...dataset.rollups.map(({ level }) => level)],
        attributes: dataset.attributes.map(({ column, description }) => ({ name: column, description })),
        stale_after_hours: dataset.staleAfterHours,
      })),
    }),
  );
