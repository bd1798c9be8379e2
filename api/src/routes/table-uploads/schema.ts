import { z } from '@hono/zod-openapi';
import { tableDatasets } from '@systole/etl';
import { name, userId } from '../../parameters.ts';
import { rejectsShownSchema } from '../../uploads/take-in-table.ts';

export const uploadParametersSchema = z.object({
  dataset: name('must be the key of a dataset').openapi({
    description: `One of ${[...tableDatasets.keys()].join(', ')}.`,
    example: 'appointments',
  }),
});

export const tableUploadSchema = z
  .object({
    file: z.any().openapi({ type: 'string', format: 'binary', description: 'Excel (.xlsx) or CSV.' }),
    user_id: userId
      .optional()
      .openapi({ description: 'Of daily_metrics, and of no other: whose days they are.' }),
  })
  .openapi('TableUpload');

export const tableUploadedSchema = z
  .object({
    file_id: z.int().openapi({ description: 'The same for the same bytes.' }),
    run_id: z.int().openapi({ description: 'GET /runs/{run_id}/quality says what the gates found.' }),
    dataset: z.string(),
    status: z.enum(['success', 'partial', 'no_op']),
    rows_read: z.int(),
    inserted: z.int(),
    updated: z.int(),
    unchanged: z.int(),
    removed: z.int().openapi({ description: 'Rows that were there before and are not in this file.' }),
    rejected: z.int(),
    warnings: z
      .array(z.object({ name: z.string(), value: z.number().nullable(), threshold: z.number() }))
      .openapi({ description: 'Checks that did not pass, though they keep nothing back.' }),
    rejects: rejectsShownSchema,
  })
  .openapi('TableUploaded');
