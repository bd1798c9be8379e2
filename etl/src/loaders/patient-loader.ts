import type { PoolClient } from '@systole/service-kit';
import type { Patient } from '../quality/patient-rules.ts';
import type { Reject } from '../quality/reject.ts';
import type { BinaryCopyWriter } from './binary-copy-writer.ts';
import type { LoadCounts } from './load-batch.ts';
import { RecordLoader } from './record-loader.ts';

const COLUMNS = ['name', 'dob', 'gender', 'address', 'email', 'phone', 'sex'] as const;
const list = (prefix: string) => COLUMNS.map((column) => `${prefix}.${column}`).join(', ');

/** Patients by e-mail address. */
export class PatientLoader extends RecordLoader<Patient> {
  /** Always merged: an append that failed would leave a gap in the ids. */
  protected override readonly appendsTo = undefined;
  protected override readonly columns = Object.fromEntries(COLUMNS.map((column) => [column, 'text']));

  protected override encode(patient: Patient, into: BinaryCopyWriter): boolean {
    into.beginRow(COLUMNS.length);
    for (const column of COLUMNS) into.text(patient[column]);
    return true;
  }

  protected override async merge(client: PoolClient): Promise<Pick<LoadCounts, 'inserted' | 'updated'>> {
    const sent = `(SELECT DISTINCT ON (email) name, dob::date, gender, address, email, phone, sex, ctid AS position
                     FROM staging ORDER BY email, ctid DESC) AS sent`;
    const updated = await client.query(
      `UPDATE patients AS held SET ${COLUMNS.map((column) => `${column} = sent.${column}`).join(', ')}
         FROM ${sent}
        WHERE held.email = sent.email AND (${list('held')}) IS DISTINCT FROM (${list('sent')})`,
    );
    // In the order of the file, which people expect of the ids.
    const inserted = await client.query(
      `INSERT INTO patients (${COLUMNS.join(', ')})
       SELECT ${list('sent')} FROM ${sent}
        WHERE NOT EXISTS (SELECT FROM patients AS held WHERE held.email = sent.email)
        ORDER BY sent.position`,
    );
    return { inserted: inserted.rowCount ?? 0, updated: updated.rowCount ?? 0 };
  }

  /** Every patient can be taken. */
  protected override keepAside(): Promise<Reject[]> {
    return Promise.resolve([]);
  }
}
