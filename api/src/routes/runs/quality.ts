import { createRoute, z } from '@hono/zod-openapi';
import type { Pool } from '@systole/service-kit';
import { unknownName } from '../../problem.ts';
import { createRouter, notFoundResponse, problemResponses } from '../../router.ts';
import { runParametersSchema } from './schema.ts';

/** How many earlier runs the history of a check goes back. */
const HISTORY = 20;

const measurement = {
  passed: z.boolean(),
  value: z.number().nullable().openapi({ description: 'null: there was nothing to measure.' }),
};

const checkSchema = z.object({
  name: z.string().openapi({ example: 'visit_date readable' }),
  kind: z.string().openapi({ example: 'parse-rate' }),
  severity: z.enum(['critical', 'warning']).openapi({
    description: 'critical: where it fails, nothing is published.',
  }),
  ...measurement,
  threshold: z.number(),
  history: z
    .array(z.object({ run_id: z.int(), ...measurement }))
    .openapi({ description: 'The same check in earlier runs of the dataset, the newest first.' }),
});

export const qualitySchema = z
  .object({
    run_id: z.int(),
    dataset: z.string(),
    passed: z
      .boolean()
      .nullable()
      .openapi({ description: 'Whether no critical check failed; null: the run has no gates.' }),
    checks: z.array(checkSchema),
  })
  .openapi('Quality');

const route = createRoute({
  method: 'get',
  path: '/runs/{id}/quality',
  tags: ['Operations'],
  summary: 'What the quality gates of a run found',
  request: { params: runParametersSchema },
  responses: {
    200: { description: 'Every check.', content: { 'application/json': { schema: qualitySchema } } },
    ...problemResponses,
    ...notFoundResponse,
  },
});

type Check = z.infer<typeof checkSchema>;

export const qualityRoutes = (pool: Pool) =>
  createRouter().openapi(route, async (c) => {
    const { id } = c.req.valid('param');
    const { rows: runs } = await pool.query<{ dataset: string }>(
      'SELECT dataset FROM ops.pipeline_runs WHERE run_id = $1',
      [id],
    );
    const [run] = runs;
    if (!run) throw unknownName('run', 'id', [String(id)]);
    const { rows: checks } = await pool.query<Check>(
      `SELECT name, kind, severity, passed, value, threshold,
              coalesce((SELECT json_agg(json_build_object('run_id', run_id, 'passed', passed, 'value', value))
                          FROM (SELECT run_id, passed, value FROM ops.quality_checks AS earlier
                                 WHERE earlier.dataset = held.dataset AND earlier.name = held.name
                                   AND earlier.run_id < held.run_id
                                 ORDER BY run_id DESC LIMIT $2::bigint) AS history), '[]') AS history
         FROM ops.quality_checks AS held WHERE run_id = $1 ORDER BY position`,
      [id, HISTORY],
    );
    const passed = checks.every((check) => check.passed || check.severity === 'warning');
    return c.json(
      { run_id: id, dataset: run.dataset, passed: checks.length === 0 ? null : passed, checks },
      200,
    );
  });
