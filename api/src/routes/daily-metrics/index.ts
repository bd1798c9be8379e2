import { createRoute, type z } from '@hono/zod-openapi';
import { tableDatasets } from '@systole/etl';
import { USER_ID, USER_ID_RULE, type Logger, type Pool } from '@systole/service-kit';
import { ownPagesOnly } from '../../middleware/own-pages.ts';
import { assertDaysInOrder } from '../../parameters.ts';
import { invalidParameter } from '../../problem.ts';
import { createRouter, notFoundResponse, problemResponses, readOnlyResponse } from '../../router.ts';
import { receiveForm } from '../../uploads/receive-form.ts';
import {
  shownRejects,
  takeInTable,
  uploadResponses,
  type TakenIn,
  type UploadSettings,
} from '../../uploads/take-in-table.ts';
import { findUser } from '../../users.ts';
import { kpisQuerySchema, kpisSchema, uploadedSchema, uploadSchema } from './schema.ts';

/** Whose days they are where nobody says. */
const STANDARD_USER = 'default';

/** Served with and without /api, as is /kpis: the dashboard's server takes that part off. */
const UPLOAD_PATHS = ['/api/upload-csv', '/upload-csv'];

const uploadRoute = (path: string) =>
  createRoute({
    method: 'post',
    path,
    tags: ['Daily metrics'],
    summary: 'Takes in the days of a user as a CSV file',
    description:
      'The days of the file are overwritten, other days stay. The same file again changes nothing.',
    request: { body: { required: true, content: { 'multipart/form-data': { schema: uploadSchema } } } },
    responses: {
      200: {
        description: 'Taken in, but for the rows that were rejected.',
        content: { 'application/json': { schema: uploadedSchema } },
      },
      ...problemResponses,
      ...readOnlyResponse,
      ...uploadResponses,
    },
  });

/** Generic, so that the typed client knows the path. */
const kpisRoute = <const Path extends '/api/kpis' | '/kpis'>(path: Path) =>
  createRoute({
    method: 'get',
    path,
    tags: ['Daily metrics'],
    summary: 'KPIs of a user by day',
    request: { query: kpisQuerySchema },
    responses: {
      200: {
        description: 'The days there are, in their order. Windows are the day and the six before.',
        content: { 'application/json': { schema: kpisSchema } },
      },
      ...problemResponses,
      ...notFoundResponse,
    },
  });

/** To two decimals: nobody weighs, sleeps or eats more exactly. */
const ROUNDED = Object.keys(kpisSchema.element.shape)
  .filter((name) => name !== 'date')
  .map((name) => `round(${name}::numeric, 2)::double precision AS ${name}`)
  .join(', ');

type Uploaded = z.infer<typeof uploadedSchema>;
type DayKpis = z.infer<typeof kpisSchema>[number];

export const dailyMetricsRoutes = (
  pool: Pool,
  logger: Logger,
  corsOrigins: readonly string[],
  uploads: UploadSettings,
) => {
  const upload = (request: Request) => takeIn(pool, logger, uploads, request);
  const kpis = (query: z.infer<typeof kpisQuerySchema>) => readKpis(pool, query);
  const router = createRouter();
  for (const path of UPLOAD_PATHS) {
    router.use(path, ownPagesOnly(corsOrigins));
    // A plain handler: what hono validates of a form it reads into memory first.
    router.openAPIRegistry.registerPath(uploadRoute(path));
    router.post(path, async (c) => c.json(await upload(c.req.raw), 200));
  }
  return router
    .openapi(kpisRoute('/api/kpis'), async (c) => c.json(await kpis(c.req.valid('query')), 200))
    .openapi(kpisRoute('/kpis'), async (c) => c.json(await kpis(c.req.valid('query')), 200));
};

async function takeIn(
  pool: Pool,
  logger: Logger,
  uploads: UploadSettings,
  request: Request,
): Promise<Uploaded> {
  await using form = await receiveForm(request, uploads.largestBytes);
  const givenUser = form.fields.get('user_id')?.trim() ?? '';
  const userId = givenUser === '' ? STANDARD_USER : givenUser;
  if (!USER_ID.test(userId)) throw invalidParameter('user_id', USER_ID_RULE);
  if (!form.file) throw invalidParameter('file', 'is required');
  const dataset = tableDatasets.get('daily_metrics');
  if (!dataset) throw new Error('the daily metrics are not declared');
  return toAnswer(await takeInTable(pool, logger, uploads, dataset, { file: form.file, userId }));
}

function toAnswer({ run, snapshot, quality, published, examples }: TakenIn): Uploaded {
  const taken = run.rowsRead - run.rejected;
  return {
    file_id: snapshot.snapshotId,
    run_id: run.runId,
    status: run.status,
    message:
      quality === undefined
        ? 'This file was taken in before, and nothing came after it.'
        : `${taken} of ${run.rowsRead} rows are good: ${run.inserted} new days, ${run.updated} corrected.`,
    processed_at: new Date().toISOString(),
    records_processed: run.rowsRead,
    kpi_records_upserted: published?.derived ?? 0,
    rejected: run.rejected,
    rejects: shownRejects(examples),
  };
}

async function readKpis(
  pool: Pool,
  { start_date, end_date, user_id }: z.infer<typeof kpisQuerySchema>,
): Promise<DayKpis[]> {
  assertDaysInOrder(start_date, end_date);
  // Before the first upload the standard user has no days, which is no error.
  if (user_id !== undefined) await findUser(pool, 'user_id', user_id);
  const { rows } = await pool.query<DayKpis>(
    `SELECT date::text, ${ROUNDED}
       FROM daily_kpis WHERE user_id = $1 AND date BETWEEN $2 AND $3 ORDER BY daily_kpis.date`,
    [user_id ?? STANDARD_USER, start_date, end_date],
  );
  return rows;
}
