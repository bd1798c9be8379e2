import { REQUIRED_PATIENT_FIELDS } from '../quality/patient-rules.ts';
import { BaseExtractor, type RawBatch } from './base-extractor.ts';
import { readJsonDocument } from './json-document.ts';
import { SourceFileError, type SourceFile } from './source-file.ts';

const PIECE = 5_000;

/** A `patients.json`: an array of objects. Payload: some of its elements; the place holds the index of the first. */
export class PatientsJsonExtractor extends BaseExtractor<readonly unknown[]> {
  readonly #file: SourceFile;

  constructor(file: SourceFile) {
    super();
    this.#file = file;
  }

  override async *extract(): AsyncGenerator<RawBatch<readonly unknown[]>> {
    const { path, name } = this.#file;
    const document = await readJsonDocument(this.#file);
    if (!Array.isArray(document))
      throw new SourceFileError(path, 1, 'the file must hold an array of patients');
    // A field that one patient lacks is that row's fault; one that all lack is another kind of file.
    const missing = REQUIRED_PATIENT_FIELDS.filter(
      (field) => !document.some((row) => typeof row === 'object' && row !== null && field in row),
    );
    if (document.length > 0 && missing.length > 0)
      throw new SourceFileError(path, undefined, `no patient has ${missing.join(', ')}`);
    for (let first = 0; first < document.length; first += PIECE) {
      yield { payload: document.slice(first, first + PIECE), place: { file: name, index: first } };
    }
  }
}
