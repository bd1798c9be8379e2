import path from 'node:path';
import { RawStore } from '@systole/etl';
import type { Pool } from '@systole/service-kit';
import { dataDirectory, environmentVariable, projectRoot } from '../environment.ts';

/** Where files of tables are kept as received: RAW_DIRECTORY, from the project's root; `raw` in the data directory. */
export function openRawStore(pool: Pool): RawStore {
  const directory = environmentVariable('RAW_DIRECTORY');
  return new RawStore(
    pool,
    directory === undefined ? path.join(dataDirectory(), 'raw') : path.resolve(projectRoot, directory),
  );
}
