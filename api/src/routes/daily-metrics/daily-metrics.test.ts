import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { z } from '@hono/zod-openapi';
import { datasetFile } from '@systole/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../../../test/test-api.ts';
import type { ProblemBody } from '../../problem.ts';
import type { kpisSchema, uploadedSchema } from './schema.ts';

type Uploaded = z.infer<typeof uploadedSchema>;
type Kpis = z.infer<typeof kpisSchema>;

const HEADER =
  'date;steps_n;proteins_g;kcal_in;kcal_junk_in;kcal_out_training;sleep_hours;stress_rel;weight_kg;waist_cm\n';
const LARGEST = 100_000;

let api: TestApi;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'systole-kpis-'));
  api = await startTestApi({ rawDirectory: folder, largestBytes: LARGEST });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const form = (content: string | Buffer, userId?: string, name = 'days.csv') => {
  const data = new FormData();
  data.set('file', new File([Uint8Array.from(Buffer.from(content))], name));
  if (userId !== undefined) data.set('user_id', userId);
  return data;
};
const upload = (content: string, userId?: string, name?: string) =>
  api.upload<Uploaded>('/api/upload-csv', form(content, userId, name));
const refusal = async (data: FormData, headers: Record<string, string> = {}) => {
  const { status, body } = await api.upload<ProblemBody>('/upload-csv', data, headers);
  return { status, type: body.type, detail: body.detail, parameter: body.parameter };
};

describe('POST /api/upload-csv', () => {
  it('takes in a real file, whose KPIs are there at once', async () => {
    const content = await readFile(datasetFile('seed-inputs/daily_metrics.csv'));
    const { status, body } = await api.upload<Uploaded>('/api/upload-csv', form(content));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'success',
      records_processed: 199,
      kpi_records_upserted: 199,
      rejected: 0,
    });
    const kpis = await api.get<Kpis>('/api/kpis?start_date=2026-03-01&end_date=2026-03-18');
    expect(kpis.body).toHaveLength(18);
    // 22 kcal a kg, and 2 of training.
    expect(kpis.body.at(-1)).toMatchObject({
      date: '2026-03-18',
      kcal_out_total: 1_784,
      balance_kcal: 216,
      adherence_steps: 1,
      healthy_food_pct: 99.85,
      weight_7d_avg: 83.81,
      protein_per_kg: 1.98,
    });
    expect((await api.get<Kpis>('/kpis?start_date=2026-03-18&end_date=2026-03-18')).body).toHaveLength(1);
  });

  it('says which cells it did not take, and why', async () => {
    const { body } = await upload(`${HEADER}2026-01-01;many;;;;;;;80;\n2026-01-02;1;;;;;;;80,5;\n`, 'anna');
    expect(body).toMatchObject({ status: 'partial', records_processed: 2, rejected: 1 });
    expect(body.rejects).toEqual([
      {
        line: 2,
        column: 'steps_n',
        rule: 'value-not-a-number',
        message: '"many" is no number like 83.9',
        raw_value: 'many',
      },
    ]);
  });

  it('knows the same file again', async () => {
    const content = `${HEADER}2026-01-05;1;;;;;;;80;\n`;
    const first = await upload(content, 'ben');
    const again = await upload(content, 'ben');
    expect(again.body).toMatchObject({
      status: 'no_op',
      file_id: first.body.file_id,
      kpi_records_upserted: 0,
    });
    expect((await upload(content, 'cora')).body).toMatchObject({ status: 'success' });
  });

  it('keeps hostile names as names', async () => {
    const name = `../../etc/${'x'.repeat(300)}\u0007.csv`;
    const { body } = await upload(`${HEADER}2026-01-06;1;;;;;;;80;\n`, 'dora', name);
    expect(body.status).toBe('success');
    const { rows } = await api.pool.query<{ source_name: string }>(
      'SELECT source_name FROM ops.pipeline_runs WHERE run_id = $1',
      [body.run_id],
    );
    expect(rows[0]?.source_name).toMatch(/^x{200}$/);
    expect(await readdir(folder)).toEqual(['daily_metrics']);
  });

  it('refuses what is no such table, and leaves the days as they were', async () => {
    await upload(`${HEADER}2026-01-01;1;;;;;;;80;\n`, 'emil');
    expect(await refusal(form('name;age\nEmil;7\n', 'emil'))).toMatchObject({
      status: 422,
      detail: expect.stringContaining('columns are missing: date') as string,
    });
    expect(await refusal(form('', 'emil'))).toMatchObject({ status: 422, detail: 'the file is empty' });
    expect(await refusal(form(`${HEADER}soon;1;;;;;;;80;\n`, 'emil'))).toMatchObject({ status: 422 });
    const { body } = await api.get<Kpis>('/kpis?start_date=2026-01-01&end_date=2026-12-31&user_id=emil');
    expect(body).toHaveLength(1);
  });

  it('refuses a file that is too large, a body that is no form, and a form without a file', async () => {
    const before = (await readdir(os.tmpdir())).filter((name) => name.startsWith('systole-upload-'));
    expect(await refusal(form('x'.repeat(LARGEST + 1)))).toMatchObject({ status: 413 });
    expect(await refusal(form('x'.repeat(LARGEST * 3)), { 'content-length': '300000' })).toMatchObject({
      status: 413,
    });
    expect((await api.post('/upload-csv', '{}')).status).toBe(415);
    expect((await api.post('/upload-csv', 'date', 'text/csv')).status).toBe(415);
    expect((await api.post('/upload-csv', '--x\r\nbroken', 'multipart/form-data; boundary=x')).status).toBe(
      400,
    );
    const empty = new FormData();
    empty.set('user_id', 'fritz');
    expect(await refusal(empty)).toMatchObject({ status: 400, parameter: 'file' });
    expect(await refusal(form(HEADER, '../x'))).toMatchObject({ status: 400, parameter: 'user_id' });
    const after = (await readdir(os.tmpdir())).filter((name) => name.startsWith('systole-upload-'));
    expect(after).toEqual(before);
  });

  it('refuses forms that pages of other sites send', async () => {
    const data = form(`${HEADER}2026-01-01;1;;;;;;;80;\n`, 'gina');
    const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    expect(await refusal(data, foreign)).toMatchObject({ status: 403 });
    expect(await refusal(data, { origin: 'https://evil.example' })).toMatchObject({ status: 403 });
    expect(
      await refusal(data, { origin: 'http://localhost:4000', 'sec-fetch-site': 'same-site' }),
    ).toMatchObject({
      status: 403,
    });
    const allowed = { origin: 'https://dashboard.example', 'sec-fetch-site': 'cross-site' };
    expect((await api.upload('/upload-csv', data, allowed)).status).toBe(200);
    const dashboard = { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' };
    expect((await api.upload('/upload-csv', data, dashboard)).status).toBe(200);
  });
});

