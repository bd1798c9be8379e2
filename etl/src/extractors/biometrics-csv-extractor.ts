import { BaseExtractor, type RawBatch } from './base-extractor.ts';
import { csvRecords } from './csv-records.ts';
import { SourceFileError, type SourceFile } from './source-file.ts';
import type { TableRecords } from './table-records.ts';

export const BIOMETRICS_COLUMNS = ['patient_email', 'biometric_type', 'value', 'unit', 'timestamp'] as const;

/** A `biometrics*.csv` of clinics, columns in any order, further ones ignored. */
export class BiometricsCsvExtractor extends BaseExtractor<TableRecords> {
  readonly #file: SourceFile;

  constructor(file: SourceFile) {
    super();
    this.#file = file;
  }

  override async *extract(): AsyncGenerator<RawBatch<TableRecords>> {
    const { path, name } = this.#file;
    for await (const records of csvRecords(this.#file)) {
      for (const column of BIOMETRICS_COLUMNS) {
        const count = records.header.filter((found) => found === column).length;
        if (count === 1) continue;
        const found = records.header.join(', ').slice(0, 200);
        const problem = count === 0 ? 'is missing' : 'stands there more than once';
        throw new SourceFileError(path, 1, `the column ${column} ${problem}; there are: ${found}`);
      }
      yield { payload: records, place: { file: name } };
    }
  }
}
