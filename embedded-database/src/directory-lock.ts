import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Another process has the data directory. */
export class DirectoryInUseError extends Error {
  override readonly name = 'DirectoryInUseError';

  constructor(directory: string, owner: string | undefined) {
    super(
      `The data directory ${directory} is in use${owner === undefined ? '' : ` by process ${owner}`}. ` +
        'Stop that one first, or choose another directory with DATABASE_DIRECTORY.',
    );
  }
}

const SQLITE_BUSY = 5;

/**
 * Takes a data directory for this process, since the engine takes no lock of its own and two on one directory destroy it.
 *
 * The lock is one of the operating system, which goes with the process however it ends: a file with a process id in it
 * would stay behind after kill -9, and its id may meanwhile be another's. Node offers no file locks but those of SQLite,
 * hence a database in which nothing is ever written. It lies inside the directory, so that it is the same lock under
 * whatever path or mount the directory is reached.
 * @throws {DirectoryInUseError} if another process, or this one, has it.
 */
export function lockDirectory(directory: string): Disposable {
  mkdirSync(directory, { recursive: true });
  const ownerFile = join(directory, 'lock.pid');
  const lock = new DatabaseSync(join(directory, 'lock'));
  try {
    // Nothing is ever written; an empty journal file that stays behind would only puzzle people.
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) {
      throw new DirectoryInUseError(
        directory,
        existsSync(ownerFile) ? readFileSync(ownerFile, 'utf8') : undefined,
      );
    }
    throw error;
  }
  // For the message to others only; nothing is decided by it.
  writeFileSync(ownerFile, String(process.pid));
  return {
    [Symbol.dispose]: () => {
      rmSync(ownerFile, { force: true });
      lock.close();
    },
  };
}
