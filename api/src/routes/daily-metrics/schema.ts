import { z } from '@hono/zod-openapi';
import { day, userId } from '../../parameters.ts';
import { rejectsShownSchema } from '../../uploads/take-in-table.ts';

export const uploadSchema = z
  .object({
    file: z.any().openapi({
      type: 'string',
      format: 'binary',
      description:
        'CSV: date;steps_n;proteins_g;kcal_in;kcal_junk_in;kcal_out_training;sleep_hours;stress_rel;weight_kg;waist_cm',
    }),
    user_id: userId.optional(),
  })
  .openapi('Upload');

export const uploadedSchema = z
  .object({
    file_id: z.int().openapi({ description: 'The same for the same bytes.' }),
    run_id: z.int(),
    status: z.enum(['success', 'partial', 'no_op']),
    message: z.string(),
    processed_at: z.string().openapi({ format: 'date-time' }),
    records_processed: z.int().openapi({ description: 'Rows of the file, rejected ones included.' }),
    kpi_records_upserted: z.int().openapi({ description: 'Days whose KPIs were made anew.' }),
    rejected: z.int(),
    rejects: rejectsShownSchema,
  })
  .openapi('Uploaded');

export const kpisQuerySchema = z.strictObject({
  start_date: day('The first day.'),
  end_date: day('The last day.'),
  user_id: userId.optional().openapi({ description: 'Not given: the one of uploads without user_id.' }),
});

const kpi = (description: string) => z.number().nullable().openapi({ description });

export const kpisSchema = z
  .array(
    z.object({
      date: z.string().openapi({ format: 'date', example: '2026-01-01' }),
      kcal_out_total: kpi('kcal: at rest, and training.'),
      balance_kcal: kpi('kcal: in less out.'),
      balance_7d_average: kpi('kcal'),
      protein_per_kg: kpi('g of protein for a kg of weight.'),
      healthy_food_pct: kpi('Percent of kcal_in that is not junk.'),
      adherence_steps: kpi('Steps of the goal, 0 to 1.'),
      weight_7d_avg: kpi('kg'),
      waist_change_7d: kpi('cm, against the earliest of the window.'),
      sleep_7d_avg: kpi('Hours'),
      stress_7d_avg: kpi('As noted.'),
      weight_trend_kg_per_week: kpi('kg a week, by least squares.'),
    }),
  )
  .openapi('DailyKpis');
