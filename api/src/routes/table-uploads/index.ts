import { createRoute, type z } from '@hono/zod-openapi';
import { tableDatasets } from '@systole/etl';
import { USER_ID, USER_ID_RULE, type Logger, type Pool } from '@systole/service-kit';
import { ownPagesOnly } from '../../middleware/own-pages.ts';
import { invalidParameter, unknownName } from '../../problem.ts';
import { createRouter, notFoundResponse, problemResponses, readOnlyResponse } from '../../router.ts';
import { receiveForm } from '../../uploads/receive-form.ts';
import {
  shownRejects,
  takeInTable,
  uploadResponses,
  type TakenIn,
  type UploadSettings,
} from '../../uploads/take-in-table.ts';
import { tableUploadedSchema, tableUploadSchema, uploadParametersSchema } from './schema.ts';

const route = createRoute({
  method: 'post',
  path: '/uploads/{dataset}',
  tags: ['Clinic'],
  summary: 'Takes in a table as an Excel or CSV file',
  description: 'The same file again changes nothing. A file of doctors or appointments replaces all of them.',
  request: {
    params: uploadParametersSchema,
    body: { required: true, content: { 'multipart/form-data': { schema: tableUploadSchema } } },
  },
  responses: {
    200: {
      description: 'Taken in, but for the rows that were rejected.',
      content: { 'application/json': { schema: tableUploadedSchema } },
    },
    ...problemResponses,
    ...readOnlyResponse,
    ...notFoundResponse,
    ...uploadResponses,
  },
});

type Uploaded = z.infer<typeof tableUploadedSchema>;

export const tableUploadRoutes = (
  pool: Pool,
  logger: Logger,
  corsOrigins: readonly string[],
  uploads: UploadSettings,
) => {
  const router = createRouter();
  const path = '/uploads/:dataset';
  router.use(path, ownPagesOnly(corsOrigins));
  // A plain handler: what hono validates of a form it reads into memory first.
  router.openAPIRegistry.registerPath(route);
  return router.post(path, async (c) =>
    c.json(await takeIn(pool, logger, uploads, c.req.param('dataset'), c.req.raw), 200),
  );
};

async function takeIn(
  pool: Pool,
  logger: Logger,
  uploads: UploadSettings,
  key: string,
  request: Request,
): Promise<Uploaded> {
  const dataset = tableDatasets.get(key);
  if (!dataset) throw unknownName('dataset', 'dataset', [key], [...tableDatasets.keys()]);
  await using form = await receiveForm(request, uploads.largestBytes);
  const userId = form.fields.get('user_id')?.trim();
  if (dataset.owner === 'nobody' && userId !== undefined) {
    throw invalidParameter('user_id', `is not wanted: rows of ${key} belong to no user`);
  }
  if (dataset.owner === 'user' && !USER_ID.test(userId ?? ''))
    throw invalidParameter('user_id', USER_ID_RULE);
  if (!form.file) throw invalidParameter('file', 'is required');
  const { file } = form;
  return toAnswer(await takeInTable(pool, logger, uploads, dataset, { file, userId: userId ?? null }));
}

function toAnswer({ run, snapshot, quality, published, examples }: TakenIn): Uploaded {
  const failed = quality?.checks.filter(({ passed }) => !passed) ?? [];
  return {
    file_id: snapshot.snapshotId,
    run_id: run.runId,
    dataset: run.dataset,
    status: run.status,
    rows_read: run.rowsRead,
    inserted: run.inserted,
    updated: run.updated,
    unchanged: run.unchanged,
    removed: published?.removed ?? 0,
    rejected: run.rejected,
    warnings: failed.map(({ name, value, threshold }) => ({ name, value, threshold })),
    rejects: shownRejects(examples),
  };
}
