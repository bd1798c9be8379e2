import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import { Transform, pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { mostUnpacked } from './packed-size.ts';

const CHUNK_BYTES = 256 * 1_024;
const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);

/** A file that is not what it is said to be. The message names the file and, where there is one, the line. */
export class SourceFileError extends Error {
  override readonly name = 'SourceFileError';
  readonly line: number | undefined;
  /** What is wrong, without the file. */
  readonly reason: string;

  constructor(file: string, line: number | undefined, reason: string, options?: ErrorOptions) {
    super(`${file}${line === undefined ? '' : `:${line}`}: ${reason}`, options);
    this.line = line;
    this.reason = reason;
  }

  /** The same, of a file that people know by another name than the one it has here. */
  named(file: string): SourceFileError {
    return new SourceFileError(file, this.line, this.reason, { cause: this.cause });
  }
}

/** A file on disk, plain or gzip by its first bytes, read as a stream. */
export class SourceFile {
  readonly path: string;
  /** Without its folders: what the ledger and messages show. */
  readonly name: string;
  /** Of the bytes on disk; known once {@link bytes} has come to its end. */
  sha256: string | undefined;

  constructor(filePath: string) {
    this.path = filePath;
    this.name = path.basename(filePath);
  }

  /**
   * The content, unpacked.
   * @throws {SourceFileError} for a file that cannot be read, is empty, is no gzip in spite of its name, ends early,
   * or holds more than any table packs to
   */
  async *bytes(): AsyncGenerator<Buffer> {
    const isGzip = await this.#isGzip();
    const hash = createHash('sha256');
    const hashing = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        hash.update(chunk);
        done(null, chunk);
      },
    });
    const disk = createReadStream(this.path, { highWaterMark: CHUNK_BYTES });
    // What goes wrong in any of them is thrown by the last one, which is read below.
    const content = isGzip
      ? pipeline(disk, hashing, createGunzip({ chunkSize: CHUNK_BYTES }), () => undefined)
      : pipeline(disk, hashing, () => undefined);
    try {
      const most = isGzip ? mostUnpacked((await stat(this.path)).size) : Infinity;
      let bytes = 0;
      for await (const chunk of content as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        if (bytes > most) {
          throw new SourceFileError(this.path, undefined, 'the gzip holds more than any table packs to');
        }
        yield chunk;
      }
      this.sha256 = hash.digest('hex');
    } catch (error) {
      throw this.#explain(error);
    } finally {
      disk.destroy();
    }
  }

  /**
   * The first bytes on disk, fewer where the file has fewer.
   * @throws {SourceFileError} for what is no file, cannot be read, or is empty
   */
  async head(length: number): Promise<Buffer> {
    const head = Buffer.alloc(length);
    let bytesRead: number;
    try {
      const entry = await stat(this.path);
      // Opening a pipe waits for somebody to write to it, and what came out of it cannot be read again.
      if (!entry.isFile() && !entry.isDirectory()) {
        throw new SourceFileError(
          this.path,
          undefined,
          'that is a pipe or a device: save it as a file first',
        );
      }
      const file = await open(this.path);
      try {
        ({ bytesRead } = await file.read(head));
      } finally {
        await file.close();
      }
    } catch (error) {
      throw this.#explain(error);
    }
    if (bytesRead === 0) throw new SourceFileError(this.path, undefined, 'the file is empty');
    return head.subarray(0, bytesRead);
  }

  async #isGzip(): Promise<boolean> {
    const isGzip = (await this.head(GZIP_MAGIC.length)).equals(GZIP_MAGIC);
    if (!isGzip && this.path.endsWith('.gz')) {
      throw new SourceFileError(this.path, undefined, 'the file is named .gz but is no gzip');
    }
    return isGzip;
  }

  #explain(error: unknown): Error {
    if (!(error instanceof Error) || error instanceof SourceFileError) return error as Error;
    const code = 'code' in error ? String(error.code) : '';
    const reason =
      {
        ENOENT: 'there is no such file',
        EISDIR: 'that is a folder, not a file',
        EACCES: 'the file may not be read',
        Z_BUF_ERROR: 'the gzip ends before its end: the file is truncated',
        Z_DATA_ERROR: 'the gzip is damaged',
      }[code] ?? error.message;
    return new SourceFileError(this.path, undefined, reason, { cause: error });
  }
}
