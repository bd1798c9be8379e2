import type { Pool } from '@systole/service-kit';
import { importFile, type ImportReport } from '../src/import/import-file.ts';
import { importFormats } from '../src/import/import-formats.ts';
import type { ImportSettings } from '../src/import/import-source.ts';
import { pipelineContext } from './pipeline-context.ts';

/** Imports a file of patients or of their readings. */
export async function importClinicFile(
  pool: Pool,
  formatKey: 'patients' | 'biometrics',
  file: string,
  settings: Partial<ImportSettings> = {},
): Promise<ImportReport> {
  const format = importFormats.get(formatKey);
  if (!format) throw new Error(`no format ${formatKey}`);
  const [report] = await importFile(await pipelineContext(pool), {
    format,
    path: file,
    dryRun: false,
    onProgress: () => undefined,
    ...settings,
  });
  if (!report) throw new Error('no report');
  return report;
}
