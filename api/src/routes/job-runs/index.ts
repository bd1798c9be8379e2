import { createRoute } from '@hono/zod-openapi';
import { cancelRun, retryRun } from '@systole/jobs';
import { inTransaction, type Pool } from '@systole/service-kit';
import { requireJson } from '../../middleware/json-body.ts';
import {
  bodyResponses,
  conflictResponse,
  createRouter,
  notFoundResponse,
  problemResponses,
  readOnlyResponse,
  json,
} from '../../router.ts';
import { asProblem, assertJob } from '../jobs/job-problems.ts';
import { readJobRun, readJobRunDetail, readJobRuns } from './read-job-runs.ts';
import {
  jobRunDetailSchema,
  jobRunIdParameter,
  jobRunQuerySchema,
  jobRunSchema,
  jobRunsQuerySchema,
  jobRunsSchema,
} from './schema.ts';

const listRoute = createRoute({
  method: 'get',
  path: '/job-runs',
  tags: ['Jobs'],
  summary: 'Runs of all jobs',
  request: { query: jobRunsQuerySchema },
  responses: {
    200: { description: 'The newest first.', content: json(jobRunsSchema) },
    ...problemResponses,
    ...notFoundResponse,
  },
});

const runRoute = createRoute({
  method: 'get',
  path: '/job-runs/{id}',
  tags: ['Jobs'],
  summary: 'One run of a job, with its log lines and what it came to',
  request: { params: jobRunIdParameter, query: jobRunQuerySchema },
  responses: {
    200: { description: 'The run.', content: json(jobRunDetailSchema) },
    ...problemResponses,
    ...notFoundResponse,
  },
});

const actionResponses = {
  ...problemResponses,
  ...notFoundResponse,
  ...conflictResponse,
  ...readOnlyResponse,
  415: bodyResponses[415],
};

/** Without a body, but said to be JSON: so no page of another site can send it without being asked. */
const cancelRoute = createRoute({
  method: 'post',
  path: '/job-runs/{id}/cancel',
  tags: ['Jobs'],
  summary: 'Ends a run that waits or goes on',
  description: 'Takes no body; the content type must be application/json all the same.',
  middleware: [requireJson],
  request: { params: jobRunIdParameter },
  responses: {
    202: {
      description: 'It is cancelled, or will be as soon as its worker comes to a whole batch.',
      content: json(jobRunSchema),
    },
    ...actionResponses,
  },
});

const retryRoute = createRoute({
  method: 'post',
  path: '/job-runs/{id}/retry',
  tags: ['Jobs'],
  summary: 'Has a run that failed, was cancelled or skipped done again',
  description: 'Takes no body; the content type must be application/json all the same.',
  middleware: [requireJson],
  request: { params: jobRunIdParameter },
  responses: {
    202: { description: 'The run that repeats it.', content: json(jobRunSchema) },
    ...actionResponses,
  },
});

export const jobRunRoutes = (pool: Pool) =>
  createRouter()
    .openapi(listRoute, async (c) => {
      const query = c.req.valid('query');
      const runs = await readJobRuns(pool, query);
      // A slip of the pen in the name should not look like a job without runs.
      if (runs.data.length === 0 && query.job !== undefined) await assertJob(pool, 'job', query.job);
      return c.json(runs, 200);
    })
    .openapi(runRoute, async (c) => {
      const { id } = c.req.valid('param');
      const { logs_after = -1 } = c.req.valid('query');
      return c.json(await readJobRunDetail(pool, id, logs_after), 200);
    })
    .openapi(cancelRoute, async (c) => {
      const { id } = c.req.valid('param');
      const run = await inTransaction(pool, async (client) => {
        await cancelRun(client, id);
        return readJobRun(client, id);
      }).catch(asProblem);
      return c.json(run, 202);
    })
    .openapi(retryRoute, async (c) => {
      const { id } = c.req.valid('param');
      const run = await inTransaction(pool, async (client) => {
        const { runId } = await retryRun(client, id, 'api');
        return readJobRun(client, runId);
      }).catch(asProblem);
      c.header('location', `/job-runs/${run.run_id}`);
      return c.json(run, 202);
    });
