import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const SQLITE_BUSY = 5;

/**
 * A lock that one process holds on a directory.
 *
 * It is one of the operating system, which goes with the process however it ends: a file with a process id in it would
 * stay behind after kill -9, and its id may meanwhile be another's. Node offers no file locks but those of SQLite, hence
 * a database in which nothing is ever written. It lies inside the directory, so that it is the same lock under whatever
 * path or mount the directory is reached.
 */
export class ProcessLock {
  readonly #directory: string;
  readonly #file: string;
  /** For messages to people only; nothing is decided by it. */
  readonly #pidFile: string;

  /** @param name of the lock's files in the directory, which is made when the lock is taken */
  constructor(directory: string, name: string) {
    this.#directory = directory;
    this.#file = path.join(directory, name);
    this.#pidFile = `${this.#file}.pid`;
  }

  /** @returns undefined where another process, or this one, has it */
  take(): Disposable | undefined {
    mkdirSync(this.#directory, { recursive: true });
    const lock = this.#lockExclusively();
    if (!lock) return undefined;
    writeFileSync(this.#pidFile, String(process.pid));
    return {
      [Symbol.dispose]: () => {
        rmSync(this.#pidFile, { force: true });
        lock.close();
      },
    };
  }

  /** Whether some process has it. */
  get isTaken(): boolean {
    if (!existsSync(this.#file)) return false;
    const lock = this.#lockExclusively();
    lock?.close();
    return lock === undefined;
  }

  /** Process id of who has it, as far as it is known. */
  get owner(): number | undefined {
    if (!this.isTaken || !existsSync(this.#pidFile)) return undefined;
    const pid = Number(readFileSync(this.#pidFile, 'utf8'));
    return pid > 0 ? pid : undefined;
  }

  #lockExclusively(): DatabaseSync | undefined {
    const lock = new DatabaseSync(this.#file);
    try {
      // An empty journal file that stays behind would only puzzle people.
      lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
      return lock;
    } catch (error) {
      lock.close();
      if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return undefined;
      throw error;
    }
  }
}
