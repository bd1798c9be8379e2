import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { request } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import type { z } from '@hono/zod-openapi';
import { listen } from '@systole/service-kit';
import { datasetFile, projectPath } from '@systole/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../../../test/test-api.ts';
import type { ProblemBody } from '../../problem.ts';
import type { reportSchema, reportsSchema } from '../appointments/schema.ts';
import type { qualityHistorySchema, qualityOverviewSchema } from '../quality/schema.ts';
import type { tableUploadedSchema } from './schema.ts';

type Uploaded = z.infer<typeof tableUploadedSchema>;
type Report = z.infer<typeof reportSchema>;

const LARGEST = 100_000;

let api: TestApi;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'systole-tables-'));
  api = await startTestApi({ rawDirectory: folder, largestBytes: LARGEST });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const form = (content: string | Buffer, name: string, userId?: string) => {
  const data = new FormData();
  data.set('file', new File([Uint8Array.from(Buffer.from(content))], name));
  if (userId !== undefined) data.set('user_id', userId);
  return data;
};
const send = async <Body>(dataset: string, content: string | Buffer, name = 'table.csv', userId?: string) =>
  api.upload<Body>(`/uploads/${dataset}`, form(content, name, userId));
const upload = send<Uploaded>;
const refusal = async (...given: Parameters<typeof send>) => (await send<ProblemBody>(...given)).body;
const sample = (name: string) => readFile(projectPath(`etl/samples/${name}`));
const leftOvers = async () =>
  (await readdir(os.tmpdir())).filter((name) => name.startsWith('systole-upload-'));

describe('POST /uploads/{dataset}', () => {
  it('takes in doctors and appointments as Excel, and visits as CSV', async () => {
    const doctors = await upload('doctors', await sample('doctors.xlsx'), 'doctors.xlsx');
    expect(doctors.body).toMatchObject({
      status: 'partial',
      rows_read: 14,
      inserted: 12,
      rejected: 1,
      removed: 0,
    });
    const { body } = await upload('appointments', await sample('appointments.xlsx'), 'appointments.xlsx');
    expect(body).toMatchObject({ dataset: 'appointments', status: 'partial', inserted: 229, rejected: 11 });
    expect(body.rejects[0]).toMatchObject({ line: 22, column: 'patient_id', rule: 'field-missing' });
    expect(body.warnings).toContainEqual({
      name: 'booking_date readable',
      value: expect.closeTo(1 - 3 / 242) as number,
      threshold: 1,
    });
    const visits = await upload(
      'patient_visits',
      await readFile(datasetFile('seed-inputs/patient_visits.csv')),
    );
    expect(visits.body).toMatchObject({ status: 'partial', inserted: 4 });
    const days = await upload(
      'daily_metrics',
      'date;steps_n;proteins_g;kcal_in;kcal_junk_in;kcal_out_training;sleep_hours;stress_rel;weight_kg;waist_cm\n2026-01-01;1;;;;;;;80;\n',
      'days.csv',
      'anna',
    );
    expect(days.body).toMatchObject({ status: 'success', inserted: 1 });
    expect(await refusal('daily_metrics', 'date\n')).toMatchObject({
      status: 400,
      parameter: 'user_id',
    });
  });

  it('knows the same file again', async () => {
    const { body } = await upload('doctors', await sample('doctors.xlsx'), 'again.xlsx');
    expect(body).toMatchObject({ status: 'no_op', inserted: 0, warnings: [] });
  });

  it('refuses what is no such table with a reason that names no path', async () => {
    const refused = await refusal('doctors', 'a,b\n1,2\n');
    expect(refused.status).toBe(422);
    expect(refused.detail).toContain('columns are missing: doctor_id, name, specialty');
    const locked = await refusal('doctors', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'locked.xlsx');
    expect(locked).toMatchObject({
      status: 422,
      detail: expect.stringMatching(/^the workbook is protected/) as string,
    });
    expect((await refusal('nothing', 'x')).status).toBe(404);
    expect(await refusal('doctors', 'x', 'x.csv', 'anna')).toMatchObject({
      status: 400,
      parameter: 'user_id',
    });
    expect((await api.upload<ProblemBody>('/uploads/doctors', new FormData())).status).toBe(400);
  });

  it.each([
    '../../etc/passwd',
    'a\u0000b\u001b[31m.csv',
    `${'x'.repeat(300)}.xlsx`,
    '\u202Etxt.exe',
    'C:\\temp\\a.csv',
  ])('takes a file called %j for what is in it', async (name) => {
    const { body } = await upload('doctors', `doctor_id,name,specialty\n1,${name.length},X\n`, name);
    expect(['success', 'no_op']).toContain(body.status);
    const { rows } = await api.pool.query<{ source_name: string }>(
      'SELECT source_name FROM ops.pipeline_runs WHERE run_id = $1',
      [body.run_id],
    );
    expect(rows[0]?.source_name).toMatch(/^[^\p{Cc}\p{Cf}/\\]{1,200}$/u);
  });

  it('refuses ten gigabytes before it has read them, whether their size is told or not', async () => {
    const server = await listen(api.app, { host: '127.0.0.1', port: 0, portVariable: 'none' });
    const before = await leftOvers();
    const head =
      '--x\r\nContent-Disposition: form-data; name="file"; filename="big.csv"\r\nContent-Type: text/csv\r\n\r\n';
    const piece = Buffer.alloc(64 * 1_024, 'x');
    const sendEndless = (headers: Record<string, string | number>) =>
      new Promise<{ status: number | undefined; sent: number }>((resolve, reject) => {
        let sent = 0;
        const sending = request(`${server.url}/uploads/doctors`, {
          method: 'POST',
          headers: { 'content-type': 'multipart/form-data; boundary=x', ...headers },
        });
        sending.on('response', (response) => {
          resolve({ status: response.statusCode, sent });
          sending.destroy();
        });
        sending.on('error', reject);
        const more = () => {
          while (sent < 10 * 1_073_741_824 && !sending.destroyed) {
            sent += piece.length;
            if (!sending.write(piece)) return;
          }
        };
        sending.on('drain', more);
        sending.write(head);
        more();
      });
    try {
      for (const headers of [{ 'content-length': 10 * 1_073_741_824 }, {}]) {
        const { status, sent } = await sendEndless(headers);
        expect(status).toBe(413);
        expect(sent).toBeLessThan(64 * 1_048_576);
      }
      expect(await leftOvers()).toEqual(before);
      expect(await readdir(folder)).not.toContain('big.csv');
    } finally {
      await server.close();
    }
  });
});

