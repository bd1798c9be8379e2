import { z } from '@hono/zod-openapi';
import { jobNameText, jobRunSchema } from '../job-runs/schema.ts';

const instant = (description: string) => z.string().openapi({ format: 'date-time', description });

export const jobSchema = z
  .object({
    name: z.string().openapi({ example: 'ingestion_job:user1' }),
    kind: z.string().openapi({ description: 'The name without the user.', example: 'ingestion_job' }),
    user_id: z.string().nullable().openapi({ description: 'Whose, where each user has one.' }),
    description: z.string(),
    schedule: z.string().nullable().openapi({
      description: 'Cron pattern in time_zone; null: it runs after what it needs, and when asked.',
      example: '0 2 * * *',
    }),
    time_zone: z.string(),
    needs: z.array(z.string()).openapi({ description: 'Jobs after whose success it runs.' }),
    next_run_at: instant(
      'Next time of its schedule, or of the one that begins its chain; null: paused, or none.',
    ).nullable(),
    paused_at: instant('Since when its schedule is paused.').nullable(),
    concurrency_key: z.string().openapi({ description: 'Runs with the same key never run at once.' }),
    timeout_seconds: z.int(),
    retry: z.object({
      retries: z.int(),
      first_delay_seconds: z.number(),
      longest_delay_seconds: z.number(),
    }),
    parameters: z.record(z.string(), z.unknown()).openapi({
      description: 'JSON Schema of the parameters that a run may be asked for with.',
    }),
    workers: z.int().openapi({ description: 'Living processes that take its runs; 0: nobody does.' }),
    waiting: z.int().openapi({ description: 'Runs in the queue.' }),
    last_run: jobRunSchema.nullable().openapi({ description: 'The newest that has begun, or was skipped.' }),
  })
  .openapi('Job');

export const jobsSchema = z.object({ data: z.array(jobSchema) }).openapi('Jobs');

export const jobNameParameter = z.object({
  name: jobNameText.openapi({ description: 'Name of a job, as /jobs lists them.', example: 'etl_job' }),
});

export const startJobSchema = z
  .strictObject({
    parameters: z
      .record(z.string(), z.unknown())
      .default({})
      .openapi({
        description: 'As the job’s own schema has them, such as a range to fetch again.',
        example: { start_date: '2025-06-01', end_date: '2025-06-30' },
      }),
  })
  .openapi('StartJob');

export const idempotencyHeaders = z.object({
  'idempotency-key': z.string().min(1).max(255).optional().openapi({
    description: 'Of the client’s making: a request that is repeated with it starts nothing again.',
  }),
});

export const startedJobSchema = jobRunSchema
  .extend({
    outcome: z.enum(['created', 'joined', 'known']).openapi({
      description:
        'joined: a run that waits already does what was asked for. known: the key was used before.',
    }),
  })
  .openapi('StartedJobRun');
