import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { projectPath } from '@systole/test-kit';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);
const GIGABYTE = 2 ** 30;

/** The settings with which the database's container starts, as `echo` in place of the image's entry point shows them. */
async function settings(memoryBytes: number): Promise<ReadonlyMap<string, string>> {
  const { stdout } = await run(projectPath('deploy/timescaledb/start.sh'), {
    env: { ...process.env, TIMESCALEDB_MEMORY_BYTES: String(memoryBytes), TIMESCALEDB_ENTRYPOINT: 'echo' },
  });
  const [, ...pairs] = stdout.trim().split(' -c ');
  return new Map(pairs.map((pair) => pair.split('=') as [string, string]));
}

describe('the settings of the database', () => {
  it.each([
    [
      1,
      {
        shared_buffers: '256MB',
        effective_cache_size: '768MB',
        maintenance_work_mem: '64MB',
        work_mem: '4MB',
      },
    ],
    [
      4,
      {
        shared_buffers: '1024MB',
        effective_cache_size: '3072MB',
        maintenance_work_mem: '256MB',
        work_mem: '10MB',
      },
    ],
    [64, { shared_buffers: '16384MB', maintenance_work_mem: '2048MB', work_mem: '163MB' }],
  ])('follow from %i GB of memory', async (gigabytes, expected) => {
    const found = await settings(gigabytes * GIGABYTE);
    for (const [name, value] of Object.entries(expected)) expect(found.get(name), name).toBe(value);
  });

  it('load what TimescaleDB and the dashboard of the database need', async () => {
    expect((await settings(GIGABYTE)).get('shared_preload_libraries')).toBe('timescaledb,pg_stat_statements');
  });
});
