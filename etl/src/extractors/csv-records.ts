import { parse, CsvError, type Parser } from 'csv-parse';
import { SourceFileError, type SourceFile } from './source-file.ts';
import { columnName, isBlank, type TableRecords } from './table-records.ts';
import { decodeText, detectEncoding } from './text-encoding.ts';

const DELIMITERS = [',', ';', '\t', '|'] as const;
/** A record longer than this is no row of a table: an unclosed quote would otherwise take in the rest of the file. */
const LONGEST_RECORD = 64 * 1_024;

/**
 * Reads a CSV file as it comes: plain or gzip; UTF-8, UTF-16 or Windows-1252; with or without byte order mark; `,`, `;`,
 * tab or `|`; any line end; quoted as RFC 4180 says. Runs in constant memory; the file is read twice, first to learn
 * its encoding.
 * @throws {SourceFileError} where the file has no header, a record of more than 64 KiB, or a quote that is never closed
 */
export async function* csvRecords(file: SourceFile): AsyncGenerator<TableRecords> {
  const encoding = await detectEncoding(file.bytes());
  let reader: CsvReader | undefined;
  let head = '';
  for await (const text of decodeText(file.bytes(), encoding)) {
    if (!reader) {
      head += text;
      // The header decides the delimiter, and the end of its line the line ends.
      if (!/[\r\n][^]/.test(head) && head.length <= LONGEST_RECORD) continue;
      reader = new CsvReader(file.path, head);
      yield* reader.read(head);
    } else {
      yield* reader.read(text);
    }
  }
  if (!reader) yield* (reader = new CsvReader(file.path, head)).read(head);
  yield* reader.end();
  if (!reader.hasHeader) throw new SourceFileError(file.path, 1, 'the file has no header');
}

/**
 * As long as the file has no quotes, lines are records and delimiters part fields, and splitting does; from the first
 * quote on csv-parse reads it, which takes five times as long.
 */
class CsvReader {
  readonly #path: string;
  readonly #delimiter: string;
  readonly #lineEnd: '\n' | '\r';
  #header: readonly string[] | undefined;
  #line = 1;
  #rest = '';
  #quoted: QuotedReader | undefined;

  constructor(path: string, head: string) {
    this.#path = path;
    const headerLine = /^[\r\n\s]*([^\r\n]*)/.exec(head)?.[1] ?? '';
    this.#delimiter = detectDelimiter(headerLine);
    // Before OS X a line ended with a carriage return alone.
    this.#lineEnd = !head.includes('\n') && head.includes('\r') ? '\r' : '\n';
  }

  get hasHeader(): boolean {
    return this.#header !== undefined;
  }

  async *read(text: string): AsyncGenerator<TableRecords> {
    if (this.#quoted) {
      yield* this.#number(await this.#quoted.read(text));
      return;
    }
    const content = this.#rest === '' ? text : this.#rest + text;
    if (text.includes('"')) {
      this.#quoted = new QuotedReader(this.#path, this.#delimiter);
      this.#rest = '';
      yield* this.#number(await this.#quoted.read(content));
      return;
    }
    const end = content.lastIndexOf(this.#lineEnd) + 1;
    this.#rest = content.slice(end);
    if (this.#rest.length > LONGEST_RECORD) this.#refuseLength();
    if (end > 0) yield* this.#number(this.#split(content.slice(0, end - 1)));
  }

  async *end(): AsyncGenerator<TableRecords> {
    if (this.#quoted) yield* this.#number(await this.#quoted.end());
    else if (this.#rest !== '') yield* this.#number(this.#split(this.#rest));
  }

  #split(content: string): string[][] {
    const lines = content.split(this.#lineEnd);
    return lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line).split(this.#delimiter));
  }

  #number(records: readonly string[][]): TableRecords[] {
    const rows: string[][] = [];
    const lines: number[] = [];
    for (const fields of records) {
      const line = this.#line;
      this.#line += 1 + (this.#quoted ? lineEndsWithin(fields) : 0);
      if (isBlank(fields)) continue;
      if (this.#header) {
        rows.push(fields);
        lines.push(line);
      } else {
        this.#header = fields.map(columnName);
      }
    }
    // The header is handed out even where nothing follows it.
    return this.#header ? [{ header: this.#header, rows, lines }] : [];
  }

  #refuseLength(): never {
    throw new SourceFileError(this.#path, this.#line, 'the line is longer than 64 KiB');
  }
}

/** csv-parse, fed with pieces of text and asked for the records that they complete. */
class QuotedReader {
  readonly #path: string;
  readonly #parser: Parser;
  #records: string[][] = [];
  #failure: Error | undefined;

  constructor(path: string, delimiter: string) {
    this.#path = path;
    this.#parser = parse({
      delimiter,
      // A quote within an unquoted field is only a character: 5" is five inches.
      relax_quotes: true,
      relax_column_count: true,
      max_record_size: LONGEST_RECORD,
      record_delimiter: ['\r\n', '\n', '\r'],
    });
    this.#parser.on('data', (record: string[]) => this.#records.push(record));
    this.#parser.on('error', (error) => {
      this.#failure = error;
    });
  }

  async read(text: string): Promise<string[][]> {
    await new Promise<void>((resolve) => {
      this.#parser.write(text, () => {
        resolve();
      });
    });
    return this.#take();
  }

  async end(): Promise<string[][]> {
    if (!this.#failure) {
      await new Promise<void>((resolve) => {
        this.#parser.once('end', resolve).once('error', () => {
          resolve();
        });
        this.#parser.end();
      });
    }
    return this.#take();
  }

  #take(): string[][] {
    if (this.#failure) throw this.#explain(this.#failure);
    const records = this.#records;
    this.#records = [];
    return records;
  }

  #explain(error: Error): SourceFileError {
    const line = error instanceof CsvError && typeof error['lines'] === 'number' ? error['lines'] : undefined;
    const code = error instanceof CsvError ? error.code : '';
    const reason =
      code === 'CSV_QUOTE_NOT_CLOSED'
        ? 'a quote is opened and never closed'
        : code === 'CSV_MAX_RECORD_SIZE'
          ? 'the record is longer than 64 KiB: a quote may be opened and never closed'
          : error.message;
    return new SourceFileError(this.#path, line, reason, { cause: error });
  }
}

/** The delimiter that parts the header into most columns. */
function detectDelimiter(headerLine: string): string {
  const outsideQuotes = headerLine.replaceAll(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => outsideQuotes.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

function lineEndsWithin(fields: readonly string[]): number {
  let count = 0;
  for (const field of fields) {
    if (field.includes('\n') || field.includes('\r')) count += field.split(/\r\n|\n|\r/).length - 1;
  }
  return count;
}
