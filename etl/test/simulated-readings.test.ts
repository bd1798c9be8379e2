import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { datasetFile, startTestDatabase, type TestDatabase } from '@systole/test-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { importFile } from '../src/import/import-file.ts';
import { importFormats } from '../src/import/import-formats.ts';
import { writeSimulatedReadings } from '../src/simulated-readings.ts';
import { pipelineContext } from './pipeline-context.ts';

const NOW = new Date('2025-06-29T10:20:00Z');
let database: TestDatabase;
let folder: string;

const importAs = async (key: string, file: string) => {
  const format = importFormats.get(key);
  if (!format) throw new Error(`no format ${key}`);
  const [report] = await importFile(await pipelineContext(database.pool), {
    format,
    path: file,
    dryRun: false,
    onProgress: () => undefined,
  });
  return report?.run;
};

beforeAll(async () => {
  database = await startTestDatabase();
  await importAs('patients', datasetFile('seed-inputs/patients.json'));
});
afterAll(() => database[Symbol.asyncDispose]());
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'systole-simulated-'));
  return () => rm(folder, { recursive: true });
});

const simulate = (changes: Partial<Parameters<typeof writeSimulatedReadings>[1]> = {}) =>
  writeSimulatedReadings(database.pool, { folder, seed: 1, now: NOW, hours: 3, ...changes });

describe('simulated readings', () => {
  it('are one file for each hour that is over, with every type of every patient', async () => {
    const files = (await simulate()).map((file) => path.basename(file));
    expect(files).toEqual([
      'biometrics_20250629T070000Z.csv',
      'biometrics_20250629T080000Z.csv',
      'biometrics_20250629T090000Z.csv',
    ]);
    const lines = (await readFile(path.join(folder, files[0] ?? ''), 'utf8')).trimEnd().split('\n');
    expect(lines).toHaveLength(1 + 5 * 3);
    expect(lines.slice(1).every((line) => line.includes('2025-06-29T07:'))).toBe(true);
  });

  it('go on after the newest file, and never write an hour twice', async () => {
    await simulate();
    expect(await simulate()).toEqual([]);
    const later = await simulate({ now: new Date('2025-06-29T12:00:00Z') });
    expect(later.map((file) => path.basename(file))).toEqual([
      'biometrics_20250629T100000Z.csv',
      'biometrics_20250629T110000Z.csv',
    ]);
  });

  it('are written once where two do it at the same time', async () => {
    const both = await Promise.all([simulate({ hours: 30 }), simulate({ hours: 30 })]);
    expect(both.flat()).toHaveLength(30);
    expect((await readdir(folder)).filter((name) => !name.endsWith('.csv'))).toEqual([]);
  });

  it('are the same for the same seed, and others for another', async () => {
    const content = async (seed: number) => {
      const other = await mkdtemp(path.join(folder, 'seed-'));
      const [file = ''] = await simulate({ folder: other, seed, hours: 1 });
      return readFile(file, 'utf8');
    };
    expect(await content(7)).toBe(await content(7));
    expect(await content(8)).not.toBe(await content(7));
  });

  it('are taken by the import, every one', async () => {
    for (const file of await simulate({ hours: 24 })) {
      expect(await importAs('biometrics', file)).toMatchObject({
        status: 'success',
        inserted: 15,
        rejected: 0,
      });
    }
  });
});
