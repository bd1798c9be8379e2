import { z } from '@hono/zod-openapi';
import { choice, cursor, wholeNumber } from '../../parameters.ts';

const instant = (description: string) => z.string().openapi({ format: 'date-time', description });

export const jobNameText = z.string().min(1).max(256);

const STATUSES = [
  'queued',
  'running',
  'success',
  'partial',
  'no_op',
  'failed',
  'cancelled',
  'skipped',
] as const;

const counts = { inserted: z.int(), updated: z.int(), unchanged: z.int(), rejected: z.int() };

export const jobRunSchema = z
  .object({
    run_id: z.int(),
    job: z.string().openapi({ example: 'etl_job' }),
    trigger: z.enum(['start', 'schedule', 'manual', 'after', 'retry']).openapi({
      description: 'after: the job that it needs succeeded. retry: of a run that failed.',
    }),
    requested_by: z.string().openapi({ description: 'Who or what asked for it.', example: 'api' }),
    caused_by: z.int().nullable().openapi({ description: 'The run that it follows or repeats.' }),
    parameters: z.record(z.string(), z.unknown()),
    attempt: z.int().openapi({ description: '1, or more where the retry policy repeats it.' }),
    status: z.enum(STATUSES).openapi({
      description:
        'partial: rows were rejected. no_op: there was nothing new. skipped: what it needs did not succeed.',
    }),
    requested_at: instant('When it was asked for.'),
    run_at: instant('It does not start before.'),
    started_at: instant('When it began.').nullable(),
    finished_at: instant('When it ended.').nullable(),
    cancel_requested_at: instant('When somebody asked for its end.').nullable(),
    worker_id: z.string().nullable().openapi({ description: 'Who does it, or did.' }),
    ...counts,
    error: z.string().nullable(),
  })
  .openapi('JobRun');

export const jobRunsSchema = z
  .object({ data: z.array(jobRunSchema), next_cursor: z.string().optional() })
  .openapi('JobRuns');

const page = {
  status: choice(STATUSES).optional(),
  limit: wholeNumber(1, 500).default(50).openapi({ description: 'Size of a page.' }),
  cursor,
};

export const runsOfJobQuerySchema = z.strictObject(page);
export const jobRunsQuerySchema = z.strictObject({ job: jobNameText.optional(), ...page });

export const jobRunIdParameter = z.object({
  id: wholeNumber(1, 999_999_999_999_999).openapi({ description: 'run_id of a run of a job.' }),
});

/** Lines of one answer. */
export const MOST_LINES = 1_000;

export const jobRunQuerySchema = z.strictObject({
  logs_after: wholeNumber(0, 1_000_000)
    .optional()
    .openapi({
      description: `Only log lines after this position, at most ${MOST_LINES}: for following a run that goes on.`,
    }),
});

export const jobRunDetailSchema = jobRunSchema
  .extend({
    pipeline_runs: z
      .array(
        z.object({
          run_id: z.int().openapi({ description: 'Of /runs/{id}, where its rejected rows and quality are.' }),
          dataset: z.string(),
          user_id: z.string().nullable(),
          source_name: z.string(),
          status: z.enum(['running', 'success', 'partial', 'failed', 'no_op']),
          started_at: instant('When it began.'),
          finished_at: instant('When it ended.').nullable(),
          rows_read: z.int(),
          ...counts,
          error: z.string().nullable(),
        }),
      )
      .openapi({ description: 'Runs of pipelines that were part of it.' }),
    quality: z
      .object({
        rejects: z.array(z.object({ run_id: z.int(), dataset: z.string(), rule: z.string(), rows: z.int() })),
        checks: z.array(
          z.object({
            run_id: z.int(),
            dataset: z.string(),
            name: z.string(),
            severity: z.enum(['critical', 'warning']),
            passed: z.boolean(),
            value: z.number().nullable(),
            threshold: z.number(),
          }),
        ),
      })
      .nullable()
      .openapi({
        description: 'Which rules rejected how many rows, and what gates found; null until its end.',
      }),
    led_to: z
      .array(jobRunSchema.pick({ run_id: true, job: true, trigger: true, status: true }))
      .openapi({ description: 'Runs that followed or repeated it.' }),
    logs: z.array(
      z.object({
        position: z.int(),
        at: instant('When it was said.'),
        level: z.string().openapi({ example: 'info' }),
        message: z.string(),
        fields: z.record(z.string(), z.unknown()),
      }),
    ),
  })
  .openapi('JobRunDetail');
