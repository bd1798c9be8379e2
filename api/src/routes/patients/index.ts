import { createRoute, type z } from '@hono/zod-openapi';
import { isBreach, judgePatient, type Patient as PatientFields } from '@systole/etl';
import { utcText } from '../../answers/pages.ts';
import { assertPatient, unknownPatient, type Clinic } from '../../clinic.ts';
import { limitBody, requireJson } from '../../middleware/json-body.ts';
import { invalidParameter, Problem } from '../../problem.ts';
import {
  bodyResponses,
  conflictResponse,
  createRouter,
  notFoundResponse,
  problemResponses,
  readOnlyResponse,
  json,
} from '../../router.ts';
import {
  newPatientSchema,
  patientChangesSchema,
  patientIdParameter,
  patientSchema,
  patientsQuerySchema,
  patientsSchema,
  trendsQuerySchema,
  trendsSchema,
} from './schema.ts';

const listRoute = createRoute({
  method: 'get',
  path: '/patients',
  tags: ['Clinic'],
  summary: 'Patients, a page at a time',
  request: { query: patientsQuerySchema },
  responses: {
    200: { description: 'In the order of their ids.', content: json(patientsSchema) },
    ...problemResponses,
  },
});

const patientRoute = createRoute({
  method: 'get',
  path: '/patients/{id}',
  tags: ['Clinic'],
  summary: 'One patient',
  request: { params: patientIdParameter },
  responses: {
    200: { description: 'The patient.', content: json(patientSchema) },
    ...problemResponses,
    ...notFoundResponse,
  },
});

const createPatientRoute = createRoute({
  method: 'post',
  path: '/patients',
  tags: ['Clinic'],
  summary: 'Adds a patient',
  description: 'Readings that have come for this e-mail address before are loaded.',
  middleware: [requireJson, limitBody],
  request: { body: { required: true, content: json(newPatientSchema) } },
  responses: {
    201: { description: 'The patient, with defaults filled in.', content: json(patientSchema) },
    ...problemResponses,
    ...bodyResponses,
    ...readOnlyResponse,
    ...conflictResponse,
  },
});

const changePatientRoute = createRoute({
  method: 'patch',
  path: '/patients/{id}',
  tags: ['Clinic'],
  summary: 'Changes fields of a patient',
  middleware: [requireJson, limitBody],
  request: {
    params: patientIdParameter,
    body: { required: true, content: json(patientChangesSchema) },
  },
  responses: {
    200: { description: 'The patient as it is now.', content: json(patientSchema) },
    ...problemResponses,
    ...notFoundResponse,
    ...bodyResponses,
    ...readOnlyResponse,
    ...conflictResponse,
  },
});

const trendsRoute = createRoute({
  method: 'get',
  path: '/patients/{id}/trends',
  tags: ['Clinic'],
  summary: 'Where the readings of a patient go',
  request: { params: patientIdParameter, query: trendsQuerySchema },
  responses: {
    200: { description: 'One for each type, as of the last analysis.', content: json(trendsSchema) },
    ...problemResponses,
    ...notFoundResponse,
  },
});

type Trend = z.infer<typeof trendsSchema>['data'][number];
type Patient = z.infer<typeof patientSchema>;

const FIELDS = ['name', 'dob', 'gender', 'address', 'email', 'phone', 'sex'] as const;
const COLUMNS = 'id, name, dob::text, gender, address, email, phone, sex';
const TREND_COLUMNS = [
  'patient_id, biometric_type, trend, health, points, unit, slope_per_day, r_squared, relative_change',
  'coefficient_of_variation, moving_average_7d, weekly_seasonality',
  ...['analyzed_at', 'window_start', 'window_end'].map((column) => `${utcText(column)} AS ${column}`),
].join(', ');
const UNIQUE_VIOLATION = '23505';

