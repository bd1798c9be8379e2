import { createReadStream } from 'node:fs';
import { z } from '@hono/zod-openapi';
import {
  importTable,
  RawStore,
  SourceFileError,
  type ImportedTable,
  type Reject,
  type TableDataset,
} from '@systole/etl';
import { detectServerFeatures, type Logger, type Pool } from '@systole/service-kit';
import { Problem } from '../problem.ts';
import { problemContent } from '../router.ts';

export interface UploadSettings {
  /** Where uploads are kept as received. */
  readonly rawDirectory: string;
  readonly largestBytes: number;
  /** How far ahead a booking can be; the standard where it is not given. */
  readonly bookingYearsAhead?: number;
}

/** What an endpoint that takes in a file may answer besides. */
export const uploadResponses = {
  413: { description: 'The file is too large.', content: problemContent },
  415: { description: 'The body is not multipart/form-data.', content: problemContent },
  422: { description: 'The file is no such table, or a quality gate refuses it.', content: problemContent },
} as const;

const REJECTS_SHOWN = 100;

export const rejectsShownSchema = z
  .array(
    z.object({
      line: z.int().nullable(),
      column: z.string().nullable(),
      rule: z.string(),
      message: z.string(),
      raw_value: z.string().nullable(),
    }),
  )
  .openapi({ description: 'The first hundred; GET /runs/{run_id}/rejects has all.' });

export type TakenIn = ImportedTable & {
  readonly run: { readonly status: 'success' | 'partial' | 'no_op' };
};

/**
 * Takes an uploaded file from raw to analytics.
 * @throws {Problem} 422 where the file is no such table or a gate refuses it; what the database failed at is no business
 * of the sender's
 */
export async function takeInTable(
  pool: Pool,
  logger: Logger,
  { rawDirectory, bookingYearsAhead }: UploadSettings,
  dataset: TableDataset,
  upload: { readonly file: { readonly path: string; readonly name: string }; readonly userId: string | null },
): Promise<TakenIn> {
  const features = await detectServerFeatures(pool);
  const context = {
    pool,
    features,
    logger,
    observer: {},
    ...(bookingYearsAhead !== undefined && { bookingYearsAhead }),
  };
  let report: ImportedTable;
  try {
    report = await importTable(context, new RawStore(pool, rawDirectory), {
      dataset,
      content: createReadStream(upload.file.path),
      userId: upload.userId,
      sourceName: upload.file.name,
    });
  } catch (error) {
    if (!(error instanceof SourceFileError)) throw error;
    throw refused(error.line === undefined ? error.reason : `line ${error.line}: ${error.reason}`);
  }
  const { run, quality } = report;
  if (run.status === 'failed' && quality?.passed === false) throw refused(run.error ?? '');
  if (run.status === 'failed') throw new Error(run.error ?? 'the run failed');
  return { ...report, run: { ...run, status: run.status } };
}

export function shownRejects(examples: readonly Reject[]): z.infer<typeof rejectsShownSchema> {
  return examples.slice(0, REJECTS_SHOWN).map(({ place, rule, message, rawValue }) => ({
    line: place.line ?? null,
    column: place.column ?? null,
    rule,
    message,
    raw_value: rawValue,
  }));
}

function refused(reason: string): Problem {
  return new Problem(422, 'file-refused', 'The file cannot be taken in', reason);
}
