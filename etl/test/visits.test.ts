import { createReadStream } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { SystoleError } from '@systole/service-kit';
import { datasetFile, startTestDatabase, type TestDatabase } from '@systole/test-kit';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { SourceFileError } from '../src/extractors/source-file.ts';
import { importTable } from '../src/layers/import-table.ts';
import { RawStore } from '../src/layers/raw-store.ts';
import { rebuildTable } from '../src/layers/rebuild-table.ts';
import { retryRejects } from '../src/layers/retry-rejects.ts';
import { checksOf } from '../src/quality/quality-report.ts';
import { patientVisits } from '../src/tables/patient-visits.ts';
import { pipelineContext } from './pipeline-context.ts';

const HEADER = 'patient_id,visit_id,visit_date,diagnosis_code,provider_id,visit_cost,last_updated\n';

let database: TestDatabase;
let folder: string;
let store: RawStore;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'systole-raw-'));
  store = new RawStore(database.pool, folder);
  await database.pool.query(
    'TRUNCATE fact_visits, daily_visit_metrics, ops.watermarks, ops.publications, ops.quality_checks, ops.quarantine, raw.snapshots, ops.pipeline_runs CASCADE',
  );
  return () => rm(folder, { recursive: true });
});

const deliver = async (content: string, signal?: AbortSignal) =>
  importTable({ ...(await pipelineContext(database.pool)), signal }, store, {
    dataset: patientVisits,
    userId: null,
    content: Readable.from([Buffer.from(content)]),
    sourceName: 'visits.csv',
  });

const visit = (id: string, changes: Partial<Record<'day' | 'patient' | 'cost' | 'changed', string>> = {}) =>
  `${changes.patient ?? 'p1'},${id},${changes.day ?? '2025-12-01'},A10,pr1,${changes.cost ?? '10'},${changes.changed ?? '2025-12-01T10:00:00Z'}\n`;

const visits = async () =>
  (await database.pool.query<Record<string, unknown>>('SELECT * FROM fact_visits ORDER BY visit_id')).rows;
const metrics = async () =>
  (
    await database.pool.query<Record<string, unknown>>(
      `SELECT visit_date::text, visits, distinct_patients, distinct_providers, total_cost::float, average_cost::float,
              median_cost::float, visits_without_cost
         FROM daily_visit_metrics ORDER BY visit_date`,
    )
  ).rows;

/** pg reads a date as midnight of this machine's zone. */
const localDay = (date: Date) =>
  new Date(+date - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);

/** The same from the visits, by other means. */
const metricsByHand = async () => {
  const byDay = Map.groupBy(await visits(), (row) => Number(row['visit_date']));
  const days = [...byDay].sort(([a], [b]) => a - b);
  return days.map(([day, rows]) => {
    const costs = rows
      .flatMap(({ visit_cost }) => (visit_cost === null ? [] : Number(visit_cost)))
      .sort((a, b) => a - b);
    const total = costs.reduce((sum, cost) => sum + cost, 0);
    const [below = 0, above = 0] = [
      costs[Math.floor((costs.length - 1) / 2)],
      costs[Math.ceil((costs.length - 1) / 2)],
    ];
    return {
      visit_date: localDay(new Date(day)),
      visits: rows.length,
      distinct_patients: new Set(rows.map(({ patient_id }) => patient_id)).size,
      distinct_providers: new Set(rows.map(({ provider_id }) => provider_id)).size,
      total_cost: costs.length === 0 ? null : total,
      average_cost: costs.length === 0 ? null : (expect.closeTo(total / costs.length, 3) as number),
      median_cost: costs.length === 0 ? null : (below + above) / 2,
      visits_without_cost: rows.length - costs.length,
    };
  });
};

