import type { RawBatch } from '../extractors/base-extractor.ts';
import { BIOMETRICS_COLUMNS } from '../extractors/biometrics-csv-extractor.ts';
import type { TableRecords } from '../extractors/table-records.ts';
import { judgeReading, type AcceptedRanges, type JudgedReading } from '../quality/biometric-rules.ts';
import { isBreach, type FieldBreach } from '../quality/field-breach.ts';
import { parseEmail } from '../quality/patient-rules.ts';
import { parseDecimal } from '../quality/reading-rules.ts';
import type { Reject } from '../quality/reject.ts';
import { DAY } from '../time/instants.ts';
import { parseIsoTimestamp } from '../time/iso-timestamps.ts';
import type { LocalClock } from '../time/local-clock.ts';
import { BaseTransformer } from './base-transformer.ts';
import type { PlacedRow, TransformedRecords } from './transformed-records.ts';

/** A reading of a patient who is known by e-mail address alone. */
export interface Biometric extends JudgedReading {
  readonly email: string;
  /** Microseconds since 1970-01-01T00:00:00Z. */
  readonly timestamp: number;
}

/** Rows `patient_email,biometric_type,value,unit,timestamp` to readings. */
export class BiometricTransformer extends BaseTransformer<TableRecords, TransformedRecords<Biometric>> {
  readonly #clock: LocalClock;
  readonly #accepted: AcceptedRanges;
  readonly #latest: number;

  /** @param clock of timestamps without offset */
  constructor(clock: LocalClock, accepted: AcceptedRanges, now: Date) {
    super();
    this.#clock = clock;
    this.#accepted = accepted;
    this.#latest = now.getTime() * 1_000 + DAY;
  }

  override transform({
    payload: { header, rows: found, lines },
    place,
  }: RawBatch<TableRecords>): TransformedRecords<Biometric> {
    const positions = BIOMETRICS_COLUMNS.map((column) => header.indexOf(column));
    const rows: PlacedRow<Biometric>[] = [];
    const rejects: Reject[] = [];
    for (const [index, fields] of found.entries()) {
      const [email = '', type = '', value = '', unit = '', timestamp = ''] = positions.map((position) =>
        (fields[position] ?? '').trim(),
      );
      const source = () => ({
        place: { ...place, line: lines[index] ?? 0 },
        record: { patient_email: email, biometric_type: type, value, unit, timestamp },
      });
      const judged =
        fields.length === header.length
          ? this.#judge(email, type, value, unit, timestamp)
          : misshapen(fields.length, header.length);
      if (isBreach(judged)) {
        const { field, rule, message } = judged;
        const { place: rowPlace, record } = source();
        rejects.push({
          userId: null,
          place: field === '' ? rowPlace : { ...rowPlace, column: field },
          rule,
          message,
          rawValue: Object.entries(record).find(([name]) => name === field)?.[1] ?? fields.join(','),
          record,
        });
      } else {
        rows.push({ row: judged, source });
      }
    }
    return { rows, rejects };
  }

  #judge(
    rawEmail: string,
    type: string,
    value: string,
    unit: string,
    rawTimestamp: string,
  ): Biometric | FieldBreach {
    const email = parseEmail(rawEmail);
    if (email === undefined) {
      const message = `${JSON.stringify(rawEmail)} is no e-mail address`;
      return { field: 'patient_email', rule: 'email-invalid', message };
    }
    const timestamp = parseIsoTimestamp(rawTimestamp, this.#clock);
    if (timestamp === undefined) {
      const message = `${JSON.stringify(rawTimestamp)} is no ISO 8601 time like 2024-12-01T08:00:00Z`;
      return { field: 'timestamp', rule: 'timestamp-invalid', message };
    }
    if (timestamp > this.#latest) {
      const message = 'the timestamp lies more than a day ahead';
      return { field: 'timestamp', rule: 'timestamp-in-future', message };
    }
    const [systolic = '', diastolic, ...rest] = value.split('/');
    const key = type.toLowerCase();
    const isPair = diastolic !== undefined && rest.length === 0;
    if (key === 'blood_pressure' && !isPair) {
      const message = `${JSON.stringify(value)} is no blood pressure like 120/80`;
      return { field: 'value', rule: 'value-not-a-number', message };
    }
    const judged = judgeReading(
      isPair
        ? {
            type: key,
            unit,
            systolic: parseDecimal(systolic.trim()),
            diastolic: parseDecimal(diastolic.trim()),
          }
        : { type: key, unit, value: parseDecimal(value) },
      this.#accepted,
    );
    // A file has one column for both numbers of a blood pressure.
    if (isBreach(judged))
      return ['systolic', 'diastolic'].includes(judged.field) ? { ...judged, field: 'value' } : judged;
    return { ...judged, email, timestamp };
  }
}

function misshapen(fields: number, columns: number): FieldBreach {
  return { field: '', rule: 'row-shape', message: `the row has ${fields} fields, the header ${columns}` };
}
