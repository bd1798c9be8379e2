import type { PoolClient } from '@systole/service-kit';
import type { Reject } from '../quality/reject.ts';
import { formatInstant } from '../time/instants.ts';
import type { Biometric } from '../transformers/biometric-transformer.ts';
import { copyLine } from './copy-text.ts';
import { RecordLoader, type Merged, type RecordBatch } from './record-loader.ts';

const MEASURED = ['value', 'systolic', 'diastolic', 'unit', 'is_outlier'] as const;
const list = (prefix: string) => MEASURED.map((column) => `${prefix}.${column}`).join(', ');
const assignments = MEASURED.map((column) => `${column} = excluded.${column}`).join(', ');

/** Readings of patients, by patient, type and time. Those of a patient who is not there wait for them. */
export class BiometricLoader extends RecordLoader<Biometric> {
  protected override readonly stagingColumns = `position integer, email text, biometric_type text, "timestamp" timestamptz,
    value double precision, systolic double precision, diastolic double precision, unit text, is_outlier boolean`;

  protected override encode(reading: Biometric, position: number): string {
    const { email, type, timestamp, value, systolic, diastolic, unit, isOutlier } = reading;
    return copyLine([
      position,
      email,
      type,
      formatInstant(timestamp),
      value,
      systolic,
      diastolic,
      unit,
      isOutlier,
    ]);
  }

  protected override async merge(client: PoolClient, batch: RecordBatch<Biometric>): Promise<Merged> {
    const { rows } = await client.query<{ inserted: number; updated: number }>(
      `WITH sent AS (
         SELECT DISTINCT ON (patient.id, biometric_type, "timestamp") patient.id, biometric_type, "timestamp", ${list('staging')}
           FROM staging JOIN patients AS patient USING (email)
          ORDER BY patient.id, biometric_type, "timestamp", position DESC
       ), merged AS (
         INSERT INTO biometrics AS held (patient_id, biometric_type, "timestamp", ${MEASURED.join(', ')})
         SELECT * FROM sent
         ON CONFLICT (patient_id, biometric_type, "timestamp") DO UPDATE SET ${assignments}
          WHERE (${list('held')}) IS DISTINCT FROM (${list('excluded')})
         RETURNING xmax = 0 AS is_new)
       SELECT count(*) FILTER (WHERE is_new) AS inserted, count(*) FILTER (WHERE NOT is_new) AS updated FROM merged`,
    );
    const { inserted = 0, updated = 0 } = rows[0] ?? {};
    const refused = await this.#keepUnknown(client, batch);
    const unchanged = batch.rows.length - inserted - updated - refused.length;
    return { inserted, updated, unchanged, refused };
  }

  async #keepUnknown(client: PoolClient, { runId, rows }: RecordBatch<Biometric>): Promise<Reject[]> {
    const isUnknown = 'NOT EXISTS (SELECT FROM patients AS patient WHERE patient.email = staging.email)';
    const unknown = await client.query<{ position: number }>(
      `SELECT position FROM staging WHERE ${isUnknown} ORDER BY position`,
    );
    if (unknown.rows.length === 0) return [];
    await client.query(
      `INSERT INTO biometrics_awaiting_patient AS held
              (email, biometric_type, "timestamp", ${MEASURED.join(', ')}, run_id)
       SELECT DISTINCT ON (email, biometric_type, "timestamp") email, biometric_type, "timestamp", ${list('staging')}, $1::bigint
         FROM staging WHERE ${isUnknown} ORDER BY email, biometric_type, "timestamp", position DESC
       ON CONFLICT (email, biometric_type, "timestamp") DO UPDATE SET ${assignments}, run_id = excluded.run_id`,
      [runId],
    );
    return unknown.rows.flatMap(({ position }) => {
      const refused = rows[position];
      if (!refused) return [];
      const { email } = refused.row;
      const { place, record } = refused.source();
      return {
        userId: null,
        place: { ...place, column: 'patient_email' },
        rule: 'patient-unknown',
        message: `there is no patient with the e-mail address ${email} yet`,
        rawValue: email,
        record,
      } satisfies Reject;
    });
  }
}
