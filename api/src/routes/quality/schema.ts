import { z } from '@hono/zod-openapi';

export const qualityOverviewSchema = z
  .object({
    data: z.array(
      z.object({
        dataset: z.string().openapi({ example: 'appointments' }),
        description: z.string(),
        last_run: z
          .object({
            run_id: z.int(),
            started_at: z.string().openapi({ format: 'date-time' }),
            source_name: z.string(),
            status: z.string(),
            checks: z.int(),
            failed_critical: z.int(),
            failed_warnings: z.int(),
          })
          .nullable()
          .openapi({ description: 'The newest run whose gates were asked; null: there is none yet.' }),
      }),
    ),
  })
  .openapi('QualityOverview');

export const qualityHistorySchema = z
  .object({
    dataset: z.string(),
    description: z.string(),
    runs: z
      .array(
        z.object({
          run_id: z.int(),
          started_at: z.string().openapi({ format: 'date-time' }),
          source_name: z.string(),
          status: z.string(),
        }),
      )
      .openapi({ description: 'The newest first.' }),
    checks: z.array(
      z.object({
        name: z.string().openapi({ example: 'booking_date readable' }),
        kind: z.string().openapi({ example: 'parse-rate' }),
        severity: z.enum(['critical', 'warning']),
        threshold: z.number().openapi({ description: 'Of the newest run.' }),
        history: z
          .array(
            z.object({
              run_id: z.int(),
              passed: z.boolean(),
              value: z.number().nullable().openapi({ description: 'null: there was nothing to measure.' }),
              threshold: z.number(),
            }),
          )
          .openapi({ description: 'One entry a run that asked this check, the newest first.' }),
      }),
    ),
  })
  .openapi('QualityHistory');
