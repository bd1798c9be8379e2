import { createRoute } from '@hono/zod-openapi';
import { ingestionJob, jobName, requestRun } from '@systole/jobs';
import { inTransaction, type Pool } from '@systole/service-kit';
import { limitBody, requireJson } from '../../middleware/json-body.ts';
import { unknownName } from '../../problem.ts';
import {
  bodyResponses,
  createRouter,
  notFoundResponse,
  problemResponses,
  readOnlyResponse,
} from '../../router.ts';
import { startedRunSchema, startRunSchema } from './schema.ts';

const route = createRoute({
  method: 'post',
  path: '/runs',
  tags: ['Operations'],
  summary: 'Has the data of a user fetched now',
  description: 'The same as POST /jobs/ingestion_job:{user_id}/runs, where more can be said.',
  middleware: [requireJson, limitBody],
  request: {
    body: { required: true, content: { 'application/json': { schema: startRunSchema } } },
  },
  responses: {
    202: {
      description:
        'It runs, or will as soon as what goes on for this user is over. GET /runs shows what comes of it.',
      content: { 'application/json': { schema: startedRunSchema } },
    },
    ...problemResponses,
    ...notFoundResponse,
    ...bodyResponses,
    ...readOnlyResponse,
  },
});

export const startRunRoutes = (pool: Pool) =>
  createRouter().openapi(route, async (c) => {
    const { user_id } = c.req.valid('json');
    await assertFetched(pool, user_id);
    const job = jobName(ingestionJob, user_id);
    const { isBehind } = await inTransaction(pool, (client) =>
      requestRun(client, { job, trigger: 'manual', requestedBy: 'api' }),
    );
    return c.json({ user_id, status: isBehind ? ('queued' as const) : ('started' as const) }, 202);
  });

/** @throws {Problem} 404 that names those for whom an ingestion service fetches, where none does for this user. */
async function assertFetched(pool: Pool, userId: string): Promise<void> {
  const { rows } = await pool.query<{ user_id: string }>(
    'SELECT user_id FROM ops.jobs WHERE kind = $1 ORDER BY user_id COLLATE "C"',
    [ingestionJob.name],
  );
  const known = rows.map(({ user_id }) => user_id);
  if (!known.includes(userId)) throw unknownName('user', 'user_id', [userId], known);
}
