import { createRoute, type z } from '@hono/zod-openapi';
import type { Pool } from '@systole/service-kit';
import { utcText } from '../../answers/pages.ts';
import { assertPatient, type Clinic } from '../../clinic.ts';
import { limitBody, requireJson } from '../../middleware/json-body.ts';
import { findRange } from '../../parameters.ts';
import { Problem } from '../../problem.ts';
import {
  bodyResponses,
  createRouter,
  notFoundResponse,
  problemResponses,
  readOnlyResponse,
  json,
} from '../../router.ts';
import { patientIdParameter } from '../patients/schema.ts';
import {
  newReadingSchema,
  readingIdParameter,
  readingSchema,
  readingsQuerySchema,
  readingsSchema,
  summaryQuerySchema,
  summarySchema,
} from './schema.ts';
import { READING_COLUMNS, writeReading } from './write-reading.ts';

const readingsResponses = {
  200: { description: 'The newest first.', content: json(readingsSchema) },
  ...problemResponses,
  ...notFoundResponse,
};

const ofPatientRoute = createRoute({
  method: 'get',
  path: '/patients/{id}/biometrics',
  tags: ['Clinic'],
  summary: 'Readings of a patient',
  request: { params: patientIdParameter, query: readingsQuerySchema },
  responses: readingsResponses,
});

const readingsRoute = createRoute({
  method: 'get',
  path: '/biometrics/{id}',
  tags: ['Clinic'],
  summary: 'Readings of a patient, by the patient’s id',
  request: { params: patientIdParameter, query: readingsQuerySchema },
  responses: readingsResponses,
});

const summaryRoute = createRoute({
  method: 'get',
  path: '/biometrics/{id}/analytics',
  tags: ['Clinic'],
  summary: 'Hourly summary of a patient’s readings',
  request: { params: patientIdParameter, query: summaryQuerySchema },
  responses: {
    200: { description: 'The newest hour first.', content: json(summarySchema) },
    ...problemResponses,
    ...notFoundResponse,
  },
});

const writeRoute = createRoute({
  method: 'post',
  path: '/biometrics',
  tags: ['Clinic'],
  summary: 'Adds a reading, or corrects the one of that time',
  description:
    'Blood pressure needs systolic and diastolic and no value, every other type a value and neither of them.',
  middleware: [requireJson, limitBody],
  request: { body: { required: true, content: json(newReadingSchema) } },
  responses: {
    200: { description: 'There was one of that time, which is as sent now.', content: json(readingSchema) },
    201: { description: 'The reading as it was added.', content: json(readingSchema) },
    ...problemResponses,
    ...notFoundResponse,
    ...bodyResponses,
    ...readOnlyResponse,
  },
});

const deleteRoute = createRoute({
  method: 'delete',
  path: '/biometrics/{id}',
  tags: ['Clinic'],
  summary: 'Deletes a reading, by its own id',
  request: { params: readingIdParameter },
  responses: {
    204: { description: 'It is gone.' },
    ...readOnlyResponse,
    ...problemResponses,
    ...notFoundResponse,
  },
});

type Readings = z.infer<typeof readingsSchema>;
type Hour = z.infer<typeof summarySchema>['data'][number];

export const biometricRoutes = ({ pool, acceptedRanges, summarise }: Clinic) =>
  createRouter()
    .openapi(ofPatientRoute, async (c) =>
      c.json(await readReadings(pool, c.req.valid('param').id, c.req.valid('query')), 200),
    )
    .openapi(readingsRoute, async (c) =>
      c.json(await readReadings(pool, c.req.valid('param').id, c.req.valid('query')), 200),
    )
    .openapi(summaryRoute, async (c) => {
      const { id } = c.req.valid('param');
      const { type, skip, limit, ...bounds } = c.req.valid('query');
      const types = type === 'blood_pressure' ? [`${type}_systolic`, `${type}_diastolic`] : type && [type];
      const where = `patient_id = $1 AND ($2::text[] IS NULL OR biometric_type = ANY ($2))
                 AND summary.hour_start >= $3 AND summary.hour_start < $4`;
      const values = [id, types ?? null, ...boundsOf(bounds)];
      const { rows } = await pool.query<Hour>(
        `SELECT patient_id, biometric_type, ${utcText('hour_start')} AS hour_start, min_value, max_value, avg_value, count
           FROM patient_biometric_hourly_summary AS summary WHERE ${where}
          ORDER BY summary.hour_start DESC, biometric_type LIMIT $5 OFFSET $6`,
        [...values, limit, skip],
      );
      const total = await countRows(
        pool,
        `patient_biometric_hourly_summary AS summary WHERE ${where}`,
        values,
      );
      if (total === 0) await assertPatient(pool, 'id', id);
      return c.json({ data: rows, total, skip, limit }, 200);
    })
    .openapi(writeRoute, async (c) => {
      const { reading, isNew } = await writeReading(pool, c.req.valid('json'), acceptedRanges);
      await summarise();
      if (!isNew) return c.json(reading, 200);
      return c.json(reading, 201);
    })
    .openapi(deleteRoute, async (c) => {
      const { id } = c.req.valid('param');
      const { rowCount } = await pool.query('DELETE FROM biometrics WHERE id = $1', [id]);
      if (rowCount === 0) {
        throw new Problem(404, 'unknown-reading', 'There is no such reading', `There is no reading ${id}.`, {
          parameter: 'id',
        });
      }
      await summarise();
      return c.body(null, 204);
    });

async function readReadings(
  pool: Pool,
  patientId: number,
  { type, skip, limit, ...bounds }: z.infer<typeof readingsQuerySchema>,
): Promise<Readings> {
  const where = `patient_id = $1 AND ($2::text IS NULL OR biometric_type = $2)
             AND biometrics."timestamp" >= $3 AND biometrics."timestamp" < $4`;
  const values = [patientId, type ?? null, ...boundsOf(bounds)];
  const { rows } = await pool.query<Readings['data'][number]>(
    `SELECT ${READING_COLUMNS} FROM biometrics WHERE ${where}
      ORDER BY biometrics."timestamp" DESC, biometric_type LIMIT $5 OFFSET $6`,
    [...values, limit, skip],
  );
  const total = await countRows(pool, `biometrics WHERE ${where}`, values);
  if (total === 0) await assertPatient(pool, 'id', patientId);
  return { data: rows, total, skip, limit };
}

type Bounds = Pick<z.infer<typeof readingsQuerySchema>, 'start_date' | 'end_date' | 'time_zone'>;

/** Beginning and end of the range that is asked for, as PostgreSQL reads them. @throws {Problem} 400, if it is empty. */
function boundsOf({ start_date, end_date, time_zone }: Bounds): [start: string, end: string] {
  const { start, end } = findRange(start_date, end_date, time_zone);
  return [start.toString(), end.toString()];
}

async function countRows(pool: Pool, from: string, values: readonly unknown[]): Promise<number> {
  const { rows } = await pool.query<{ total: number }>(`SELECT count(*) AS total FROM ${from}`, [...values]);
  return rows[0]?.total ?? 0;
}
