import type { z } from '@hono/zod-openapi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAppointmentsApi, type AppointmentsApi } from '../../../test/appointments-api.ts';
import type { TestApi } from '../../../test/test-api.ts';
import type { Upload } from '../../../test/upload-table.ts';
import type { qualityHistorySchema, qualityOverviewSchema } from './schema.ts';

let appointments: AppointmentsApi;
let api: TestApi;
let upload: Upload;
beforeAll(async () => {
  appointments = await startAppointmentsApi();
  ({ api, upload } = appointments);
});
afterAll(() => appointments[Symbol.asyncDispose]());

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
    const none = await api.get<z.infer<typeof qualityHistorySchema>>('/quality/daily_metrics');
    expect(none.body).toMatchObject({ runs: [], checks: [] });
  });
});
