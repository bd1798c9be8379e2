import type { z } from '@hono/zod-openapi';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../../../test/test-api.ts';
import type { ProblemBody } from '../../problem.ts';
import type { readingSchema, readingsSchema, summarySchema } from './schema.ts';

type Reading = z.infer<typeof readingSchema>;
type Readings = z.infer<typeof readingsSchema>;
type Hours = z.infer<typeof summarySchema>;

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api[Symbol.asyncDispose]());
beforeEach(async () => {
  await api.pool.query('TRUNCATE patients, biometrics RESTART IDENTITY CASCADE');
  await api.pool.query('TRUNCATE biometrics_hourly');
  await api.pool.query(
    `INSERT INTO patients (name, dob, email) VALUES ('Anna', '1980-01-01', 'a@example.com'), ('Bob', '1980-01-01', 'b@example.com')`,
  );
});

const AT = '2025-06-29T10:15:00Z';
const GLUCOSE = { patient_id: 1, biometric_type: 'glucose', timestamp: AT, value: 110 };
const PRESSURE = {
  patient_id: 1,
  biometric_type: 'blood_pressure',
  timestamp: AT,
  systolic: 150,
  diastolic: 80,
};
const write = <Body = Reading>(body: unknown) => api.post<Body>('/biometrics', JSON.stringify(body));

describe('POST /biometrics', () => {
  it('adds a reading, and corrects it when it is sent again', async () => {
    const added = await write(GLUCOSE);
    expect(added.status).toBe(201);
    expect(added.body).toEqual({
      ...GLUCOSE,
      id: added.body.id,
      timestamp: '2025-06-29T10:15:00.000Z',
      systolic: null,
      diastolic: null,
      unit: 'mg/dL',
      is_outlier: false,
    });
    const corrected = await write({ ...GLUCOSE, value: 12, unit: 'mmol/L' });
    expect(corrected.status).toBe(200);
    expect(corrected.body).toEqual({ ...added.body, value: 216.192, is_outlier: true });
    const { body } = await api.get<Readings>('/biometrics/1');
    expect(body).toEqual({ data: [corrected.body], total: 1, skip: 0, limit: 50 });
  });

  it('takes both numbers of a blood pressure', async () => {
    const { status, body } = await write(PRESSURE);
    expect(status).toBe(201);
    expect(body).toMatchObject({ value: null, systolic: 150, diastolic: 80, unit: 'mmHg', is_outlier: true });
  });

  it.each([
    [{ ...PRESSURE, value: 120 }, 'value'],
    [{ ...PRESSURE, diastolic: undefined }, 'diastolic'],
    [{ ...PRESSURE, systolic: 70 }, 'systolic'],
    [{ ...GLUCOSE, systolic: 120 }, 'systolic'],
    [{ ...GLUCOSE, value: undefined }, 'value'],
    [{ ...GLUCOSE, value: '110' }, 'value'],
    [{ ...GLUCOSE, value: 5_000 }, 'value'],
    [{ ...GLUCOSE, unit: 'stone' }, 'unit'],
    [{ ...GLUCOSE, biometric_type: 'pulse' }, 'biometric_type'],
    [{ ...GLUCOSE, timestamp: '2999-01-01T00:00:00Z' }, 'timestamp'],
    [{ ...GLUCOSE, timestamp: '2025-06-29T10:15:00' }, 'timestamp'],
    [{ ...GLUCOSE, timestamp: '2025-02-30T10:15:00Z' }, 'timestamp'],
    [{ ...GLUCOSE, patient_id: 'x' }, 'patient_id'],
    [{ ...GLUCOSE, id: 7 }, 'id'],
    [{ ...GLUCOSE, patient_id: undefined }, 'patient_id'],
  ])('refuses %j', async (body, parameter) => {
    const answer = await write<ProblemBody>(body);
    expect([answer.status, answer.body.parameter]).toEqual([400, parameter]);
    const { rows } = await api.pool.query('SELECT FROM biometrics');
    expect(rows).toEqual([]);
  });

  it('refuses a patient who is not there, and bodies that are no JSON or too large', async () => {
    expect((await write({ ...GLUCOSE, patient_id: 99 })).status).toBe(404);
    expect((await api.post('/biometrics', JSON.stringify(GLUCOSE), 'text/plain')).status).toBe(415);
    expect((await write({ ...GLUCOSE, unit: 'x'.repeat(70_000) })).status).toBe(413);
  });
});

