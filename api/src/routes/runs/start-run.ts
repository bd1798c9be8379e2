import { createRoute } from '@hono/zod-openapi';
import { z } from 'zod';
import { limitBody, requireJson } from '../../middleware/json-body.ts';
import { Problem } from '../../problem.ts';
import {
  bodyResponses,
  createRouter,
  notFoundResponse,
  problemContent,
  problemResponses,
} from '../../router.ts';
import { startedRunSchema, startRunSchema } from './schema.ts';

/** An ingestion service answers before it works; one that takes longer is as good as away. */
const TIMEOUT_MS = 5_000;

/** Origins of the ingestion services by the user whose data they fetch. */
export type IngestionUrls = ReadonlyMap<string, string>;

const route = createRoute({
  method: 'post',
  path: '/runs',
  tags: ['Operations'],
  summary: 'Has the ingestion service of a user run now',
  middleware: [requireJson, limitBody],
  request: {
    body: { required: true, content: { 'application/json': { schema: startRunSchema } } },
  },
  responses: {
    202: {
      description: 'It runs, or will as soon as the round in hand is over. GET /runs shows what comes of it.',
      content: { 'application/json': { schema: startedRunSchema } },
    },
    ...problemResponses,
    ...notFoundResponse,
    ...bodyResponses,
    501: { description: 'The API has been told of no ingestion service.', content: problemContent },
  },
});

export const startRunRoutes = (ingestionUrls: IngestionUrls) => {
  return createRouter().openapi(route, async (c) => {
    const { user_id } = c.req.valid('json');
    const url = findIngestionUrl(ingestionUrls, user_id);
    return c.json({ user_id, status: await askToRun(url, user_id) }, 202);
  });
};

/** @throws {Problem} 501 where no ingestion service is known at all; 404 where none is this user's. */
function findIngestionUrl(ingestionUrls: IngestionUrls, userId: string): string {
  if (ingestionUrls.size === 0) {
    throw new Problem(
      501,
      'no-ingestion-service',
      'No ingestion service is known',
      'The API does not know where ingestion services are. INGESTION_URLS tells it.',
    );
  }
  const url = ingestionUrls.get(userId);
  if (url !== undefined) return url;
  const known = [...ingestionUrls.keys()];
  throw new Problem(
    404,
    'no-ingestion-service-of-user',
    'No ingestion service fetches for this user',
    `No ingestion service fetches for ${JSON.stringify(userId)}. There is one for: ${known.join(', ')}.`,
    { parameter: 'user_id', known },
  );
}

const answerSchema = z.object({ status: z.enum(['started', 'queued']) });

/** @throws {Problem} 503. */
async function askToRun(url: string, userId: string): Promise<'started' | 'queued'> {
  try {
    const response = await fetch(`${url}/run`, { method: 'POST', signal: AbortSignal.timeout(TIMEOUT_MS) });
    const text = await response.text();
    if (response.status !== 202) throw new Error(`it answered ${response.status}`);
    return answerSchema.parse(JSON.parse(text)).status;
  } catch (error) {
    throw new Problem(
      503,
      'ingestion-unavailable',
      'The ingestion service is not available',
      `The ingestion service of ${JSON.stringify(userId)} does not answer at the moment. Try again in a few seconds.`,
      {},
      { cause: error },
    );
  }
}
