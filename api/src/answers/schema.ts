import { z } from '@hono/zod-openapi';
import { datasets } from '@systole/catalog';

const attributes = Object.fromEntries(
  [...datasets.values()]
    .flatMap((dataset) => dataset.attributes.map((attribute) => ({ dataset, attribute })))
    .map(({ dataset, attribute }) => [
      attribute.column,
      z
        .unknown()
        .optional()
        .openapi({ description: `Of ${dataset.key}: ${attribute.description}` }),
    ]),
);

export const pointSchema = z
  .object({
    timestamp: z.string().openapi({
      format: 'date-time',
      description: 'UTC: when it was read, or when the bucket begins.',
      example: '2025-06-29T10:00:00.000Z',
    }),
    value: z.number().nullable().openapi({ description: 'The reading, or the average of the bucket.' }),
    user_id: z.string(),
    min: z.number().nullable(),
    max: z.number().nullable(),
    count: z.int().openapi({ description: 'How many readings the point stands for.' }),
    // By name in the description; as a type they are among the further fields.
    ...(attributes as object),
  })
  .catchall(z.unknown())
  .openapi('Point');

export type Point = z.infer<typeof pointSchema>;

const numbers = () => z.array(z.number().nullable());

export const columnsSchema = z
  .object({
    timestamp: z.array(z.number()).openapi({ description: 'Milliseconds since 1970-01-01T00:00:00Z.' }),
    value: numbers(),
    min: numbers(),
    max: numbers(),
    count: z.array(z.int()),
  })
  .catchall(z.unknown())
  .openapi('Columns');

export type Columns = z.infer<typeof columnsSchema>;

export const metadataSchema = z
  .object({
    query_info: z.object({
      table_used: z.string().openapi({ description: 'The table or continuous aggregate that was read.' }),
      interval: z.enum(['raw', '1m', '1h', '1d']).openapi({ description: 'The level that was served.' }),
      table_description: z.string(),
      points: z.int(),
      truncated: z.boolean().openapi({ description: 'Whether the range has more points after these.' }),
      next_cursor: z.string().optional().openapi({ description: 'Repeat the request with this as cursor.' }),
      time_zone: z.string(),
      start: z.string().openapi({ format: 'date-time' }),
      end: z.string().openapi({ format: 'date-time', description: 'Not part of the range.' }),
      unit: z.string(),
    }),
  })
  .openapi('Metadata');

export type Metadata = z.infer<typeof metadataSchema>;