export const patientRoutes = ({ pool, loadAwaited }: Clinic) =>
  createRouter()
    .openapi(listRoute, async (c) => {
      const { search, skip, limit } = c.req.valid('query');
      const pattern = search === undefined ? null : `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`;
      const where = '$1::text IS NULL OR name ILIKE $1 OR email ILIKE $1';
      const { rows: counted } = await pool.query<{ total: number }>(
        `SELECT count(*) AS total FROM patients WHERE ${where}`,
        [pattern],
      );
      const { rows } = await pool.query<Patient>(
        `SELECT ${COLUMNS} FROM patients WHERE ${where} ORDER BY id LIMIT $2 OFFSET $3`,
        [pattern, limit, skip],
      );
      return c.json({ data: rows, total: counted[0]?.total ?? 0, skip, limit }, 200);
    })
    .openapi(patientRoute, async (c) => {
      const { id } = c.req.valid('param');
      const { rows } = await pool.query<Patient>(`SELECT ${COLUMNS} FROM patients WHERE id = $1`, [id]);
      if (!rows[0]) throw unknownPatient('id', id);
      return c.json(rows[0], 200);
    })
    .openapi(trendsRoute, async (c) => {
      const { id } = c.req.valid('param');
      const { skip, limit } = c.req.valid('query');
      const { rows } = await pool.query<Trend>(
        `SELECT ${TREND_COLUMNS} FROM biometric_trends
          WHERE patient_id = $1 ORDER BY biometric_type`,
        [id],
      );
      if (rows.length === 0) await assertPatient(pool, 'id', id);
      const data = rows.slice(skip, skip + limit);
      return c.json({ data, total: rows.length, skip, limit }, 200);
    })
    .openapi(createPatientRoute, async (c) => {
      const patient = judged(c.req.valid('json'));
      const [created] = await unlessTaken(patient.email, async () => {
        const { rows } = await pool.query<Patient>(
          `INSERT INTO patients (${FIELDS.join(', ')}) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING ${COLUMNS}`,
          FIELDS.map((field) => patient[field]),
        );
        return rows;
      });
      if (!created) throw new Error('the database gave no patient');
      await loadAwaited();
      c.header('location', `/patients/${created.id}`);
      return c.json(created, 201);
    })
    .openapi(changePatientRoute, async (c) => {
      const { id } = c.req.valid('param');
      const changes = c.req.valid('json');
      const { rows } = await pool.query<Patient>(`SELECT ${COLUMNS} FROM patients WHERE id = $1`, [id]);
      if (!rows[0]) throw unknownPatient('id', id);
      const patient = judged({ ...rows[0], ...changes });
      // Only what is named: somebody else may change another field at the same time.
      const named = FIELDS.filter((field) => field in changes);
      const [changed] = await unlessTaken(patient.email, async () => {
        const { rows: updated } = await pool.query<Patient>(
          `UPDATE patients SET ${named.map((field, index) => `${field} = $${index + 2}`).join(', ')}
            WHERE id = $1 RETURNING ${COLUMNS}`,
          [id, ...named.map((field) => patient[field])],
        );
        return updated;
      });
      if (!changed) throw unknownPatient('id', id);
      if (named.includes('email')) await loadAwaited();
      return c.json(changed, 200);
    });

/** The patient that a body describes. @throws {Problem} 400, by the rules that files are judged by. */
function judged(body: Readonly<Record<string, unknown>>): PatientFields {
  const patient = judgePatient(body, new Date());
  if (isBreach(patient)) throw invalidParameter(patient.field, `is not accepted: ${patient.message}`);
  return patient;
}

/** @throws {Problem} 409 where another patient has the e-mail address. */
async function unlessTaken<Result>(email: string, write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION)) throw error;
    throw new Problem(
      409,
      'email-taken',
      'Another patient has this e-mail address',
      `There is a patient with the e-mail address ${email} already.`,
      { parameter: 'email' },
      { cause: error },
    );
  }
}
