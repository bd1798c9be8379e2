import type { Dataset } from '@systole/catalog';
import type { RawBatch } from '../extractors/base-extractor.ts';
import type { FitbitDocument } from '../extractors/fitbit-web-api-extractor.ts';
import { SourceFileError } from '../extractors/source-file.ts';
import { parseDecimal, type ReadingRules } from '../quality/reading-rules.ts';
import type { Reject, Rule } from '../quality/reject.ts';
import { ReadingsBuilder } from '../readings.ts';
import { DAY, SECOND } from '../time/instants.ts';
import type { LocalClock } from '../time/local-clock.ts';
import { BaseTransformer, type Transformed } from './base-transformer.ts';
import { civilDay } from './fitbit-days.ts';

const WALL_TIME = /^([01]\d|2[0-3]):([0-5]\d):([0-5]\d)$/;

interface IntradayPoint {
  readonly time?: unknown;
  readonly value?: unknown;
}

/**
 * `activities-heart-intraday` of a saved answer of the legacy Fitbit Web API: times of the user's wall clock, on the
 * one day that `activities-heart` names.
 */
export class FitbitHeartRateTransformer extends BaseTransformer<FitbitDocument> {
  readonly #dataset: Dataset;
  readonly #userId: string;
  readonly #clock: LocalClock;
  readonly #rules: ReadingRules;

  constructor(dataset: Dataset, userId: string, clock: LocalClock, rules: ReadingRules) {
    super();
    this.#dataset = dataset;
    this.#userId = userId;
    this.#clock = clock;
    this.#rules = rules;
  }

  /** @throws {SourceFileError} where there are readings but no day: none of them has a date to be had */
  override transform({ payload, place }: RawBatch<FitbitDocument>): Transformed {
    const intraday = payload['activities-heart-intraday'] as { dataset?: unknown } | null | undefined;
    const points: readonly unknown[] = Array.isArray(intraday?.dataset) ? intraday.dataset : [];
    if (points.length === 0) return { readings: [], rejects: [] };
    const days: readonly unknown[] = Array.isArray(payload['activities-heart'])
      ? payload['activities-heart']
      : [];
    const day = civilDay(days[0]);
    if (day === undefined) {
      throw new SourceFileError(
        place.file ?? '',
        undefined,
        `${points.length} readings without a date: "activities-heart" names no day`,
      );
    }
    const readings = new ReadingsBuilder(this.#userId, this.#dataset.attributes.length, points.length);
    const rejects: Reject[] = [];
    points.forEach((point, index) => {
      const { time, value: rawValue } = (point ?? {}) as IntradayPoint;
      const reject = (rule: Rule, message: string) => {
        rejects.push({
          userId: this.#userId,
          place: { ...place, column: 'activities-heart-intraday.dataset', index },
          rule,
          message,
          rawValue: JSON.stringify(point),
        });
      };
      const wall = WALL_TIME.exec(typeof time === 'string' ? time : '');
      if (!wall) {
        reject('timestamp-invalid', `${JSON.stringify(time)} is no time like 07:21:00`);
        return;
      }
      const [hours, minutes, seconds] = wall.slice(1).map(Number) as [number, number, number];
      const timestamp = this.#clock.toInstant(day * DAY + ((hours * 60 + minutes) * 60 + seconds) * SECOND);
      const value = typeof rawValue === 'number' ? rawValue : parseDecimal(String(rawValue));
      const breach = this.#rules.breach(timestamp, value);
      if (breach) reject(breach.rule, breach.message);
      else readings.add(timestamp, value);
    });
    return { readings: readings.length === 0 ? [] : [readings], rejects };
  }
}
