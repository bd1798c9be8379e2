import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { promisify } from 'node:util';
import { projectPath } from './project.ts';

/**
 * Builds the dashboard if it has changed. Test files run side by side, and two builds at once would take each other's
 * files away: flock(1) lets one through at a time, and lets go of the lock however a build ends.
 * @throws {Error} with what the build has printed.
 */
export async function buildDashboard(): Promise<void> {
  await mkdir(projectPath('data/test'), { recursive: true });
  await promisify(execFile)('flock', [
    projectPath('data/test/client-build.lock'),
    process.execPath,
    '--disable-warning=ExperimentalWarning',
    projectPath('client/build/when-changed.ts'),
  ]);
}
