/**
 * Builds the dashboard if its sources are others than those of the build that is there. `make up` runs this before it
 * starts the server.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLogger, readConfiguration, runJob, variable } from '@systole/service-kit';
import { build } from 'vite';
import { z } from 'zod';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const FINGERPRINT_FILE = join(ROOT, 'dist', '.fingerprint');

/** What goes into a build; the lock file stands for all that is installed. */
const SOURCES = [
  'src',
  'build',
  'public',
  'index.html',
  'package.json',
  'vite.config.ts',
  '../package-lock.json',
];

await runJob(async () => {
  const { LOG_LEVEL, LOG_FORMAT } = readConfiguration(
    z.object({ LOG_LEVEL: variable.logLevel(), LOG_FORMAT: variable.logFormat() }),
  );
  const logger = createLogger({ service: 'client-build', level: LOG_LEVEL, format: LOG_FORMAT });
  const fingerprint = await fingerprintSources();
  const built = await readFile(FINGERPRINT_FILE, 'utf8').catch(() => undefined);
  if (built === fingerprint) {
    logger.info('the dashboard is built already');
    return;
  }
  const begun = performance.now();
  // Tests build too, and their NODE_ENV would make it React's development build: what they see is what people get.
  process.env.NODE_ENV = 'production';
  await build({ root: ROOT, logLevel: 'warn' });
  await writeFile(FINGERPRINT_FILE, fingerprint);
  logger.info('the dashboard has been built', { seconds: Math.round(performance.now() - begun) / 1_000 });
});

async function fingerprintSources(): Promise<string> {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const file of await filesOf(join(ROOT, source)))
      hash.update(`${file}\0`).update(await readFile(file));
  }
  return hash.digest('hex');
}

/** The file itself, or every file of the folder in a settled order. */
async function filesOf(path: string): Promise<string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => undefined);
  if (!entries) return [path];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
