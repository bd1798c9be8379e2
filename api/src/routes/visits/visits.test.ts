import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { z } from '@hono/zod-openapi';
import { importTable, RawStore, tableDatasets } from '@systole/etl';
import { detectServerFeatures } from '@systole/service-kit';
import { testLogger } from '@systole/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../../../test/test-api.ts';
import type { qualitySchema } from '../runs/quality.ts';
import type { dailyVisitMetricsSchema, visitsSchema } from './schema.ts';

const FILE = `patient_id,visit_id,visit_date,diagnosis_code,provider_id,visit_cost,last_updated
p1,v1,2025-12-01,A10,pr1,120.50,2025-12-01T10:00:00Z
p2,v2,2025-12-01,A10,pr1,80,2025-12-01T10:00:00Z
p1,v3,2025-12-02,,pr2,,2025-12-02T10:00:00.123456Z
p3,v4,2025-12-03,B20,,5,2025-12-03T10:00:00Z
,v5,2025-12-03,B20,,5,2025-12-03T10:00:00Z
`;

let api: TestApi;
let folder: string;
beforeAll(async () => {
  api = await startTestApi();
  folder = await mkdtemp(path.join(os.tmpdir(), 'systole-visits-'));
  const dataset = tableDatasets.get('patient_visits');
  if (!dataset) throw new Error('no visits');
  const { pool } = api;
  for (const content of [FILE, `${FILE}\n`]) {
    await importTable(
      { pool, features: await detectServerFeatures(pool), logger: testLogger, observer: {} },
      new RawStore(pool, folder),
      { dataset, content: Readable.from([Buffer.from(content)]), userId: null, sourceName: 'visits.csv' },
    );
  }
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

type Visits = z.infer<typeof visitsSchema>;
const ids = async (query: string) =>
  (await api.get<Visits>(`/visits${query}`)).body.data.map(({ visit_id }) => visit_id);

describe('GET /visits', () => {
  it('gives visits by day, with what is not known as null', async () => {
    const { body } = await api.get<Visits>('/visits');
    expect(body.data.map(({ visit_id }) => visit_id)).toEqual(['V1', 'V2', 'V3', 'V4']);
    expect(body.data[2]).toEqual({
      visit_id: 'V3',
      patient_id: 'P1',
      visit_date: '2025-12-02',
      diagnosis_code: null,
      provider_id: 'PR2',
      visit_cost: null,
      last_updated: '2025-12-02T10:00:00.123456Z',
    });
  });

  it('narrows by days, patient and provider', async () => {
    expect(await ids('?start_date=2025-12-02&end_date=2025-12-02')).toEqual(['V3']);
    expect(await ids('?patient_id=p1')).toEqual(['V1', 'V3']);
    expect(await ids('?patient_id=P1&provider_id=pr2')).toEqual(['V3']);
    expect(await ids('?patient_id=nobody')).toEqual([]);
  });

  it('goes on from page to page', async () => {
    const found: string[] = [];
    let cursor = '';
    do {
      const { body } = await api.get<Visits>(`/visits?limit=1${cursor}`);
      found.push(...body.data.map(({ visit_id }) => visit_id));
      cursor = body.next_cursor === undefined ? '' : `&cursor=${body.next_cursor}`;
    } while (cursor !== '');
    expect(found).toEqual(['V1', 'V2', 'V3', 'V4']);
  });

  it.each([
    ['start_date=2025-02-30', 'start_date'],
    ['start_date=2025-12-02&end_date=2025-12-01', 'start_date'],
    ['end_date=2025-12-02T00:00:00Z', 'end_date'],
    ['limit=0', 'limit'],
    ['page=2', 'page'],
    [`cursor=${Buffer.from('"x"').toString('base64url')}`, 'cursor'],
    [`cursor=${Buffer.from('"9999-99-99 V1"').toString('base64url')}`, 'cursor'],
  ])('refuses %s', async (query, parameter) => {
    expect(await api.problem(`/visits?${query}`)).toMatchObject({ status: 400, parameter });
  });
});

describe('GET /visits/daily-metrics', () => {
  it('gives a day a row', async () => {
    const { body } = await api.get<z.infer<typeof dailyVisitMetricsSchema>>(
      '/visits/daily-metrics?start_date=2025-12-01&end_date=2025-12-02',
    );
    expect(body.data).toEqual([
      {
        visit_date: '2025-12-01',
        visits: 2,
        distinct_patients: 2,
        distinct_providers: 1,
        total_cost: 200.5,
        average_cost: 100.25,
        median_cost: 100.25,
        visits_without_cost: 0,
      },
      {
        visit_date: '2025-12-02',
        visits: 1,
        distinct_patients: 1,
        distinct_providers: 1,
        total_cost: null,
        average_cost: null,
        median_cost: null,
        visits_without_cost: 1,
      },
    ]);
  });

  it('refuses days in the wrong order', async () => {
    expect(
      await api.problem('/visits/daily-metrics?start_date=2025-12-02&end_date=2025-12-01'),
    ).toMatchObject({ status: 400 });
  });
});

describe('GET /runs/{id}/quality', () => {
  it('gives every check with its history', async () => {
    const { body } = await api.get<z.infer<typeof qualitySchema>>('/runs/2/quality');
    expect(body).toMatchObject({ run_id: 2, dataset: 'patient_visits', passed: true });
    expect(body.checks.find(({ kind }) => kind === 'null-rate')).toEqual({
      name: 'visit_cost empty',
      kind: 'null-rate',
      severity: 'warning',
      passed: false,
      value: 0.25,
      threshold: 0.05,
      history: [{ run_id: 1, passed: false, value: 0.25 }],
    });
  });

  it('has nothing to say of a run without gates, and is 404 for a run that is not there', async () => {
    await api.pool.query(
      "INSERT INTO ops.pipeline_runs (dataset, source, source_name, trigger) VALUES ('activities_heart_intraday', 'x', 'x', 'manual')",
    );
    expect((await api.get('/runs/3/quality')).body).toMatchObject({ passed: null, checks: [] });
    expect(await api.problem('/runs/4711/quality')).toMatchObject({ status: 404 });
  });

  it('stands beside the runs and rejects of tables', async () => {
    const { body } = await api.get<{ data: { run_id: number }[] }>('/runs?dataset=patient_visits');
    expect(body.data.map(({ run_id }) => run_id)).toEqual([2, 1]);
    expect((await api.get('/runs/1/rejects')).body).toMatchObject({
      data: [{ rule: 'field-missing', place: { line: 6, column: 'patient_id' }, resolved_by: null }],
    });
  });
});
