import { createRoute, z } from '@hono/zod-openapi';
import { tableDatasets } from '@systole/etl';
import type { Pool } from '@systole/service-kit';
import { utcText } from '../../answers/pages.ts';
import { name, wholeNumber } from '../../parameters.ts';
import { unknownName } from '../../problem.ts';
import { createRouter, notFoundResponse, problemResponses } from '../../router.ts';
import { qualityHistorySchema, qualityOverviewSchema } from './schema.ts';

const overviewRoute = createRoute({
  method: 'get',
  path: '/quality',
  tags: ['Operations'],
  summary: 'The datasets that have quality gates, and how their newest files did',
  responses: {
    200: {
      description: 'Every dataset.',
      content: { 'application/json': { schema: qualityOverviewSchema } },
    },
    ...problemResponses,
  },
});

const historyRoute = createRoute({
  method: 'get',
  path: '/quality/{dataset}',
  tags: ['Operations'],
  summary: 'The quality gates of a dataset, each with its history',
  request: {
    params: z.object({
      dataset: name('must be the key of a dataset').openapi({
        description: `One of ${[...tableDatasets.keys()].join(', ')}.`,
        example: 'appointments',
      }),
    }),
    query: z.strictObject({
      runs: wholeNumber(1, 200).default(30).openapi({ description: 'How many runs the history goes back.' }),
    }),
  },
  responses: {
    200: { description: 'Every check.', content: { 'application/json': { schema: qualityHistorySchema } } },
    ...problemResponses,
    ...notFoundResponse,
  },
});

type LastRun = NonNullable<z.infer<typeof qualityOverviewSchema>['data'][number]['last_run']>;
type HistoryRun = z.infer<typeof qualityHistorySchema>['runs'][number];
type CheckHistory = z.infer<typeof qualityHistorySchema>['checks'][number];

export const qualityHistoryRoutes = (pool: Pool) =>
  createRouter()
    .openapi(overviewRoute, async (c) => {
      const { rows } = await pool.query<LastRun & { dataset: string }>(
        `SELECT DISTINCT ON (run.dataset) run.dataset, run_id, ${utcText('started_at')} AS started_at, source_name,
                status, found.*
           FROM ops.pipeline_runs AS run
           JOIN LATERAL (SELECT count(*) AS checks,
                                count(*) FILTER (WHERE NOT passed AND severity = 'critical') AS failed_critical,
                                count(*) FILTER (WHERE NOT passed AND severity = 'warning') AS failed_warnings
                           FROM ops.quality_checks WHERE run_id = run.run_id) AS found ON checks > 0
          WHERE run.dataset = ANY ($1) ORDER BY run.dataset, run_id DESC`,
        [[...tableDatasets.keys()]],
      );
      const lastRuns = new Map(rows.map(({ dataset, ...run }) => [dataset, run]));
      const data = [...tableDatasets.values()].map(({ key, description }) => ({
        dataset: key,
        description,
        last_run: lastRuns.get(key) ?? null,
      }));
      return c.json({ data }, 200);
    })
    .openapi(historyRoute, async (c) => {
      const { dataset: key } = c.req.valid('param');
      const dataset = tableDatasets.get(key);
      if (!dataset) throw unknownName('dataset', 'dataset', [key], [...tableDatasets.keys()]);
      const { rows: runs } = await pool.query<HistoryRun>(
        `SELECT run_id, ${utcText('started_at')} AS started_at, source_name, status FROM ops.pipeline_runs
          WHERE run_id IN (SELECT DISTINCT run_id FROM ops.quality_checks WHERE dataset = $1
                            ORDER BY run_id DESC LIMIT $2::bigint)
          ORDER BY run_id DESC`,
        [key, c.req.valid('query').runs],
      );
      // A check is known by its name; what else it declares may have changed, and the newest run says what is now.
      const { rows: checks } = await pool.query<CheckHistory>(
        `SELECT name, (array_agg(kind ORDER BY run_id DESC))[1] AS kind,
                (array_agg(severity ORDER BY run_id DESC))[1] AS severity,
                (array_agg(threshold ORDER BY run_id DESC))[1] AS threshold,
                json_agg(json_build_object('run_id', run_id, 'passed', passed, 'value', value, 'threshold', threshold)
                         ORDER BY run_id DESC) AS history
           FROM ops.quality_checks WHERE dataset = $1 AND run_id = ANY ($2)
          GROUP BY name ORDER BY max(run_id) DESC, min(position), name`,
        [key, runs.map(({ run_id }) => run_id)],
      );
      return c.json({ dataset: key, description: dataset.description, runs, checks }, 200);
    });
