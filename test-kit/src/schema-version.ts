import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectPath } from './project.ts';

/** What decides what a prepared database holds. */
const SOURCES = ['catalog/src', 'db-init-service/src', 'db-init-service/migrations'];

/** Twelve hexadecimal digits that change whenever a prepared database would come out differently. */
export async function schemaVersion(): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of SOURCES.map(projectPath)) {
    for (const name of (await readdir(folder)).sort()) {
      if (name.endsWith('.test.ts')) continue;
      hash.update(name).update(await readFile(join(folder, name)));
    }
  }
  return hash.digest('hex').slice(0, 12);
}
