import type { z } from '@hono/zod-openapi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAppointmentsApi, type AppointmentsApi } from '../../../test/appointments-api.ts';
import type { TestApi } from '../../../test/test-api.ts';
import type { reportSchema, reportsSchema } from './schema.ts';

type Report = z.infer<typeof reportSchema>;

let appointments: AppointmentsApi;
let api: TestApi;
beforeAll(async () => {
  appointments = await startAppointmentsApi();
  ({ api } = appointments);
});
afterAll(() => appointments[Symbol.asyncDispose]());

describe('GET /appointments/reports', () => {
  it('lists what can be asked, and answers each with the columns it declares', async () => {
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
