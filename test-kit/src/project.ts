import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = new URL('../../', import.meta.url);

/** Absolute path of a file or folder of the project. */
export function projectPath(path: string): string {
  return fileURLToPath(new URL(path, ROOT));
}

/**
 * Absolute path of one of the real inputs, such as `fitabase/sleepDay_merged.csv`.
 * @throws {Error} saying where it is expected, if it is not there: a test that needs it must not pass without it.
 */
export function datasetFile(name: string): string {
  const path = projectPath(`../shared/datasets/${name}`);
  if (existsSync(path)) return path;
  throw new Error(
    `${path} is missing. The tests read real inputs from ../shared/datasets beside the project's folder: put them there.`,
  );
}
