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
  for await (const chunk of content) {
    const firstEnd = chunk.indexOf(LF) + 1;
    const lastEnd = chunk.lastIndexOf(LF) + 1;
    if (lastEnd > 0) {
      // The line that two chunks share comes by itself: to join the chunks would be to copy all of the file.
      for (const bytes of [
        Buffer.concat([rest, chunk.subarray(0, firstEnd)]),
        chunk.subarray(firstEnd, lastEnd),
      ]) {
        if (bytes.length > 0) yield { bytes: line === 1 ? withoutMark(bytes) : bytes, firstLine: line };
        line += countLines(bytes);
      }
      rest = Buffer.alloc(0);
    }
    rest = Buffer.concat([rest, chunk.subarray(lastEnd)]);
    if (rest.length > LONGEST_LINE) {
      throw new SourceFileError(file, line, 'the line is longer than 64 KiB');
    }
  }
  if (rest.length > 0) yield { bytes: line === 1 ? withoutMark(rest) : rest, firstLine: line };
}

function withoutMark(bytes: Buffer): Buffer {
  return bytes.subarray(0, UTF_8_BOM.length).equals(UTF_8_BOM) ? bytes.subarray(UTF_8_BOM.length) : bytes;
}

function countLines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) count += 1;
  return count;
}
