import { createRoute, type z } from '@hono/zod-openapi';
import type { Pool } from '@systole/service-kit';
import { pageOf, readKeyset, utcText } from '../../answers/pages.ts';
import { assertDatasetKnown } from '../../parameters.ts';
import { unknownName } from '../../problem.ts';
import { createRouter, notFoundResponse, problemResponses } from '../../router.ts';
import { findUser } from '../../users.ts';
import type { runSchema } from './schema.ts';
import {
  rejectsQuerySchema,
  rejectsSchema,
  runDetailSchema,
  runParametersSchema,
  runsQuerySchema,
  runsSchema,
} from './schema.ts';

const runsRoute = createRoute({
  method: 'get',
  path: '/runs',
  tags: ['Operations'],
  summary: 'Runs of the pipelines',
  request: { query: runsQuerySchema },
  responses: {
    200: { description: 'The newest first.', content: { 'application/json': { schema: runsSchema } } },
    ...problemResponses,
    ...notFoundResponse,
  },
});

const runRoute = createRoute({
  method: 'get',
  path: '/runs/{id}',
  tags: ['Operations'],
  summary: 'One run, with its counts for each user',
  request: { params: runParametersSchema },
  responses: {
    200: { description: 'The run.', content: { 'application/json': { schema: runDetailSchema } } },
    ...problemResponses,
    ...notFoundResponse,
  },
});

const rejectsRoute = createRoute({
  method: 'get',
  path: '/runs/{id}/rejects',
  tags: ['Operations'],
  summary: 'What a run did not take, and why',
  request: { params: runParametersSchema, query: rejectsQuerySchema },
  responses: {
    200: {
      description:
        'In the order in which they were first rejected. What a source sent again is listed with the newest run that met it.',
      content: { 'application/json': { schema: rejectsSchema } },
    },
    ...problemResponses,
    ...notFoundResponse,
  },
});

type Run = z.infer<typeof runSchema>;
type RunUser = z.infer<typeof runDetailSchema>['users'][number];
type Reject = z.infer<typeof rejectsSchema>['data'][number];

export const runRoutes = (pool: Pool) =>
  createRouter()
    .openapi(runsRoute, async (c) => {
      const { user_id, status, dataset, limit, cursor } = c.req.valid('query');
      if (dataset !== undefined) assertDatasetKnown(dataset);
      const { rows } = await pool.query<Run>(
        `SELECT ${RUN_COLUMNS} FROM ops.pipeline_runs AS run
          WHERE ($1::bigint IS NULL OR run_id < $1)
            AND ($2::text IS NULL OR status = $2)
            AND ($3::text IS NULL OR dataset = $3)
            AND ($4::text IS NULL OR user_id = $4
                 OR EXISTS (SELECT FROM ops.pipeline_run_users AS part WHERE part.run_id = run.run_id AND part.user_id = $4))
          ORDER BY run_id DESC LIMIT $5::bigint`,
        [readKeyset(cursor, 'id') ?? null, status ?? null, dataset ?? null, user_id ?? null, limit + 1],
      );
      // A slip of the pen in the name should not look like a user without runs.
      if (rows.length === 0 && user_id !== undefined) await findUser(pool, 'user_id', user_id);
      const { page, nextCursor } = pageOf(rows, limit, ({ run_id }) => run_id);
      return c.json({ data: [...page], ...nextCursor }, 200);
    })
    .openapi(runRoute, async (c) => {
      const { id } = c.req.valid('param');
      const run = await findRun(pool, id);
      const { rows: users } = await pool.query<RunUser>(
        `SELECT user_id, rows_read, inserted, updated, unchanged, rejected,
                ${utcText('first_timestamp')} AS first_timestamp, ${utcText('last_timestamp')} AS last_timestamp
           FROM ops.pipeline_run_users WHERE run_id = $1 ORDER BY user_id COLLATE "C"`,
        [id],
      );
      return c.json({ ...run, users }, 200);
    })
    .openapi(rejectsRoute, async (c) => {
      const { id } = c.req.valid('param');
      const { limit, cursor } = c.req.valid('query');
      const after = readKeyset(cursor, 'id') ?? 0;
      const { rows } = await pool.query<Reject>(
        `SELECT reject_id, dataset, user_id, place, rule, message, raw_value, ${utcText('created_at')} AS created_at, resolved_by
           FROM ops.quarantine WHERE run_id = $1 AND reject_id > $2 ORDER BY reject_id LIMIT $3::bigint`,
        [id, after, limit + 1],
      );
      if (rows.length === 0) await findRun(pool, id);
      const { page, nextCursor } = pageOf(rows, limit, ({ reject_id }) => reject_id);
      return c.json({ data: [...page], ...nextCursor }, 200);
    });

const RUN_COLUMNS = [
  'run_id, dataset, source, source_name, user_id, trigger, status',
  ...['window_start', 'window_end', 'started_at', 'heartbeat_at', 'finished_at'].map(
    (column) => `${utcText(column)} AS ${column}`,
  ),
  'rows_read, inserted, updated, unchanged, rejected, error',
].join(', ');

/** @throws {Problem} 404. */
async function findRun(pool: Pool, id: number): Promise<Run> {
  const { rows } = await pool.query<Run>(`SELECT ${RUN_COLUMNS} FROM ops.pipeline_runs WHERE run_id = $1`, [
    id,
  ]);
  const run = rows[0];
  if (!run) throw unknownName('run', 'id', [String(id)]);
  return run;
}
