import type { Dataset } from '@systole/catalog';
import type { RawBatch } from '../extractors/base-extractor.ts';
import { parseDecimal, type ReadingRules } from '../quality/reading-rules.ts';
import type { Reject, Rule } from '../quality/reject.ts';
import { ReadingsBuilder } from '../readings.ts';
import { parseInstant } from '../time/instants.ts';
import { BaseTransformer, type Transformed } from './base-transformer.ts';

/** The part of a point that matters, as far as it can be trusted to be there. */
interface HeartRatePoint {
  readonly heartRate?: {
    readonly sampleTime?: { readonly physicalTime?: unknown };
    readonly beatsPerMinute?: unknown;
  } | null;
}

/** Data points of the Google Health API's `heart-rate` (newest first, numbers as strings) to readings in time order. */
export class GoogleHeartRateTransformer extends BaseTransformer<readonly unknown[]> {
  readonly #dataset: Dataset;
  readonly #userId: string;
  readonly #rules: ReadingRules;

  constructor(dataset: Dataset, userId: string, rules: ReadingRules) {
    super();
    this.#dataset = dataset;
    this.#userId = userId;
    this.#rules = rules;
  }

  override transform({ payload, place }: RawBatch<readonly unknown[]>): Transformed {
    const readings = new ReadingsBuilder(this.#userId, this.#dataset.attributes.length, payload.length);
    const rejects: Reject[] = [];
    for (let index = payload.length - 1; index >= 0; index -= 1) {
      const point = payload[index] as HeartRatePoint | null | undefined;
      const reject = (rule: Rule, message: string) => {
        rejects.push({
          userId: this.#userId,
          place: { ...place, index },
          rule,
          message,
          rawValue: JSON.stringify(point),
        });
      };
      const time = point?.heartRate?.sampleTime?.physicalTime;
      const bpm = point?.heartRate?.beatsPerMinute;
      if (typeof time !== 'string' || (typeof bpm !== 'string' && typeof bpm !== 'number')) {
        reject('row-shape', 'the point has no heartRate with sampleTime.physicalTime and beatsPerMinute');
        continue;
      }
      const timestamp = parseInstant(time);
      const value = typeof bpm === 'number' ? bpm : parseDecimal(bpm);
      if (timestamp === undefined) {
        reject('timestamp-invalid', `${JSON.stringify(time)} is not an RFC 3339 timestamp`);
        continue;
      }
      if (this.#rules.accepts(timestamp, value)) {
        readings.add(timestamp, value);
        continue;
      }
      const breach = this.#rules.breach(timestamp, value);
      if (breach) reject(breach.rule, breach.message);
    }
    return { readings: readings.length === 0 ? [] : [readings], rejects: rejects.reverse() };
  }
}
