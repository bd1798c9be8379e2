import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const SQLITE_BUSY = 5;

const lockFile = (directory: string) => path.join(directory, 'systole-up.lock');
const pidFile = (directory: string) => path.join(directory, 'systole-up.pid');

/** What the one `systole up` of a data directory holds while it runs. */
export interface InstanceLock {
  readonly release: () => void;
}

/**
 * Makes this process the one that runs the system on a data directory.
 *
 * The lock is one of the operating system, which goes with the process however it ends, so no stale process id can
 * pass for a running system. Node offers no file locks but those of SQLite, hence a database in which nothing is written.
 * @returns undefined where another process is that one
 */
export function takeInstanceLock(directory: string): InstanceLock | undefined {
  mkdirSync(directory, { recursive: true });
  const lock = lockExclusively(directory);
  if (!lock) return undefined;
  writeFileSync(pidFile(directory), String(process.pid));
  return {
    release: () => {
      rmSync(pidFile(directory), { force: true });
      lock.close();
    },
  };
}

/** Whether a `systole up` runs on a data directory. */
export function isRunning(directory: string): boolean {
  if (!existsSync(lockFile(directory))) return false;
  const lock = lockExclusively(directory);
  lock?.close();
  return lock === undefined;
}

/** Process id of the `systole up` that runs on a data directory, where one does. */
export function runningPid(directory: string): number | undefined {
  if (!isRunning(directory) || !existsSync(pidFile(directory))) return undefined;
  const pid = Number(readFileSync(pidFile(directory), 'utf8'));
  return pid > 0 ? pid : undefined;
}

function lockExclusively(directory: string): DatabaseSync | undefined {
  const lock = new DatabaseSync(lockFile(directory));
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return undefined;
    throw error;
  }
}
