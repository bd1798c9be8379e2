import { z } from '@hono/zod-openapi';
import { cursor, day, name, wholeNumber } from '../../parameters.ts';

const identifier = name('must be 1 to 128 characters').transform((text) => text.trim().toUpperCase());

const days = {
  start_date: day('The first day.').optional(),
  end_date: day('The last day.').optional(),
};

export const visitsQuerySchema = z.strictObject({
  ...days,
  patient_id: identifier.optional().openapi({ type: 'string', example: 'P001' }),
  provider_id: identifier.optional().openapi({ type: 'string', example: 'PR01' }),
  limit: wholeNumber(1, 1_000).default(100).openapi({ description: 'Size of a page.' }),
  cursor,
});

const date = z.string().openapi({ format: 'date', example: '2025-12-01' });

export const visitsSchema = z
  .object({
    data: z.array(
      z.object({
        visit_id: z.string(),
        patient_id: z.string(),
        visit_date: date,
        diagnosis_code: z.string().nullable(),
        provider_id: z.string().nullable(),
        visit_cost: z.number().nullable().openapi({ description: 'null: not known.' }),
        last_updated: z.string().openapi({ format: 'date-time' }),
      }),
    ),
    next_cursor: z.string().optional(),
  })
  .openapi('Visits');

export const dailyVisitMetricsQuerySchema = z.strictObject(days);

const cost = (description: string) => z.number().nullable().openapi({ description });

export const dailyVisitMetricsSchema = z
  .object({
    data: z.array(
      z.object({
        visit_date: date,
        visits: z.int(),
        distinct_patients: z.int(),
        distinct_providers: z.int(),
        total_cost: cost('Of the visits whose cost is known; null where none is.'),
        average_cost: cost('Of the visits whose cost is known; null where none is.'),
        median_cost: cost('Of the visits whose cost is known; null where none is.'),
        visits_without_cost: z.int(),
      }),
    ),
  })
  .openapi('DailyVisitMetrics');
