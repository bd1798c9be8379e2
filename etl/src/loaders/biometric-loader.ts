import type { Pool, PoolClient } from '@systole/service-kit';
import type { NamedDataset } from '../ledger/runs.ts';
import type { Reject } from '../quality/reject.ts';
import { formatInstant } from '../time/instants.ts';
import type { Biometric } from '../transformers/biometric-transformer.ts';
import type { TransformedRecords } from '../transformers/transformed-records.ts';
import type { BinaryCopyWriter } from './binary-copy-writer.ts';
import type { LoadCounts } from './load-batch.ts';
import { RecordLoader, type RecordBatch, type RecordLoaderSettings } from './record-loader.ts';

const COLUMNS = {
  patient_id: 'bigint',
  biometric_type: 'text',
  timestamp: 'timestamptz',
  value: 'double precision',
  systolic: 'double precision',
  diastolic: 'double precision',
  unit: 'text',
  is_outlier: 'boolean',
} as const;
const NAMES = Object.keys(COLUMNS).join(', ');
const MEASURED = ['value', 'systolic', 'diastolic', 'unit', 'is_outlier'] as const;
const list = (prefix: string) => MEASURED.map((column) => `${prefix}.${column}`).join(', ');
const ASSIGNMENTS = MEASURED.map((column) => `${column} = excluded.${column}`).join(', ');

/** Readings of patients, by patient, type and time. Those of a patient who is not there wait for them. */
export class BiometricLoader extends RecordLoader<Biometric> {
  protected override readonly appendsTo = 'biometrics';
  protected override readonly columns = COLUMNS;
  readonly #pool: Pool;
  /** Patients met so far, by e-mail address: looking each up once is cheaper than a join for every reading. */
  readonly #patients = new Map<string, number>();

  constructor(dataset: NamedDataset, settings: RecordLoaderSettings) {
    super(dataset, settings);
    this.#pool = settings.pool;
  }

  override async add(batch: RecordBatch<Biometric>, piece: TransformedRecords<Biometric>): Promise<void> {
    await this.#findPatients(piece.rows);
    await super.add(batch, piece);
  }

  protected override encode({ email, timestamp, judged }: Biometric, into: BinaryCopyWriter): boolean {
    const patientId = this.#patients.get(email);
    if (patientId === undefined) return false;
    into.beginRow(8);
    into.integer(patientId);
    into.text(judged.type);
    into.instant(timestamp);
    into.number(judged.value);
    into.number(judged.systolic);
    into.number(judged.diastolic);
    into.text(judged.unit);
    into.boolean(judged.isOutlier);
    return true;
  }

  protected override async merge(client: PoolClient): Promise<Pick<LoadCounts, 'inserted' | 'updated'>> {
    const { rows } = await client.query<{ inserted: number; updated: number }>(
      `WITH merged AS (
         INSERT INTO biometrics AS held (${NAMES})
         SELECT DISTINCT ON (patient_id, biometric_type, timestamp) ${NAMES}
           FROM staging ORDER BY patient_id, biometric_type, timestamp, ctid DESC
         ON CONFLICT (patient_id, biometric_type, timestamp) DO UPDATE SET ${ASSIGNMENTS}
          WHERE (${list('held')}) IS DISTINCT FROM (${list('excluded')})
         RETURNING xmax = 0 AS is_new)
       SELECT count(*) FILTER (WHERE is_new) AS inserted, count(*) FILTER (WHERE NOT is_new) AS updated FROM merged`,
    );
    return rows[0] ?? { inserted: 0, updated: 0 };
  }

  protected override async keepAside(
    client: PoolClient,
    aside: RecordBatch<Biometric>['aside'],
    runId: number,
  ): Promise<Reject[]> {
    const column = <Value>(of: (reading: Biometric) => Value) => aside.map(({ row }) => of(row));
    await client.query(
      `INSERT INTO biometrics_awaiting_patient AS held (email, biometric_type, timestamp, ${MEASURED.join(', ')}, run_id)
       SELECT DISTINCT ON (email, biometric_type, timestamp) email, biometric_type, timestamp, ${list('sent')}, $1::bigint
         FROM unnest($2::text[], $3::text[], $4::timestamptz[], $5::float8[], $6::float8[], $7::float8[], $8::text[], $9::boolean[])
              WITH ORDINALITY AS sent (email, biometric_type, timestamp, ${MEASURED.join(', ')}, position)
        ORDER BY email, biometric_type, timestamp, position DESC
       ON CONFLICT (email, biometric_type, timestamp) DO UPDATE SET ${ASSIGNMENTS}, run_id = excluded.run_id`,
      [
        runId,
        column(({ email }) => email),
        column(({ judged }) => judged.type),
        column(({ timestamp }) => formatInstant(timestamp)),
        column(({ judged }) => judged.value),
        column(({ judged }) => judged.systolic),
        column(({ judged }) => judged.diastolic),
        column(({ judged }) => judged.unit),
        column(({ judged }) => judged.isOutlier),
      ],
    );
    return aside.map(({ row: { email }, source: { place, record } }) => ({
      userId: null,
      place: { ...place, column: 'patient_email' },
      rule: 'patient-unknown',
      message: `there is no patient with the e-mail address ${email} yet`,
      rawValue: email,
      record,
    }));
  }

  async #findPatients(readings: readonly Biometric[]): Promise<void> {
    const unknown = new Set<string>();
    for (const { email } of readings) if (!this.#patients.has(email)) unknown.add(email);
    if (unknown.size === 0) return;
    const { rows } = await this.#pool.query<{ email: string; id: number }>(
      'SELECT email, id FROM patients WHERE email = ANY ($1)',
      [[...unknown]],
    );
    for (const { email, id } of rows) this.#patients.set(email, id);
  }
}
