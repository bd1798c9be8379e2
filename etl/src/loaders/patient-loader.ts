import type { PoolClient } from '@systole/service-kit';
import type { Patient } from '../quality/patient-rules.ts';
import { copyLine } from './copy-text.ts';
import { RecordLoader, type Merged, type RecordBatch } from './record-loader.ts';

const COLUMNS = ['name', 'dob', 'gender', 'address', 'email', 'phone', 'sex'] as const;
const list = (prefix: string) => COLUMNS.map((column) => `${prefix}.${column}`).join(', ');

/** Patients by e-mail address. */
export class PatientLoader extends RecordLoader<Patient> {
  protected override readonly stagingColumns =
    'position integer, name text, dob date, gender text, address text, email text, phone text, sex text';

  protected override encode(patient: Patient, position: number): string {
    return copyLine([position, ...COLUMNS.map((column) => patient[column])]);
  }

  protected override async merge(client: PoolClient, { rows }: RecordBatch<Patient>): Promise<Merged> {
    const newest = 'SELECT DISTINCT ON (email) * FROM staging ORDER BY email, position DESC';
    const updated = await client.query(
      `UPDATE patients AS held SET ${COLUMNS.map((column) => `${column} = sent.${column}`).join(', ')}
         FROM (${newest}) AS sent
        WHERE held.email = sent.email AND (${list('held')}) IS DISTINCT FROM (${list('sent')})`,
    );
    // In the order of the file, which people expect of the ids.
    const inserted = await client.query(
      `INSERT INTO patients (${COLUMNS.join(', ')})
       SELECT ${list('sent')} FROM (${newest}) AS sent
        WHERE NOT EXISTS (SELECT FROM patients AS held WHERE held.email = sent.email)
        ORDER BY sent.position`,
    );
    const counts = { inserted: inserted.rowCount ?? 0, updated: updated.rowCount ?? 0 };
    return { ...counts, unchanged: rows.length - counts.inserted - counts.updated, refused: [] };
  }
}