describe('a file of visits', () => {
  it('goes from raw to analytics, its bad row to the quarantine', async () => {
    const { run, quality } = await importTable(await pipelineContext(database.pool), store, {
      dataset: patientVisits,
      userId: null,
      content: createReadStream(datasetFile('seed-inputs/patient_visits.csv')),
      sourceName: 'patient_visits.csv',
    });
    expect(run).toMatchObject({ status: 'partial', rowsRead: 6, inserted: 4, unchanged: 1, rejected: 1 });
    expect(await visits()).toMatchObject([
      {
        visit_id: 'V1001',
        last_updated: new Date('2025-12-01T12:00:00Z'),
        visit_month: 12,
        visit_weekday: 1,
      },
      { visit_id: 'V1002' },
      { visit_id: 'V1003', visit_cost: null, provider_id: 'PR03' },
      { visit_id: 'V1005' },
    ]);
    expect((await metrics())[2]).toEqual({
      visit_date: '2025-12-03',
      visits: 1,
      distinct_patients: 1,
      distinct_providers: 1,
      total_cost: null,
      average_cost: null,
      median_cost: null,
      visits_without_cost: 1,
    });
    const { rows: rejects } = await database.pool.query('SELECT place, rule FROM ops.quarantine');
    expect(rejects).toEqual([
      { place: { file: 'patient_visits.csv', line: 6, column: 'patient_id' }, rule: 'field-missing' },
    ]);
    expect(quality?.passed).toBe(true);
    expect(quality?.checks.filter(({ passed }) => !passed).map(({ name }) => name)).toEqual([
      'visit_cost empty',
      'duplicates',
      'age of the newest row in hours',
    ]);
    const { rows: left } = await database.pool.query("SELECT FROM pg_tables WHERE schemaname = 'staging'");
    expect(left).toEqual([]);
  });

  it('is kept as received, read-only, once', async () => {
    const content = HEADER + visit('v1');
    await deliver(content);
    expect((await deliver(content)).run.status).toBe('no_op');
    const names = await readdir(path.join(folder, 'patient_visits'));
    expect(names).toHaveLength(1);
    const file = path.join(folder, 'patient_visits', names[0] ?? '');
    expect(await readFile(file, 'utf8')).toBe(content);
    await chmod(file, 0o644);
    await rm(file);
    await deliver(content);
    expect(await readFile(file, 'utf8')).toBe(content);
  });

  it('changes nothing when its rows come again in another file', async () => {
    await deliver(HEADER + visit('v1') + visit('v2'));
    const before = await visits();
    const { run } = await deliver(`${HEADER}${visit('v2')}${visit('V1')}`);
    expect(run).toMatchObject({ status: 'no_op', inserted: 0, updated: 0, unchanged: 2 });
    expect(await visits()).toEqual(before);
  });

  it('moves a restated visit from one day to another, and says that an old one is late', async () => {
    await deliver(HEADER + visit('v1') + visit('v2', { changed: '2025-12-09T00:00:00Z' }));
    await deliver(HEADER + visit('v1', { day: '2025-12-04', changed: '2025-12-02T00:00:00Z', cost: '' }));
    expect(
      (await metrics()).map(({ visit_date, visits: count, total_cost }) => [visit_date, count, total_cost]),
    ).toEqual([
      ['2025-12-01', 1, 10],
      ['2025-12-04', 1, null],
    ]);
    const { rows } = await database.pool.query(
      'SELECT watermark_before, late_rows FROM ops.publications ORDER BY run_id',
    );
    expect(rows).toEqual([
      { watermark_before: null, late_rows: 0 },
      { watermark_before: new Date('2025-12-09T00:00:00Z'), late_rows: 1 },
    ]);
  });

  it.each([
    ['columns are missing', 'patient_id,visit_id\np1,v1\n', /columns are missing: visit_date/],
    ['the delimiter is none', HEADER.replaceAll(',', '~') + visit('v1'), /columns are missing/],
    ['dates cannot be read', HEADER + visit('v1') + visit('v2', { day: 'soon' }), /visit_date readable: 0.5/],
    ['required fields are missing', HEADER + visit('v1') + visit('v2', { patient: ' ' }), /required fields/],
    ['no row is good', HEADER + visit('v1', { cost: '-1' }), /rows accepted: 0/],
  ])('is refused where %s, and what was published stays', async (_, content, error) => {
    await deliver(HEADER + visit('v0'));
    const before = [await visits(), await metrics()];
    const { run, quality } = await deliver(content);
    expect(run.status).toBe('failed');
    expect(run.error).toMatch(error);
    expect(quality?.passed).toBe(false);
    expect([await visits(), await metrics()]).toEqual(before);
    const { rows } = await database.pool.query<{ failed: number }>(
      `SELECT count(*) FILTER (WHERE NOT passed AND severity = 'critical') AS failed
         FROM ops.quality_checks WHERE run_id = $1`,
      [run.runId],
    );
    expect(rows[0]?.failed).toBeGreaterThan(0);
  });

  it('is refused where it is empty or no text table, as a failed run', async () => {
    await expect(deliver('')).rejects.toThrow(SourceFileError);
    await expect(deliver(`${HEADER}"never closed\n`)).rejects.toThrow('never closed');
    const { rows } = await database.pool.query('SELECT DISTINCT status FROM ops.pipeline_runs');
    expect(rows).toEqual([{ status: 'failed' }]);
  });

  it('with nothing but a header is a no_op', async () => {
    expect((await deliver(HEADER)).run).toMatchObject({ status: 'no_op', rowsRead: 0 });
  });

  it('gives the same whatever the order and repetition of deliveries', async () => {
    const delivery = fc.array(
      fc.record({
        id: fc.constantFrom('v1', 'v2', 'v3'),
        day: fc.constantFrom('2025-12-01', '2025-12-02'),
        patient: fc.constantFrom('p1', 'p2'),
        cost: fc.constantFrom('', '1', '2.5'),
        changed: fc.constantFrom('2025-12-01T00:00:00Z', '2025-12-05T00:00:00Z', '2025-12-09T00:00:00Z'),
      }),
      { minLength: 1, maxLength: 5 },
    );
    const analytics = async (files: readonly string[]) => {
      await database.pool.query(
        'TRUNCATE fact_visits, daily_visit_metrics, raw.snapshots, ops.watermarks CASCADE',
      );
      for (const file of files) await deliver(file);
      const found = await metrics();
      expect(found).toEqual(await metricsByHand());
      return { visits: await visits(), metrics: found };
    };
    await fc.assert(
      fc.asyncProperty(
        fc
          .array(delivery, { minLength: 1, maxLength: 4 })
          .chain((files) =>
            fc.tuple(
              fc.constant(files),
              fc.shuffledSubarray([...files, ...files], { minLength: files.length * 2 }),
            ),
          ),
        async ([files, shuffled]) => {
          const write = (rows: (typeof files)[number]) =>
            HEADER + rows.map(({ id, ...changes }) => visit(id, changes)).join('');
          expect(await analytics(shuffled.map(write))).toEqual(await analytics(files.map(write)));
        },
      ),
      { numRuns: 8 },
    );
  });
});