describe('GET /biometrics/{id} and /patients/{id}/biometrics', () => {
  beforeEach(async () => {
    for (let hour = 0; hour < 4; hour += 1) {
      await write({ ...GLUCOSE, timestamp: `2025-06-29T0${hour}:00:00Z`, value: 100 + hour });
    }
    await write(PRESSURE);
  });

  it.each(['/biometrics/1', '/patients/1/biometrics'])('%s gives the newest first', async (path) => {
    const { body } = await api.get<Readings>(`${path}?type=glucose&limit=2`);
    expect(body).toMatchObject({ total: 4, skip: 0, limit: 2 });
    expect(body.data.map(({ value }) => value)).toEqual([103, 102]);
    expect((await api.get<Readings>(`${path}?skip=4`)).body.data).toHaveLength(1);
  });

  it.each(['/biometrics/1', '/patients/1/biometrics'])('%s gives those of a range alone', async (path) => {
    const values = async (range: string) => {
      const { body } = await api.get<Readings>(`${path}?type=glucose&${range}`);
      expect(body.total).toBe(body.data.length);
      return body.data.map(({ value }) => value);
    };
    expect(await values('start_date=2025-06-29T01:00:00Z&end_date=2025-06-29T03:00:00Z')).toEqual([102, 101]);
    expect(await values('start_date=2025-06-29T04:00:00%2B02:00')).toEqual([103, 102]);
    expect(await values('end_date=2025-06-29T01:00:00Z')).toEqual([100]);
    expect(await values('start_date=2025-06-29&end_date=2025-06-29')).toEqual([103, 102, 101, 100]);
    // Two hours of the day before, by the clocks there.
    expect(await values('end_date=2025-06-28&time_zone=Atlantic/South_Georgia')).toEqual([101, 100]);
    expect(await values('start_date=2025-06-30')).toEqual([]);
  });

  it('refuses a range that it does not understand, or that is empty', async () => {
    for (const path of ['/biometrics/1', '/patients/1/biometrics', '/biometrics/1/analytics']) {
      for (const [query, parameter] of [
        ['start_date=yesterday', 'start_date'],
        ['end_date=2025-02-30', 'end_date'],
        ['start_date=2025-06-30&end_date=2025-06-29', 'start_date'],
        ['start_date=2025-06-29&time_zone=Mars/Olympus', 'time_zone'],
        ['start=2025-06-29', 'start'],
      ] as const) {
        const problem = await api.problem(`${path}?${query}`);
        expect([path, query, problem.status, problem.parameter]).toEqual([path, query, 400, parameter]);
      }
    }
  });

  it('is empty for a patient without readings, and a 404 for who is not there', async () => {
    expect((await api.get<Readings>('/biometrics/2')).body).toMatchObject({ data: [], total: 0 });
    expect((await api.problem('/biometrics/99')).status).toBe(404);
    expect((await api.problem('/patients/99/biometrics')).status).toBe(404);
    expect((await api.problem('/biometrics/99/analytics')).status).toBe(404);
    expect((await api.problem('/biometrics/1?type=pulse')).status).toBe(400);
  });
});

describe('GET /biometrics/{id}/analytics', () => {
  it('gives the hours of a patient, up to date after every write', async () => {
    await write(GLUCOSE);
    await write({ ...GLUCOSE, timestamp: '2025-06-29T10:45:00Z', value: 120 });
    await write(PRESSURE);
    const hour = { patient_id: 1, hour_start: '2025-06-29T10:00:00.000Z' };
    const { body } = await api.get<Hours>('/biometrics/1/analytics');
    expect(body).toEqual({
      data: [
        {
          ...hour,
          biometric_type: 'blood_pressure_diastolic',
          min_value: 80,
          max_value: 80,
          avg_value: 80,
          count: 1,
        },
        {
          ...hour,
          biometric_type: 'blood_pressure_systolic',
          min_value: 150,
          max_value: 150,
          avg_value: 150,
          count: 1,
        },
        { ...hour, biometric_type: 'glucose', min_value: 110, max_value: 120, avg_value: 115, count: 2 },
      ],
      total: 3,
      skip: 0,
      limit: 50,
    });
    expect((await api.get<Hours>('/biometrics/1/analytics?type=blood_pressure')).body.total).toBe(2);
    expect((await api.get<Hours>('/biometrics/1/analytics?type=glucose')).body.total).toBe(1);
  });

  it('gives the hours that begin within a range', async () => {
    for (const hour of ['08', '09', '10'])
      await write({ ...GLUCOSE, timestamp: `2025-06-29T${hour}:15:00Z` });
    const { body } = await api.get<Hours>(
      '/biometrics/1/analytics?start_date=2025-06-29T08:30:00Z&end_date=2025-06-29T10:00:00Z',
    );
    expect(body.data.map(({ hour_start }) => hour_start)).toEqual(['2025-06-29T09:00:00.000Z']);
    expect(body.total).toBe(1);
  });
});

describe('DELETE /biometrics/{id}', () => {
  it('deletes a reading, once, and its hour with it', async () => {
    const { body } = await write(GLUCOSE);
    expect((await api.send('delete', `/biometrics/${body.id}`)).status).toBe(204);
    expect((await api.get<Hours>('/biometrics/1/analytics')).body.total).toBe(0);
    const again = await api.send<ProblemBody>('delete', `/biometrics/${body.id}`);
    expect([again.status, again.body.parameter]).toEqual([404, 'id']);
  });
});
