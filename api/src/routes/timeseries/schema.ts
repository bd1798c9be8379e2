import { z } from '@hono/zod-openapi';
import { columnsSchema, metadataSchema, pointSchema } from '../../answers/schema.ts';
import { seriesParameters, userId } from '../../parameters.ts';

export const timeseriesQuerySchema = z.strictObject({ user_id: userId, ...seriesParameters });

export const timeseriesSchema = z
  .object({ data: z.array(pointSchema), metadata: metadataSchema })
  .openapi('Timeseries');

export const timeseriesColumnsSchema = z
  .object({ data: columnsSchema, metadata: metadataSchema })
  .openapi('TimeseriesColumns');
