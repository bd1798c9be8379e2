import type { z } from '@hono/zod-openapi';
import { analyseTrends } from '@systole/etl';
import { testLogger } from '@systole/test-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../../../test/test-api.ts';
import type { ProblemBody } from '../../problem.ts';
import type { patientSchema, patientsSchema, trendsSchema } from './schema.ts';

type Patient = z.infer<typeof patientSchema>;
type Patients = z.infer<typeof patientsSchema>;

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api[Symbol.asyncDispose]());
beforeEach(async () => {
  await api.pool.query('TRUNCATE patients, biometrics, biometrics_awaiting_patient RESTART IDENTITY CASCADE');
});

const ANNA = { name: 'Anna Schmidt', dob: '1980-02-29', email: 'anna@example.com' };
const create = <Body = Patient>(body: unknown) => api.post<Body>('/patients', JSON.stringify(body));

describe('POST /patients', () => {
  it('adds a patient, with defaults for what is not said', async () => {
    const { status, body, headers } = await create({ ...ANNA, email: ' Anna@Example.com' });
    expect(status).toBe(201);
    expect(headers.get('location')).toBe('/patients/1');
    expect(body).toEqual({ id: 1, ...ANNA, gender: 'unknown', address: '', phone: '', sex: 'U' });
    expect((await api.get<Patient>('/patients/1')).body).toEqual(body);
  });

  it('loads the readings that have waited for the patient', async () => {
    await api.pool.query(
      `WITH run AS (INSERT INTO ops.pipeline_runs (dataset, source, source_name, trigger, status)
                    VALUES ('biometrics', 'biometrics', 'x.csv', 'import', 'partial') RETURNING run_id)
       INSERT INTO biometrics_awaiting_patient
       SELECT 'anna@example.com', 'weight', '2025-01-01T10:20:00Z', 70, NULL, NULL, 'kg', false, run_id FROM run`,
    );
    await create(ANNA);
    const { body } = await api.get<{ total: number }>('/biometrics/1/analytics');
    expect(body).toMatchObject({
      total: 1,
      data: [{ hour_start: '2025-01-01T10:00:00.000Z', avg_value: 70 }],
    });
  });

  it.each([
    [{ ...ANNA, email: 'anna' }, 'email'],
    [{ ...ANNA, dob: '1980-02-30' }, 'dob'],
    [{ ...ANNA, dob: '1850-01-01' }, 'dob'],
    [{ ...ANNA, sex: 'X' }, 'sex'],
    [{ ...ANNA, name: '' }, 'name'],
    [{ ...ANNA, name: 7 }, 'name'],
    [{ name: 'Anna', email: 'a@b.de' }, 'dob'],
    [{ ...ANNA, id: 7 }, 'id'],
  ])('refuses %j', async (body, parameter) => {
    const answer = await create<ProblemBody>(body);
    expect([answer.status, answer.body.parameter]).toEqual([400, parameter]);
  });

  it('refuses an e-mail address that another patient has', async () => {
    await create(ANNA);
    const answer = await create<ProblemBody>({ ...ANNA, name: 'Other' });
    expect([answer.status, answer.body.parameter]).toEqual([409, 'email']);
  });

  it('refuses what is no JSON, not said to be JSON, or too large', async () => {
    expect((await api.post('/patients', '{')).status).toBe(400);
    expect((await api.post('/patients', '[]')).status).toBe(400);
    expect((await api.post('/patients', JSON.stringify(ANNA), 'text/plain')).status).toBe(415);
    expect((await create({ ...ANNA, address: 'x'.repeat(70_000) })).status).toBe(413);
    const { rows } = await api.pool.query('SELECT FROM patients');
    expect(rows).toEqual([]);
  });
});

