import { BaseExtractor, type RawBatch } from './base-extractor.ts';
import { SourceFileError, type SourceFile } from './source-file.ts';

/** One day at one-second resolution is 4 MB; what is far larger is no answer of that API. */
const LARGEST_DOCUMENT_BYTES = 64 * 1_024 * 1_024;

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
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of this.#file.bytes()) {
      bytes += chunk.length;
      if (bytes > LARGEST_DOCUMENT_BYTES)
        throw new SourceFileError(path, undefined, 'the document is larger than 64 MiB');
      chunks.push(chunk);
    }
    const document = parse(
      path,
      Buffer.concat(chunks)
        .toString('utf8')
        .replace(/^\uFEFF/, ''),
    );
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

function parse(path: string, text: string): object {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    const position = /line (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    throw new SourceFileError(
      path,
      position === undefined ? undefined : Number(position),
      'the file is not valid JSON',
      {
        cause: error,
      },
    );
  }
  if (typeof document !== 'object' || document === null) {
    throw new SourceFileError(path, 1, 'the file is JSON, but no answer of the Fitbit Web API');
  }
  return document;
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
