import { createReadStream } from 'node:fs';
import { chmod, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { datasetFile } from '@systole/test-kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SourceFileError } from '../src/extractors/source-file.ts';
import { importTable } from '../src/layers/import-table.ts';
import { patientVisits } from '../src/tables/patient-visits.ts';
import { HEADER, visit, VisitDeliveries } from './visit-deliveries.ts';

const clinic = new VisitDeliveries();

describe('a file of visits', () => {
  it('goes from raw to analytics, its bad row to the quarantine', async () => {
    const { run, quality } = await importTable(await clinic.context(), clinic.store, {
      dataset: patientVisits,
      userId: null,
      content: createReadStream(datasetFile('seed-inputs/patient_visits.csv')),
      sourceName: 'patient_visits.csv',
    });
    expect(run).toMatchObject({ status: 'partial', rowsRead: 6, inserted: 4, unchanged: 1, rejected: 1 });
    expect(await clinic.visits()).toMatchObject([
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
    expect((await clinic.metrics())[2]).toEqual({
      visit_date: '2025-12-03',
      visits: 1,
      distinct_patients: 1,
      distinct_providers: 1,
      total_cost: null,
      average_cost: null,
      median_cost: null,
      visits_without_cost: 1,
    });
    const { rows: rejects } = await clinic.database.pool.query('SELECT place, rule FROM ops.quarantine');
    expect(rejects).toEqual([
      { place: { file: 'patient_visits.csv', line: 6, column: 'patient_id' }, rule: 'field-missing' },
    ]);
    expect(quality?.passed).toBe(true);
    expect(quality?.checks.filter(({ passed }) => !passed).map(({ name }) => name)).toEqual([
      'visit_cost empty',
      'duplicates',
      'age of the newest row in hours',
    ]);
    const { rows: left } = await clinic.database.pool.query(
      "SELECT FROM pg_tables WHERE schemaname = 'staging'",
    );
    expect(left).toEqual([]);
  });

  it('is kept as received, read-only, once', async () => {
    const content = HEADER + visit('v1');
    await clinic.deliverVisits(content);
    expect((await clinic.deliverVisits(content)).run.status).toBe('no_op');
    const names = await readdir(path.join(clinic.folder, 'patient_visits'));
    expect(names).toHaveLength(1);
    const file = path.join(clinic.folder, 'patient_visits', names[0] ?? '');
    expect(await readFile(file, 'utf8')).toBe(content);
    await chmod(file, 0o644);
    await rm(file);
    await clinic.deliverVisits(content);
    expect(await readFile(file, 'utf8')).toBe(content);
  });

  it('changes nothing when its rows come again in another file', async () => {
    await clinic.deliverVisits(HEADER + visit('v1') + visit('v2'));
    const before = await clinic.visits();
    const { run } = await clinic.deliverVisits(`${HEADER}${visit('v2')}${visit('V1')}`);
    expect(run).toMatchObject({ status: 'no_op', inserted: 0, updated: 0, unchanged: 2 });
    expect(await clinic.visits()).toEqual(before);
  });

  it('moves a restated visit from one day to another, and says that an old one is late', async () => {
    await clinic.deliverVisits(HEADER + visit('v1') + visit('v2', { changed: '2025-12-09T00:00:00Z' }));
    await clinic.deliverVisits(
      HEADER + visit('v1', { day: '2025-12-04', changed: '2025-12-02T00:00:00Z', cost: '' }),
    );
    expect(
      (await clinic.metrics()).map(({ visit_date, visits: count, total_cost }) => [
        visit_date,
        count,
        total_cost,
      ]),
    ).toEqual([
      ['2025-12-01', 1, 10],
      ['2025-12-04', 1, null],
    ]);
    const { rows } = await clinic.database.pool.query(
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
    [
      'required fields are missing',
      HEADER + visit('v1') + visit('v2', { patient: ' ', day: '' }),
      /required fields missing: 0.5,/,
    ],
    ['no row is good', HEADER + visit('v1', { cost: '-1' }), /rows accepted: 0/],
  ])('is refused where %s, and what was published stays', async (_, content, error) => {
    await clinic.deliverVisits(HEADER + visit('v0'));
    const before = [await clinic.visits(), await clinic.metrics()];
    const { run, quality } = await clinic.deliverVisits(content);
    expect(run.status).toBe('failed');
    expect(run.error).toMatch(error);
    expect(quality?.passed).toBe(false);
    expect([await clinic.visits(), await clinic.metrics()]).toEqual(before);
    const { rows } = await clinic.database.pool.query<{ failed: number }>(
      `SELECT count(*) FILTER (WHERE NOT passed AND severity = 'critical') AS failed
         FROM ops.quality_checks WHERE run_id = $1`,
      [run.runId],
    );
    expect(rows[0]?.failed).toBeGreaterThan(0);
  });

  it('is refused where it is empty or no text table, as a failed run', async () => {
    await expect(clinic.deliverVisits('')).rejects.toThrow(SourceFileError);
    await expect(clinic.deliverVisits(`${HEADER}"never closed\n`)).rejects.toThrow('never closed');
    const { rows } = await clinic.database.pool.query('SELECT DISTINCT status FROM ops.pipeline_runs');
    expect(rows).toEqual([{ status: 'failed' }]);
  });

  it('with nothing but a header is a no_op', async () => {
    expect((await clinic.deliverVisits(HEADER)).run).toMatchObject({ status: 'no_op', rowsRead: 0 });
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
      await clinic.database.pool.query(
        'TRUNCATE fact_visits, daily_visit_metrics, raw.snapshots, ops.watermarks CASCADE',
      );
      for (const file of files) await clinic.deliverVisits(file);
      const found = await clinic.metrics();
      expect(found).toEqual(await clinic.metricsByHand());
      return { visits: await clinic.visits(), metrics: found };
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
