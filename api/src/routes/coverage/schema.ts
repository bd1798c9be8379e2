import { z } from '@hono/zod-openapi';
import { endDate, metric, startDate, userId } from '../../parameters.ts';

export const coverageQuerySchema = z.strictObject({
  user_id: userId,
  metric,
  start_date: startDate,
  end_date: endDate,
});

const days = z.int();

export const coverageSchema = z
  .object({
    data: z.array(
      z.object({
        day: z.string().openapi({ format: 'date', description: "A day of the user's time zone." }),
        status: z.enum(['complete', 'partial', 'failed', 'missing']).openapi({
          description:
            'complete: fetched whole. partial: fetched before it ended, or in part. failed: fetching did not succeed. missing: never fetched.',
        }),
        readings: z.int(),
      }),
    ),
    summary: z.object({
      days,
      complete: days,
      partial: days,
      failed: days,
      missing: days,
      coverage_percent: z.number().openapi({ description: 'Complete days of all days.' }),
    }),
    first_timestamp: z
      .string()
      .nullable()
      .openapi({ format: 'date-time', description: 'Of all readings, not of the range.' }),
    last_timestamp: z
      .string()
      .nullable()
      .openapi({ format: 'date-time', description: 'Of all readings, not of the range.' }),
    freshness_seconds: z.number().nullable().openapi({ description: 'Age of the last reading.' }),
    stale: z.boolean().openapi({ description: 'No reading, or the last is older than the dataset allows.' }),
    time_zone: z.string(),
  })
  .openapi('Coverage');
