import { BaseExtractor, type RawBatch } from './base-extractor.ts';
import { wholeLines, type Lines } from './lines.ts';
import { SourceFileError, type SourceFile } from './source-file.ts';

const HEADER = 'Id,Time,Value';

/** A Fitabase `heartrate_seconds_merged.csv`, plain or gzip. Payload: whole lines without the header. */
export class FitabaseHeartRateExtractor extends BaseExtractor<Lines> {
  readonly #file: SourceFile;

  constructor(file: SourceFile) {
    super();
    this.#file = file;
  }

  override async *extract(): AsyncGenerator<RawBatch<Lines>> {
    const { path, name } = this.#file;
    let isHeaderSeen = false;
    for await (const lines of wholeLines(path, this.#file.bytes())) {
      let payload = lines;
      if (!isHeaderSeen) {
        const end = lines.bytes.indexOf('\n');
        const header = lines.bytes.toString('utf8', 0, end === -1 ? lines.bytes.length : end).trim();
        if (header !== HEADER) {
          const shown = header.length > 80 ? `${header.slice(0, 80)}…` : header;
          throw new SourceFileError(
            path,
            1,
            `the header must be ${HEADER}, but it is ${JSON.stringify(shown)}`,
          );
        }
        isHeaderSeen = true;
        payload = { bytes: end === -1 ? Buffer.alloc(0) : lines.bytes.subarray(end + 1), firstLine: 2 };
      }
      if (payload.bytes.length > 0) yield { payload, place: { file: name, line: payload.firstLine } };
    }
  }
}
