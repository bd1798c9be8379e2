import type { z } from '@hono/zod-openapi';
import { isBreach, judgeReading, type AcceptedRanges, type JudgedReading } from '@systole/etl';
import type { Pool } from '@systole/service-kit';
import { utcText } from '../../answers/pages.ts';
import { assertPatient, unknownPatient } from '../../clinic.ts';
import { invalidParameter, invalidParameters } from '../../problem.ts';
import type { newReadingSchema, readingSchema } from './schema.ts';

export type Reading = z.infer<typeof readingSchema>;
type NewReading = z.infer<typeof newReadingSchema>;

export const READING_COLUMNS = `id, patient_id, biometric_type, ${utcText('biometrics."timestamp"')} AS "timestamp",
  value, systolic, diastolic, unit, is_outlier`;

const FOREIGN_KEY_VIOLATION = '23503';
/** Clocks differ: what was measured a moment ago may lie a moment ahead. */
const MOST_AHEAD_MS = 5 * 60_000;

/**
 * Adds a reading, or makes the one of that patient, type and time what is sent.
 * @throws {Problem} 400 where it breaks a rule, 404 where there is no such patient
 */
export async function writeReading(
  pool: Pool,
  sent: NewReading,
  acceptedRanges: AcceptedRanges,
): Promise<{ reading: Reading; isNew: boolean }> {
  const judged = judge(sent, acceptedRanges);
  const values = [
    sent.patient_id,
    judged.type,
    sent.timestamp,
    judged.value,
    judged.systolic,
    judged.diastolic,
    judged.unit,
    judged.isOutlier,
  ];
  await assertPatient(pool, 'patient_id', sent.patient_id);
  try {
    // One statement: whoever else writes the same reading at the same time comes wholly before or after.
    const { rows } = await pool.query<Reading & { is_new: boolean }>(
      `INSERT INTO biometrics (patient_id, biometric_type, "timestamp", value, systolic, diastolic, unit, is_outlier)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (patient_id, biometric_type, "timestamp") DO UPDATE
          SET value = excluded.value, systolic = excluded.systolic, diastolic = excluded.diastolic,
              unit = excluded.unit, is_outlier = excluded.is_outlier
       RETURNING ${READING_COLUMNS}, xmax = 0 AS is_new`,
      values,
    );
    if (!rows[0]) throw new Error('the database gave no reading');
    const { is_new: isNew, ...reading } = rows[0];
    return { reading, isNew };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === FOREIGN_KEY_VIOLATION)
      throw unknownPatient('patient_id', sent.patient_id);
    throw error;
  }
}

function judge(sent: NewReading, acceptedRanges: AcceptedRanges): JudgedReading {
  if (Date.parse(sent.timestamp) > Date.now() + MOST_AHEAD_MS)
    throw invalidParameter('timestamp', 'must not lie in the future');
  const isPressure = sent.biometric_type === 'blood_pressure';
  const unwanted = isPressure ? (['value'] as const) : (['systolic', 'diastolic'] as const);
  const problems = unwanted
    .filter((field) => sent[field] !== undefined)
    .map((parameter) => ({ parameter, detail: `must not be given for ${sent.biometric_type}` }));
  if (problems.length > 0) throw invalidParameters(problems);
  const judged = judgeReading(
    { ...sent, type: sent.biometric_type, unit: sent.unit?.trim() ?? '' },
    acceptedRanges,
  );
  if (isBreach(judged)) throw invalidParameter(judged.field, `is not accepted: ${judged.message}`);
  return judged;
}