describe('PATCH /patients/{id}', () => {
  const change = <Body = Patient>(id: number, body: unknown) =>
    api.send<Body>('patch', `/patients/${id}`, JSON.stringify(body));

  it('changes what is named and nothing else', async () => {
    const { body: before } = await create({ ...ANNA, phone: '555' });
    const { status, body } = await change(1, { address: '1 Elm Street', sex: 'f' });
    expect([status, body]).toEqual([200, { ...before, address: '1 Elm Street', sex: 'F' }]);
  });

  it('refuses what breaks a rule, is unknown, or changes nothing', async () => {
    await create(ANNA);
    await create({ ...ANNA, email: 'other@example.com' });
    expect((await change(1, { dob: '2999-01-01' })).status).toBe(400);
    expect((await change(1, { nickname: 'A' })).status).toBe(400);
    expect((await change(1, {})).status).toBe(400);
    expect((await change(1, { email: 'other@example.com' })).status).toBe(409);
    expect((await change(99, { name: 'Nobody' })).status).toBe(404);
  });
});

describe('GET /patients', () => {
  beforeEach(async () => {
    for (const [name, email] of [
      ['Anna Schmidt', 'anna@example.com'],
      ['Bob 100%', 'bob@example.org'],
      ['Carla_Diaz', 'carla@example.com'],
    ]) {
      await create({ ...ANNA, name, email });
    }
  });

  it('gives a page, and how many there are in all', async () => {
    const { body } = await api.get<Patients>('/patients?skip=1&limit=1');
    expect(body).toMatchObject({ data: [{ id: 2, name: 'Bob 100%' }], total: 3, skip: 1, limit: 1 });
  });

  it.each([
    ['SCHMIDT', [1]],
    ['example.com', [1, 3]],
    ['%25', [2]],
    ['_', [3]],
    ['nobody', []],
  ])('finds %s in names and e-mail addresses', async (search, ids) => {
    const { body } = await api.get<Patients>(`/patients?search=${search}`);
    expect(body.data.map(({ id }) => id)).toEqual(ids);
    expect(body.total).toBe(ids.length);
  });

  it.each(['limit=0', 'limit=501', 'skip=-1', 'limit=x', 'page=1', 'search=a&search=b'])(
    'refuses ?%s',
    async (query) => {
      expect((await api.problem(`/patients?${query}`)).status).toBe(400);
    },
  );

  it('is a 404 for a patient who is not there', async () => {
    expect(await api.problem('/patients/99')).toMatchObject({ status: 404, parameter: 'id' });
    expect((await api.problem('/patients/anna')).status).toBe(400);
  });

  it('says which methods a path answers', async () => {
    const response = await api.app.request('/patients/1', { method: 'PUT' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, PATCH']);
  });
});

describe('GET /patients/{id}/trends', () => {
  it('gives the trend of each type with the figures behind it', async () => {
    await create(ANNA);
    await create({ ...ANNA, email: 'other@example.com' });
    await api.pool.query(
      `INSERT INTO biometrics (patient_id, biometric_type, "timestamp", value, unit, is_outlier)
       SELECT 1, 'weight', day, 80 - extract(day FROM day) / 2, 'kg', false
         FROM generate_series('2025-06-01Z'::timestamptz, '2025-06-10Z', '1 day') AS day`,
    );
    const until = new Date('2025-06-20T00:00:00Z');
    await analyseTrends(
      { pool: api.pool, logger: testLogger, signal: undefined },
      { trigger: 'manual', until },
    );
    const { body } = await api.get<z.infer<typeof trendsSchema>>('/patients/1/trends');
    expect(body).toMatchObject({ total: 1, skip: 0, limit: 50 });
    expect(body.data[0]).toMatchObject({
      biometric_type: 'weight',
      trend: 'decreasing',
      health: 'improving',
      points: 10,
      unit: 'kg',
      window_start: '2025-05-21T00:00:00.000Z',
      window_end: '2025-06-20T00:00:00.000Z',
      weekly_seasonality: null,
    });
    expect(body.data[0]?.slope_per_day).toBeCloseTo(-0.5, 9);
    expect((await api.get<{ data: [] }>('/patients/2/trends')).body.data).toEqual([]);
    expect((await api.problem('/patients/99/trends')).status).toBe(404);
  });
});