describe('GET /api/kpis', () => {
  it('has nothing before the first upload, and does not know users that are not there', async () => {
    expect((await api.get('/api/kpis?start_date=1999-01-01&end_date=1999-12-31')).body).toEqual([]);
    expect(
      await api.problem('/api/kpis?start_date=2026-01-01&end_date=2026-01-01&user_id=nobody'),
    ).toMatchObject({
      status: 404,
    });
    expect(await api.problem('/api/kpis?start_date=2026-01-02&end_date=2026-01-01')).toMatchObject({
      status: 400,
    });
    expect(await api.problem('/api/kpis')).toMatchObject({ status: 400 });
  });
});

describe('/users/{id}/profile', () => {
  it('is the standard one until it is saved, and then changes the KPIs', async () => {
    await upload(`${HEADER}2026-01-01;5000;;;;0;;;80;\n`, 'hans');
    expect((await api.get('/users/hans/profile')).body).toEqual({
      height_cm: null,
      birth_year: null,
      sex: null,
      steps_goal: 10_000,
    });
    const profile = { height_cm: 180, birth_year: 1986, sex: 'male', steps_goal: 5_000 };
    const saved = await api.send('put', '/users/hans/profile', JSON.stringify(profile));
    expect([saved.status, saved.body]).toEqual([200, profile]);
    expect((await api.get('/users/hans/profile')).body).toEqual(profile);
    const { body } = await api.get<Kpis>('/kpis?start_date=2026-01-01&end_date=2026-01-01&user_id=hans');
    expect(body[0]).toMatchObject({ adherence_steps: 1, kcal_out_total: 1_730 });
  });

  it.each([
    ['{"steps_goal": 0}', 400],
    ['{"sex": "x"}', 400],
    ['{"shoe_size": 43}', 400],
    ['{', 400],
  ])('refuses %s', async (body, status) => {
    expect((await api.send('put', '/users/ida/profile', body)).status).toBe(status);
  });

  it('is not there for a user who is not', async () => {
    expect(await api.problem('/users/nobody/profile')).toMatchObject({ status: 404 });
  });
});
