import { z } from '@hono/zod-openapi';
import { cursor, metric, runStatus, userId, wholeNumber } from '../../parameters.ts';

const instant = (description: string) => z.string().openapi({ format: 'date-time', description });

const counts = {
  rows_read: z.int().openapi({ description: 'Taken from the source, rejected ones included.' }),
  inserted: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  rejected: z.int(),
};

export const runsQuerySchema = z.strictObject({
  user_id: userId.optional(),
  status: runStatus.optional(),
  dataset: metric.optional(),
  limit: wholeNumber(1, 500).default(50).openapi({ description: 'Size of a page.' }),
  cursor,
});

export const runSchema = z
  .object({
    run_id: z.int(),
    dataset: z.string(),
    source: z.string().openapi({ example: 'google-health' }),
    source_name: z.string().openapi({ description: "The file's name, or the origin of the vendor's API." }),
    user_id: z.string().nullable().openapi({ description: 'null: the source holds several users.' }),
    trigger: z.string().openapi({ description: 'start, schedule, manual or import.' }),
    status: runStatus,
    window_start: instant('Beginning of the range that was fetched.').nullable(),
    window_end: instant('End of the range that was fetched.').nullable(),
    started_at: instant('When it began.'),
    heartbeat_at: instant('When it was last known to live.'),
    finished_at: instant('When it ended.').nullable(),
    ...counts,
    error: z.string().nullable(),
  })
  .openapi('Run');

export const runsSchema = z
  .object({ data: z.array(runSchema), next_cursor: z.string().optional() })
  .openapi('Runs');

export const runDetailSchema = runSchema
  .extend({
    users: z.array(
      z.object({
        user_id: z.string(),
        ...counts,
        first_timestamp: instant('Oldest row of this user in the run.').nullable(),
        last_timestamp: instant('Newest row of this user in the run.').nullable(),
      }),
    ),
  })
  .openapi('RunDetail');

export const startRunSchema = z
  .strictObject({ user_id: userId.openapi({ description: 'Whose data is to be fetched.' }) })
  .openapi('StartRun');

export const startedRunSchema = z
  .object({
    user_id: z.string(),
    status: z.enum(['started', 'queued']).openapi({
      description: 'queued: a run of this user goes on, and another follows it.',
    }),
  })
  .openapi('StartedRun');

export const runParametersSchema = z.object({
  id: wholeNumber(1, 999_999_999_999_999).openapi({ description: 'run_id of a run.' }),
});

export const rejectsQuerySchema = z.strictObject({
  limit: wholeNumber(1, 1_000).default(100).openapi({ description: 'Size of a page.' }),
  cursor,
});

export const rejectsSchema = z
  .object({
    data: z.array(
      z.object({
        reject_id: z.int(),
        dataset: z.string(),
        user_id: z.string().nullable(),
        place: z.record(z.string(), z.unknown()).openapi({
          description: 'Where it stood: file, line and column, or request, page and index.',
        }),
        rule: z.string(),
        message: z.string(),
        raw_value: z.string().nullable(),
        created_at: instant('When it was rejected.'),
        resolved_by: z.int().nullable().openapi({ description: 'The run that took the row after all.' }),
      }),
    ),
    next_cursor: z.string().optional(),
  })
  .openapi('Rejects');
