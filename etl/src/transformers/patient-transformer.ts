import type { RawBatch } from '../extractors/base-extractor.ts';
import { isBreach } from '../quality/field-breach.ts';
import { judgePatient, type Patient } from '../quality/patient-rules.ts';
import type { Reject } from '../quality/reject.ts';
import { BaseTransformer } from './base-transformer.ts';
import type { RowSource, TransformedRecords } from './transformed-records.ts';

/** Elements of a `patients.json` to patients. */
export class PatientTransformer extends BaseTransformer<readonly unknown[], TransformedRecords<Patient>> {
  readonly #now: Date;

  constructor(now: Date) {
    super();
    this.#now = now;
  }

  override transform({
    payload,
    place: { file = '', index: first = 0 },
  }: RawBatch<readonly unknown[]>): TransformedRecords<Patient> {
    const rows: Patient[] = [];
    const sources: RowSource[] = [];
    const rejects: Reject[] = [];
    for (const [offset, element] of payload.entries()) {
      const place = { file, index: first + offset };
      if (!isRecord(element)) {
        rejects.push({
          userId: null,
          place,
          rule: 'row-shape',
          message: 'the element is no object',
          rawValue: JSON.stringify(element),
          record: { element },
        });
        continue;
      }
      const judged = judgePatient(element, this.#now);
      if (isBreach(judged)) {
        const { field, rule, message } = judged;
        const value = element[field];
        rejects.push({
          userId: null,
          place: { ...place, column: field },
          rule,
          message,
          rawValue:
            value === undefined || typeof value === 'string' ? (value ?? null) : JSON.stringify(value),
          record: element,
        });
      } else {
        rows.push(judged);
        sources.push({ place, record: element });
      }
    }
    return { rows, rejects, sourceOf: (index) => sources[index] ?? { place: { file }, record: {} } };
  }
}

function isRecord(element: unknown): element is Record<string, unknown> {
  return typeof element === 'object' && element !== null && !Array.isArray(element);
}
