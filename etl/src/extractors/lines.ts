import { SourceFileError } from './source-file.ts';

/** A line longer than this is no line of a table: without a limit a file of one line would fill the memory. */
const LONGEST_LINE = 64 * 1_024;
const LF = 0x0a;
const UTF_8_BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/** Whole lines as they stood in the file, the last one perhaps without a line end. */
export interface Lines {
  readonly bytes: Buffer;
  /** Number of the first line in `bytes`, from 1. */
  readonly firstLine: number;
}

/**
 * Cuts a stream of bytes at line ends, so that every piece holds whole lines. A UTF-8 byte order mark is taken off.
 * @throws {SourceFileError} for a line of more than 64 KiB
 */
export async function* wholeLines(file: string, content: AsyncIterable<Buffer>): AsyncGenerator<Lines> {
  let rest: Buffer = Buffer.alloc(0);
  let line = 1;
  let isStart = true;
  for await (const chunk of content) {
    let bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    if (isStart && bytes.length >= UTF_8_BOM.length) {
      if (bytes.subarray(0, UTF_8_BOM.length).equals(UTF_8_BOM)) bytes = bytes.subarray(UTF_8_BOM.length);
      isStart = false;
    }
    const end = bytes.lastIndexOf(LF) + 1;
    rest = bytes.subarray(end);
    if (rest.length > LONGEST_LINE) {
      throw new SourceFileError(
        file,
        line + countLines(bytes.subarray(0, end)),
        'the line is longer than 64 KiB',
      );
    }
    if (end === 0) continue;
    yield { bytes: bytes.subarray(0, end), firstLine: line };
    line += countLines(bytes.subarray(0, end));
  }
  if (rest.length > 0) yield { bytes: rest, firstLine: line };
}

function countLines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) count += 1;
  return count;
}
