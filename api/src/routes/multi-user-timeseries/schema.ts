import { z } from '@hono/zod-openapi';
import { columnsSchema, metadataSchema, pointSchema } from '../../answers/schema.ts';
import { seriesParameters, userIds } from '../../parameters.ts';

export const multiUserQuerySchema = z.strictObject({ user_ids: userIds, ...seriesParameters });

export const multiUserTimeseriesSchema = z
  .object({
    data: z.array(
      z.object({
        user_id: z.string(),
        data: z.array(pointSchema),
        count: z.int().openapi({ description: 'How many points follow for this user.' }),
      }),
    ),
    metadata: metadataSchema,
  })
  .openapi('MultiUserTimeseries');

export const multiUserColumnsSchema = z
  .object({
    data: z.array(columnsSchema.extend({ user_id: z.string() })),
    metadata: metadataSchema,
  })
  .openapi('MultiUserTimeseriesColumns');
