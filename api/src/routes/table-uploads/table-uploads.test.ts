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
import type { tableUploadedSchema } from './schema.ts';

type Uploaded = z.infer<typeof tableUploadedSchema>;

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