describe('after something broke', () => {
  it('a file that was interrupted while it was staged goes in by the same command', async () => {
    const content = HEADER + Array.from({ length: 30_000 }, (_, i) => visit(`v${i}`)).join('');
    const interruption = new AbortController();
    const context = { ...(await pipelineContext(database.pool)), signal: interruption.signal };
    let looks = 0;
    // The staging table is there, and some rows are on their way.
    const watched = new Proxy(context.signal, {
      get: (signal, name) => {
        if (name === 'throwIfAborted' && (looks += 1) === 3) interruption.abort();
        const value: unknown = Reflect.get(signal, name, signal);
        return typeof value === 'function' ? (value as () => unknown).bind(signal) : value;
      },
    });
    const interrupted = await importTable({ ...context, signal: watched }, store, {
      dataset: patientVisits,
      userId: null,
      content: Readable.from([Buffer.from(content)]),
      sourceName: 'visits.csv',
    });
    expect(interrupted.run).toMatchObject({ status: 'failed', inserted: 0 });
    expect(await visits()).toEqual([]);
    expect((await deliver(content)).run).toMatchObject({ status: 'success', inserted: 30_000 });
  });

  it('a file goes in although the database goes away while it is staged', async () => {
    const rows = 60_000;
    const importing = deliver(HEADER + Array.from({ length: rows }, (_, i) => visit(`v${i}`)).join(''));
    await vi.waitFor(
      async () => {
        const { rowCount } = await database.pool.query("SELECT FROM pg_tables WHERE schemaname = 'staging'");
        expect(rowCount).toBe(1);
      },
      { timeout: 30_000, interval: 5 },
    );
    await database.kill();
    await database.restart();
    expect((await importing).run).toMatchObject({ status: 'success', inserted: rows });
    expect((await visits()).length).toBe(rows);
  });

  it('a file is staged and published again where publishing fails for a moment', async () => {
    let crashes = 0;
    const context = await pipelineContext(database.pool);
    const report = await importTable(context, store, {
      dataset: {
        ...patientVisits,
        publish: async (client, staged) => {
          crashes += 1;
          if (crashes === 1) throw new SystoleError('transient', 'the server crashed');
          return patientVisits.publish(client, staged);
        },
      },
      content: Readable.from([Buffer.from(HEADER + visit('v1'))]),
      userId: null,
      sourceName: 'visits.csv',
    });
    expect(report.run).toMatchObject({ status: 'success', inserted: 1 });
    expect(crashes).toBe(2);
    const { rows } = await database.pool.query('SELECT count(*) AS count FROM ops.quality_checks');
    expect(rows).toEqual([{ count: checksOf(patientVisits).length }]);
  });

  it('a file that broke off while it was received leaves nothing', async () => {
    const breaking = Readable.from(
      (function* () {
        yield Buffer.from(HEADER);
        throw new Error('the line went dead');
      })(),
    );
    await expect(
      store.receive(breaking, { dataset: 'patient_visits', userId: null, sourceName: 'a.csv' }),
    ).rejects.toThrow('the line went dead');
    expect(await readdir(path.join(folder, 'patient_visits'))).toEqual([]);
    expect((await database.pool.query('SELECT FROM raw.snapshots')).rowCount).toBe(0);
  });

  it('staging tables of runs that died are dropped by the next', async () => {
    await database.pool.query('CREATE UNLOGGED TABLE staging.patient_visits_999999 (line bigint)');
    await deliver(HEADER + visit('v1'));
    const { rowCount } = await database.pool.query("SELECT FROM pg_tables WHERE schemaname = 'staging'");
    expect(rowCount).toBe(0);
  });

  it('nothing is published where the publishing transaction fails, and the same command does it', async () => {
    const content = HEADER + visit('v1');
    await database.pool.query('ALTER TABLE daily_visit_metrics ADD CONSTRAINT broken CHECK (visits > 99)');
    expect((await deliver(content)).run.status).toBe('failed');
    expect(await visits()).toEqual([]);
    await database.pool.query('ALTER TABLE daily_visit_metrics DROP CONSTRAINT broken');
    expect((await deliver(content)).run).toMatchObject({ status: 'success', inserted: 1 });
  });
});

