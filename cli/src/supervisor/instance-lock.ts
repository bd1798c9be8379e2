import { ProcessLock } from '@systole/service-kit';

/** What the one `systole up` of a data directory holds while it runs. */
export function instanceLock(directory: string): ProcessLock {
  return new ProcessLock(directory, 'systole-up');
}
