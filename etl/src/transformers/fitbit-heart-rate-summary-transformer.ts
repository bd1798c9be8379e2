import type { Dataset } from '@systole/catalog';
import { z } from 'zod';
import type { RawBatch } from '../extractors/base-extractor.ts';
import type { FitbitDocument } from '../extractors/fitbit-web-api-extractor.ts';
import type { ReadingRules } from '../quality/reading-rules.ts';
import type { Reject, Rule } from '../quality/reject.ts';
import { ReadingsBuilder } from '../readings.ts';
import { DAY } from '../time/instants.ts';
import { BaseTransformer, type Transformed } from './base-transformer.ts';
import { civilDay } from './fitbit-days.ts';

const Zone = z.object({
  name: z.string(),
  min: z.number(),
  max: z.number(),
  minutes: z.number().optional(),
  caloriesOut: z.number().optional(),
});
const Zones = z.array(Zone).default([]);
const DayValues = z.object({
  heartRateZones: Zones,
  customHeartRateZones: Zones,
  restingHeartRate: z.number().optional(),
});

/** `activities-heart` of a saved answer of the legacy Fitbit Web API: resting heart rate and zones by day. */
export class FitbitHeartRateSummaryTransformer extends BaseTransformer<FitbitDocument> {
  readonly #dataset: Dataset;
  readonly #userId: string;
  readonly #rules: ReadingRules;

  constructor(dataset: Dataset, userId: string, rules: ReadingRules) {
    super();
    this.#dataset = dataset;
    this.#userId = userId;
    this.#rules = rules;
  }

  override transform({ payload, place }: RawBatch<FitbitDocument>): Transformed {
    const entries: readonly unknown[] = Array.isArray(payload['activities-heart'])
      ? payload['activities-heart']
      : [];
    const readings = new ReadingsBuilder(this.#userId, this.#dataset.attributes.length);
    const rejects: Reject[] = [];
    entries.forEach((entry, index) => {
      const reject = (rule: Rule, message: string) => {
        rejects.push({
          userId: this.#userId,
          place: { ...place, column: 'activities-heart', index },
          rule,
          message,
          rawValue: JSON.stringify(entry),
        });
      };
      const day = civilDay(entry);
      if (day === undefined) {
        reject('timestamp-invalid', 'the entry names no day like 2017-06-29');
        return;
      }
      const parsed = DayValues.safeParse(valuesOf(entry));
      if (!parsed.success) {
        reject('row-shape', z.prettifyError(parsed.error).replaceAll('\n', ' '));
        return;
      }
      const { heartRateZones, customHeartRateZones, restingHeartRate } = parsed.data;
      const breach =
        restingHeartRate === undefined
          ? this.#rules.timestampBreach(day * DAY)
          : this.#rules.breach(day * DAY, restingHeartRate);
      if (breach) {
        reject(breach.rule, breach.message);
        return;
      }
      readings.addWithAttributes(day * DAY, restingHeartRate ?? NaN, [
        JSON.stringify(heartRateZones),
        JSON.stringify(customHeartRateZones),
      ]);
    });
    return { readings: readings.length === 0 ? [] : [readings], rejects };
  }
}

/** The API has two shapes: everything within `value`, or the zones beside a `value` that is a mean, as text. */
function valuesOf(entry: unknown): unknown {
  const { value } = entry as { value?: unknown };
  return typeof value === 'object' ? value : entry;
}
