import path from 'node:path';
import { dataDirectory, environmentVariable, projectRoot } from '../environment.ts';

/** Where the embedded database of `systole up` keeps its files: DATABASE_DIRECTORY, or `embedded` in the data directory. */
export function embeddedDirectory(): string {
  const chosen = environmentVariable('DATABASE_DIRECTORY');
  return chosen === undefined ? path.join(dataDirectory(), 'embedded') : path.resolve(projectRoot, chosen);
}
