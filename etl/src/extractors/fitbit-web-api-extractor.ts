import { BaseExtractor, type RawBatch } from './base-extractor.ts';
import { readJsonDocument } from './json-document.ts';
import { SourceFileError, type SourceFile } from './source-file.ts';

/** One answer of the legacy Fitbit Web API, as far as it can be trusted to be there. */
export interface FitbitDocument {
  readonly 'activities-heart'?: unknown;
  readonly 'activities-heart-intraday'?: unknown;
}

/** A JSON file with one saved answer of the legacy Fitbit Web API. */
export class FitbitWebApiExtractor extends BaseExtractor<FitbitDocument> {
  readonly #file: SourceFile;

  constructor(file: SourceFile) {
    super();
    this.#file = file;
  }

  override async *extract(): AsyncGenerator<RawBatch<FitbitDocument>> {
    const { path, name } = this.#file;
    const document = await readJsonDocument(this.#file);
    if (typeof document !== 'object' || document === null) {
      throw new SourceFileError(path, 1, 'the file is JSON, but no answer of the Fitbit Web API');
    }
    if ('errors' in document) {
      throw new SourceFileError(
        path,
        undefined,
        `an error answer of the API, not data (${errorTypes(document.errors)})`,
      );
    }
    if (!('activities-heart' in document)) {
      throw new SourceFileError(
        path,
        undefined,
        'no heart rate of the Fitbit Web API: "activities-heart" is missing',
      );
    }
    yield { payload: document, place: { file: name } };
  }
}

/** The kinds of error alone: the messages of some repeat the access token. */
function errorTypes(errors: unknown): string {
  const types = Array.isArray(errors)
    ? errors
        .map((error: { errorType?: unknown } | null) => error?.errorType)
        .filter((type) => typeof type === 'string')
    : [];
  return types.join(', ') || 'of no known kind';
}