describe('rebuilding', () => {
  it('gives the same tables', async () => {
    await deliver(HEADER + visit('v1') + visit('v2'));
    await deliver(
      HEADER +
        visit('v1', { changed: '2025-12-03T00:00:00Z', cost: '7' }) +
        visit('v3', { patient: '' }) +
        visit('v4') +
        visit('v5') +
        visit('v6'),
    );
    await deliver('patient_id\n');
    const before = [await visits(), await metrics()];
    await database.pool.query('UPDATE fact_visits SET visit_cost = 99; DELETE FROM daily_visit_metrics');
    const reports = await rebuildTable(await pipelineContext(database.pool), store, patientVisits);
    expect(reports.map(({ status, inserted }) => [status, inserted])).toEqual([
      ['success', 2],
      ['partial', 3],
    ]);
    expect([await visits(), await metrics()]).toEqual(before);
    await rebuildTable(await pipelineContext(database.pool), store, patientVisits);
    expect([await visits(), await metrics()]).toEqual(before);
  });

  it('leaves the tables as they were where a snapshot is gone', async () => {
    await deliver(HEADER + visit('v1'));
    const before = [await visits(), await metrics()];
    await rm(folder, { recursive: true });
    const [report] = await rebuildTable(await pipelineContext(database.pool), store, patientVisits);
    expect(report).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('no such file') as string,
    });
    expect([await visits(), await metrics()]).toEqual(before);
    await deliver(HEADER);
  });
});

describe('retrying the rejects of a run', () => {
  it('takes rows that are good by now and marks them', async () => {
    const ahead = new Date(Date.now() + 40 * 3_600_000).toISOString();
    const content = HEADER + visit('v1') + visit('v2', { changed: ahead }) + visit('v3', { cost: '-1' });
    const { run } = await deliver(content);
    expect(run).toMatchObject({ status: 'partial', inserted: 1, rejected: 2 });
    const later = {
      ...(await pipelineContext(database.pool)),
      now: () => new Date(Date.now() + 30 * 3_600_000),
    };
    const retried = await retryRejects(later, store, run.runId);
    expect(retried).toMatchObject({ resolved: 1, run: { status: 'partial', inserted: 1, rejected: 1 } });
    const { rows } = await database.pool.query(
      'SELECT rule, resolved_by FROM ops.quarantine WHERE run_id = $1 ORDER BY reject_id',
      [run.runId],
    );
    expect(rows).toEqual([
      { rule: 'timestamp-in-future', resolved_by: retried.run.runId },
      { rule: 'value-out-of-range', resolved_by: null },
    ]);
  });

  it('is refused for a run without a file', async () => {
    await expect(retryRejects(await pipelineContext(database.pool), store, 4_711)).rejects.toThrow(
      'no file that was kept',
    );
  });
});
