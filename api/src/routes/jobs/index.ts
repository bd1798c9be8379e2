import { createRoute } from '@hono/zod-openapi';
import { kindOf, pauseSchedule, requestRun, resumeSchedule } from '@systole/jobs';
import { inTransaction, type Pool, type PoolClient } from '@systole/service-kit';
import { limitBody, requireJson } from '../../middleware/json-body.ts';
import { invalidParameters } from '../../problem.ts';
import {
  bodyResponses,
  conflictResponse,
  createRouter,
  notFoundResponse,
  problemContent,
  problemResponses,
  readOnlyResponse,
  json,
} from '../../router.ts';
import { readJobRun, readJobRuns } from '../job-runs/read-job-runs.ts';
import { jobRunsSchema, runsOfJobQuerySchema } from '../job-runs/schema.ts';
import { asProblem, assertJob } from './job-problems.ts';
import { readJob, readJobs } from './read-jobs.ts';
import {
  idempotencyHeaders,
  jobNameParameter,
  jobSchema,
  jobsSchema,
  startedJobSchema,
  startJobSchema,
} from './schema.ts';

const listRoute = createRoute({
  method: 'get',
  path: '/jobs',
  tags: ['Jobs'],
  summary: 'What is done regularly, and how it is going',
  responses: {
    200: {
      description: 'Every job that a worker has declared, each behind what it needs.',
      content: json(jobsSchema),
    },
    ...problemResponses,
  },
});

const jobRoute = createRoute({
  method: 'get',
  path: '/jobs/{name}',
  tags: ['Jobs'],
  summary: 'One job',
  request: { params: jobNameParameter },
  responses: {
    200: { description: 'The job.', content: json(jobSchema) },
    ...problemResponses,
    ...notFoundResponse,
  },
});

const runsRoute = createRoute({
  method: 'get',
  path: '/jobs/{name}/runs',
  tags: ['Jobs'],
  summary: 'Runs of one job',
  request: { params: jobNameParameter, query: runsOfJobQuerySchema },
  responses: {
    200: { description: 'The newest first.', content: json(jobRunsSchema) },
    ...problemResponses,
    ...notFoundResponse,
  },
});

const started = { description: 'The run.', content: json(startedJobSchema) };

const startRoute = createRoute({
  method: 'post',
  path: '/jobs/{name}/runs',
  tags: ['Jobs'],
  summary: 'Has a job run now',
  description: 'What needs it follows when it succeeds, as after a run by schedule.',
  middleware: [requireJson, limitBody],
  request: {
    params: jobNameParameter,
    headers: idempotencyHeaders,
    body: { required: true, content: json(startJobSchema) },
  },
  responses: {
    200: { ...started, description: 'The run that the first request with this key started.' },
    202: { ...started, description: 'The run is in the queue. GET /job-runs/{id} shows what comes of it.' },
    ...problemResponses,
    ...notFoundResponse,
    ...bodyResponses,
    ...readOnlyResponse,
    422: { description: 'The key was used with other parameters.', content: problemContent },
  },
});

/** Without a body, but said to be JSON: so no page of another site can send it without being asked. */
const steerRoute = <Path extends string>(path: Path, summary: string) =>
  createRoute({
    method: 'post',
    path,
    tags: ['Jobs'],
    summary,
    description: 'Takes no body; the content type must be application/json all the same.',
    middleware: [requireJson],
    request: { params: jobNameParameter },
    responses: {
      200: { description: 'The job as it is now.', content: json(jobSchema) },
      ...problemResponses,
      ...notFoundResponse,
      ...conflictResponse,
      ...readOnlyResponse,
      415: bodyResponses[415],
    },
  });

const pauseRoute = steerRoute('/jobs/{name}/pause', 'Stops a job from running by its schedule');
const resumeRoute = steerRoute('/jobs/{name}/resume', 'Has a job run by its schedule again');

export const jobRoutes = (pool: Pool) => {
  const steer = async (name: string, work: (client: PoolClient) => Promise<void>) =>
    inTransaction(pool, async (client) => {
      await work(client);
      return readJob(client, name);
    }).catch(asProblem);

  return createRouter()
    .openapi(listRoute, async (c) => c.json({ data: await readJobs(pool) }, 200))
    .openapi(jobRoute, async (c) => c.json(await readJob(pool, c.req.valid('param').name), 200))
    .openapi(runsRoute, async (c) => {
      const { name } = c.req.valid('param');
      const runs = await readJobRuns(pool, { job: name, ...c.req.valid('query') });
      if (runs.data.length === 0) await assertJob(pool, 'name', name);
      return c.json(runs, 200);
    })
    .openapi(startRoute, async (c) => {
      const { name } = c.req.valid('param');
      const { kind } = await readJob(pool, name);
      const parameters = readParameters(kind, c.req.valid('json').parameters);
      const idempotencyKey = c.req.valid('header')['idempotency-key'];
      const { run, outcome } = await inTransaction(pool, async (client) => {
        const requested = await requestRun(client, {
          job: name,
          trigger: 'manual',
          requestedBy: 'api',
          parameters,
          idempotencyKey,
        });
        return { run: await readJobRun(client, requested.runId), outcome: requested.outcome };
      }).catch(asProblem);
      c.header('location', `/job-runs/${run.run_id}`);
      return c.json({ ...run, outcome }, outcome === 'known' ? 200 : 202);
    })
    .openapi(pauseRoute, async (c) => {
      const { name } = c.req.valid('param');
      return c.json(await steer(name, (client) => pauseSchedule(client, name)), 200);
    })
    .openapi(resumeRoute, async (c) => {
      const { name } = c.req.valid('param');
      return c.json(await steer(name, (client) => resumeSchedule(client, name, new Date())), 200);
    });
};

/** @throws {Problem} 400 that names every parameter that is wrong. */
function readParameters(kind: string, given: Readonly<Record<string, unknown>>) {
  const result = kindOf(kind).parameters.safeParse(given);
  if (result.success) return result.data;
  throw invalidParameters(
    result.error.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => ({ parameter: key, detail: 'is not a parameter of this job' }))
        : [{ parameter: issue.path.join('.') || 'parameters', detail: issue.message }],
    ),
  );
}