describe('GET /appointments/reports', () => {
  it('lists what can be asked, and answers each with the columns it declares', async () => {
    await upload('doctors', 'doctor_id,name,specialty\n1,Ann,Heart\n2,Bob,\n');
    await upload(
      'appointments',
      'booking_id,patient_id,doctor_id,booking_date,status\n1,34,1,2025-12-01,confirmed\n2,8,1,2025-12-02,canceled\n3,8,1,2025-12-03,canceled\n',
    );
    const { body } = await api.get<z.infer<typeof reportsSchema>>('/appointments/reports');
    expect(body.data.map(({ name }) => name)).toEqual([
      'doctor-with-most-confirmed',
      'confirmed-of-patient',
      'cancelled-in-period',
      'confirmed-per-doctor',
      'confirmation-ratio-by-specialty',
    ]);
    for (const { name, columns } of body.data) {
      const answer = (await api.get<Report>(`/appointments/reports/${name}`)).body;
      expect(answer.columns).toEqual(columns);
      expect(Object.keys(answer.rows[0] ?? {})).toEqual(columns.map((column) => column.name));
    }
  });

  it('takes parameters, and says what it was asked with and whether there is more', async () => {
    const { body } = await api.get<Report>(
      '/appointments/reports/cancelled-in-period?start_date=2025-12-02&limit=1',
    );
    expect(body).toMatchObject({
      parameters: { start_date: '2025-12-02', end_date: null },
      rows: [{ booking_id: '2', booking_date: '2025-12-02', patient_id: '8', doctor_id: '1', name: 'Ann' }],
      truncated: true,
    });
    const patient = await api.get<Report>('/appointments/reports/confirmed-of-patient?patient_id=034');
    expect(patient.body).toMatchObject({
      parameters: { patient_id: '34' },
      rows: [{ booking_id: '1' }],
      truncated: false,
    });
    const tag = patient.headers.get('etag') ?? '';
    const again = await api.get('/appointments/reports/confirmed-of-patient?patient_id=034', {
      'if-none-match': tag,
    });
    expect(again.status).toBe(304);
  });

  it.each([
    ['/appointments/reports/nothing', 404, 'name'],
    ['/appointments/reports/confirmed-per-doctor?patient_id=1', 400, 'patient_id'],
    [
      '/appointments/reports/cancelled-in-period?start_date=2025-12-02&end_date=2025-12-01',
      400,
      'start_date',
    ],
    ['/appointments/reports/cancelled-in-period?end_date=soon', 400, 'end_date'],
    ['/appointments/reports/cancelled-in-period?limit=0', 400, 'limit'],
  ])('refuses %s', async (url, status, parameter) => {
    expect(await api.problem(url)).toMatchObject({ status, parameter });
  });
});

describe('GET /quality', () => {
  it('says of every dataset how its newest file did', async () => {
    const { body } = await api.get<z.infer<typeof qualityOverviewSchema>>('/quality');
    expect(body.data.map(({ dataset }) => dataset)).toEqual([
      'patient_visits',
      'daily_metrics',
      'doctors',
      'appointments',
    ]);
    expect(body.data[3]?.last_run).toMatchObject({
      source_name: 'table.csv',
      status: 'success',
      failed_critical: 0,
    });
  });

  it('has the history of every check, the newest first, also of runs that were refused', async () => {
    await upload(
      'appointments',
      'booking_id,patient_id,doctor_id,booking_date,status\n1,34,99,2025-12-01,confirmed\n',
    );
    const { body } = await api.get<z.infer<typeof qualityHistorySchema>>('/quality/appointments?runs=2');
    expect(body.runs.map(({ status }) => status)).toEqual(['failed', 'success']);
    const known = body.checks.find(({ kind }) => kind === 'referential-integrity');
    expect(known?.history).toEqual([
      { run_id: body.runs[0]?.run_id, passed: false, value: 0, threshold: 0.95 },
      { run_id: body.runs[1]?.run_id, passed: true, value: 1, threshold: 0.95 },
    ]);
    expect(body.checks[0]?.kind).toBe('schema');
    expect(await api.problem('/quality/nothing')).toMatchObject({ status: 404, parameter: 'dataset' });
    expect(
      (await api.get<z.infer<typeof qualityHistorySchema>>('/quality/daily_metrics')).body.runs,
    ).toHaveLength(1);
  });
});
