import { z } from '@hono/zod-openapi';

export const datasetsSchema = z
  .object({
    data: z.array(
      z.object({
        key: z.string().openapi({ description: 'Its name as metric.', example: 'activities_heart_intraday' }),
        label: z.string(),
        description: z.string(),
        unit: z.string(),
        kind: z.enum(['series', 'daily']).openapi({
          description:
            'series: readings at instants. daily: one value a civil day, at 00:00 UTC of that day.',
        }),
        valid_range: z.object({ greater_than: z.number(), at_most: z.number() }),
        levels: z.array(z.enum(['raw', '1m', '1h', '1d'])).openapi({ description: 'From fine to coarse.' }),
        attributes: z.array(z.object({ name: z.string(), description: z.string() })),
        stale_after_hours: z.number(),
      }),
    ),
  })
  .openapi('Datasets');
