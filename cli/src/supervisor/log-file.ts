import { closeSync, existsSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const LARGEST_BYTES = 10 * 1_024 * 1_024;

/** A log on disk, without colours. At 10 MiB it is set aside as `<name>.1.log`, in place of the one before. */
export class LogFile {
  readonly #path: string;
  #descriptor: number;
  #bytes: number;

  constructor(directory: string, name: string) {
    mkdirSync(directory, { recursive: true });
    this.#path = path.join(directory, `${name}.log`);
    this.#descriptor = openSync(this.#path, 'a');
    this.#bytes = fstatSync(this.#descriptor).size;
  }

  write(line: string): void {
    if (this.#bytes >= LARGEST_BYTES) this.#rotate();
    this.#bytes += writeSync(this.#descriptor, `${stripVTControlCharacters(line)}\n`);
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #rotate(): void {
    closeSync(this.#descriptor);
    if (existsSync(this.#path)) renameSync(this.#path, this.#path.replace(/\.log$/, '.1.log'));
    this.#descriptor = openSync(this.#path, 'a');
    this.#bytes = 0;
  }
}
