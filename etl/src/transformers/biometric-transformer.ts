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
import type { RowSource, TransformedRecords } from './transformed-records.ts';

/** A reading of a patient who is known by e-mail address alone. */
export interface Biometric {
  readonly email: string;
  /** Microseconds since 1970-01-01T00:00:00Z. */
  readonly timestamp: number;
  readonly judged: JudgedReading;
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
    const [email = -1, type = -1, value = -1, unit = -1, timestamp = -1] = BIOMETRICS_COLUMNS.map((column) =>
      header.indexOf(column),
    );
    const rows: Biometric[] = [];
    const rejects: Reject[] = [];
    /** Where in the piece each of `rows` stood. */
    const positions: number[] = [];
    const text = (fields: readonly string[], column: number) => (fields[column] ?? '').trim();
    const sourceOf = (position: number): RowSource => {
      const fields = found[position] ?? [];
      return {
        place: { ...place, line: lines[position] ?? 0 },
        record: {
          patient_email: ownCopy(text(fields, email)),
          biometric_type: ownCopy(text(fields, type)),
          value: ownCopy(text(fields, value)),
          unit: ownCopy(text(fields, unit)),
          timestamp: ownCopy(text(fields, timestamp)),
        },
      };
    };
    for (const [position, fields] of found.entries()) {
      const judged =
        fields.length === header.length
          ? this.#judge(
              text(fields, email),
              text(fields, type),
              text(fields, value),
              text(fields, unit),
              text(fields, timestamp),
            )
          : misshapen(fields.length, header.length);
      if (isBreach(judged)) {
        rejects.push(rejected(judged, sourceOf(position), fields));
      } else {
        rows.push(judged);
        positions.push(position);
      }
    }
    return { rows, rejects, sourceOf: (index) => sourceOf(positions[index] ?? -1) };
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
    const slash = value.indexOf('/');
    const key = type.toLowerCase();
    const isPair = slash !== -1 && slash === value.lastIndexOf('/');
    if (key === 'blood_pressure' && !isPair) {
      const message = `${JSON.stringify(value)} is no blood pressure like 120/80`;
      return { field: 'value', rule: 'value-not-a-number', message };
    }
    const judged = judgeReading(
      isPair
        ? {
            type: key,
            unit,
            systolic: parseDecimal(value.slice(0, slash).trim()),
            diastolic: parseDecimal(value.slice(slash + 1).trim()),
          }
        : { type: key, unit, value: parseDecimal(value) },
      this.#accepted,
    );
    // A file has one column for both numbers of a blood pressure.
    if (isBreach(judged))
      return ['systolic', 'diastolic'].includes(judged.field) ? { ...judged, field: 'value' } : judged;
    return { email, timestamp, judged };
  }
}

function rejected(
  { field, rule, message }: FieldBreach,
  { place, record }: RowSource,
  fields: readonly string[],
): Reject {
  const found = record[field];
  return {
    userId: null,
    place: field === '' ? place : { ...place, column: field },
    rule,
    message,
    rawValue: typeof found === 'string' ? found : fields.join(','),
    record,
  };
}

/** A part of a text keeps all of it in memory, which for what is held for long is the whole file before long. */
function ownCopy(text: string): string {
  return Buffer.from(text).toString();
}

function misshapen(fields: number, columns: number): FieldBreach {
  return { field: '', rule: 'row-shape', message: `the row has ${fields} fields, the header ${columns}` };
}
