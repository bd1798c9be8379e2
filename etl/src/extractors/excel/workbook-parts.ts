import { crc32 } from 'node:zlib';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { mostUnpacked } from '../packed-size.ts';
import { SourceFileError } from '../source-file.ts';

/** A workbook has a few dozen parts; a million of them would fill the memory with their names. */
const MOST_PARTS = 10_000;
/** Unpacked. The million rows that a sheet can have take about 300 MB. */
const LARGEST_PART_BYTES = 1_024 * 1_048_576;
/**
 * The parts of a workbook, which is a ZIP archive. What the archive says of itself is judged before anything is
 * unpacked, and a part that turns out larger than it said is refused at that point.
 */
export class WorkbookParts implements Disposable {
  readonly #path: string;
  readonly #archive: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;

  private constructor(path: string, archive: ZipFile, entries: ReadonlyMap<string, Entry>) {
    this.#path = path;
    this.#archive = archive;
    this.#entries = entries;
  }

  /** @throws {SourceFileError} for what is no ZIP archive, is damaged, or has too many parts */
  static async open(path: string): Promise<WorkbookParts> {
    let archive: ZipFile | undefined;
    try {
      archive = await openPromise(path, { autoClose: false, lazyEntries: true });
      if (archive.entryCount > MOST_PARTS) {
        throw new SourceFileError(path, undefined, `the workbook has more than ${MOST_PARTS} parts`);
      }
      const entries = new Map<string, Entry>();
      // Names of parts are compared without regard to case.
      for await (const entry of archive.eachEntry()) entries.set(entry.fileName.toLowerCase(), entry);
      return new WorkbookParts(path, archive, entries);
    } catch (error) {
      archive?.close();
      throw damaged(path, error);
    }
  }

  has(name: string): boolean {
    return this.#entries.has(name.toLowerCase());
  }

  /**
   * A part, unpacked.
   * @param mostBytes more than these are refused
   * @throws {SourceFileError} where the part is missing, too large or damaged
   */
  async *read(name: string, mostBytes = LARGEST_PART_BYTES): AsyncGenerator<Buffer> {
    const entry = this.#entries.get(name.toLowerCase());
    if (!entry) throw new SourceFileError(this.#path, undefined, `the workbook lacks its part ${name}`);
    this.#assertHarmless(entry, mostBytes);
    let checksum = 0;
    try {
      const content = await this.#archive.openReadStreamPromise(entry);
      for await (const chunk of content as AsyncIterable<Buffer>) {
        checksum = crc32(chunk, checksum);
        yield chunk;
      }
    } catch (error) {
      throw damaged(this.#path, error);
    }
    if (checksum !== entry.crc32) throw damaged(this.#path, new Error(`the checksum of ${name} is wrong`));
  }

  [Symbol.dispose](): void {
    this.#archive.close();
  }

  #assertHarmless({ fileName, compressedSize, uncompressedSize }: Entry, mostBytes: number): void {
    const isTooLarge = uncompressedSize > mostBytes;
    if (!isTooLarge && uncompressedSize <= mostUnpacked(compressedSize)) return;
    throw new SourceFileError(
      this.#path,
      undefined,
      `${fileName} would unpack from ${compressedSize} to ${uncompressedSize} bytes: ` +
        (isTooLarge ? `more than ${mostBytes} are refused` : 'no table packs so well'),
    );
  }
}

function damaged(path: string, error: unknown): Error {
  if (error instanceof SourceFileError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new SourceFileError(path, undefined, `the workbook is damaged: ${reason}`, { cause: error });
}
