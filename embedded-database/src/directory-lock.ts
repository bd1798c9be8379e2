import { ProcessLock } from '@systole/service-kit';

/** Another process has the data directory. */
export class DirectoryInUseError extends Error {
  override readonly name = 'DirectoryInUseError';

  constructor(directory: string, owner: number | undefined) {
    super(
      `The data directory ${directory} is in use${owner === undefined ? '' : ` by process ${owner}`}. ` +
        'Stop that one first, or choose another directory with DATABASE_DIRECTORY.',
    );
  }
}

/**
 * Takes a data directory for this process, since the engine takes no lock of its own and two on one directory destroy it.
 * @throws {DirectoryInUseError} if another process, or this one, has it.
 */
export function lockDirectory(directory: string): Disposable {
  const lock = new ProcessLock(directory, 'lock');
  const taken = lock.take();
  if (!taken) throw new DirectoryInUseError(directory, lock.owner);
  return taken;
}
