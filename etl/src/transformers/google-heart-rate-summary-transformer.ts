import type { Dataset } from '@systole/catalog';
import { z } from 'zod';
import type { RawBatch } from '../extractors/base-extractor.ts';
import type { HeartRateDays } from '../extractors/google-heart-rate-summary-extractor.ts';
import type { ReadingRules } from '../quality/reading-rules.ts';
import type { Reject, Rule } from '../quality/reject.ts';
import { ReadingsBuilder } from '../readings.ts';
import { DAY, SECOND, daysFromCivil, isCalendarDay, parseInstant } from '../time/instants.ts';
import type { LocalClock } from '../time/local-clock.ts';
import { BaseTransformer, type Transformed } from './base-transformer.ts';

const CivilDate = z
  .object({ year: z.number().int(), month: z.number().int(), day: z.number().int() })
  .refine(({ year, month, day }) => isCalendarDay(year, month, day), 'the calendar has no such day');
/** int64 values come as strings. */
const Int64 = z.union([z.string().regex(/^-?\d{1,18}$/), z.number()]).transform(Number);

const RestingPoint = z.object({
  dailyRestingHeartRate: z.object({ date: CivilDate, beatsPerMinute: Int64 }),
});
const ZonesPoint = z.object({
  dailyHeartRateZones: z.object({
    date: CivilDate,
    heartRateZones: z
      .array(
        z.object({
          heartRateZoneType: z.string().min(1),
          minBeatsPerMinute: Int64,
          maxBeatsPerMinute: Int64,
        }),
      )
      .default([]),
  }),
});
const TimeInZonePoint = z.object({
  timeInHeartRateZone: z.object({
    interval: z.object({ startTime: z.string(), endTime: z.string() }),
    heartRateZoneType: z.string().min(1),
  }),
});

interface Day {
  restingHeartRate: number;
  zones: z.infer<typeof ZonesPoint>['dailyHeartRateZones']['heartRateZones'];
  readonly secondsByZone: Map<string, number>;
}

/**
 * Resting heart rate, zone limits and time in zones to one row for each civil day. Minutes in a zone are the sum of
 * its stretches that begin on that day of the user, rounded to whole minutes.
 */
export class GoogleHeartRateSummaryTransformer extends BaseTransformer<HeartRateDays> {
  readonly #dataset: Dataset;
  readonly #userId: string;
  readonly #rules: ReadingRules;
  readonly #clock: LocalClock;

  constructor(dataset: Dataset, userId: string, rules: ReadingRules, clock: LocalClock) {
    super();
    this.#dataset = dataset;
    this.#userId = userId;
    this.#rules = rules;
    this.#clock = clock;
  }

  override transform({ payload, place }: RawBatch<HeartRateDays>): Transformed {
    const rejects: Reject[] = [];
    const days = new Map<number, Day>();
    const dayOf = (day: number): Day => {
      let entry = days.get(day);
      if (!entry) days.set(day, (entry = { restingHeartRate: NaN, zones: [], secondsByZone: new Map() }));
      return entry;
    };
    const rejectTo = (list: string) => (index: number, point: unknown, rule: Rule, message: string) => {
      rejects.push({
        userId: this.#userId,
        place: { request: `${list}: ${place.request ?? ''}`, index },
        rule,
        message,
        rawValue: JSON.stringify(point),
      });
    };

    this.#each(
      payload.zones,
      ZonesPoint,
      rejectTo('daily-heart-rate-zones'),
      ({ dailyHeartRateZones: { date, heartRateZones } }) => {
        dayOf(epochDay(date)).zones = heartRateZones;
      },
    );
    const rejectResting = rejectTo('daily-resting-heart-rate');
    this.#each(
      payload.restingHeartRates,
      RestingPoint,
      rejectResting,
      ({ dailyRestingHeartRate: { date, beatsPerMinute } }, index) => {
        const day = epochDay(date);
        const breach = this.#rules.breach(day * DAY, beatsPerMinute);
        if (breach) rejectResting(index, payload.restingHeartRates[index], breach.rule, breach.message);
        else dayOf(day).restingHeartRate = beatsPerMinute;
      },
    );
    const rejectTime = rejectTo('time-in-heart-rate-zone');
    this.#each(
      payload.timesInZone,
      TimeInZonePoint,
      rejectTime,
      ({ timeInHeartRateZone: { interval, heartRateZoneType } }, index) => {
        const start = parseInstant(interval.startTime);
        const end = parseInstant(interval.endTime);
        if (start === undefined || end === undefined || end < start) {
          rejectTime(
            index,
            payload.timesInZone[index],
            'timestamp-invalid',
            'the interval names no real stretch of time',
          );
          return;
        }
        const { secondsByZone } = dayOf(this.#clock.dayOf(start));
        secondsByZone.set(
          heartRateZoneType,
          (secondsByZone.get(heartRateZoneType) ?? 0) + (end - start) / SECOND,
        );
      },
    );

    const readings = new ReadingsBuilder(this.#userId, this.#dataset.attributes.length, days.size);
    for (const [day, { restingHeartRate, zones, secondsByZone }] of [...days].sort(([a], [b]) => a - b)) {
      const zonesOfDay = zones.map(({ heartRateZoneType, minBeatsPerMinute, maxBeatsPerMinute }) => ({
        name: heartRateZoneType,
        min: minBeatsPerMinute,
        max: maxBeatsPerMinute,
        minutes: Math.round((secondsByZone.get(heartRateZoneType) ?? 0) / 60),
      }));
      // The API has no zones that a user sets; the column is for sources that do.
      readings.addWithAttributes(day * DAY, restingHeartRate, [JSON.stringify(zonesOfDay), '[]']);
    }
    return { readings: readings.length === 0 ? [] : [readings], rejects };
  }

  #each<Point>(
    points: readonly unknown[],
    schema: z.ZodType<Point>,
    reject: (index: number, point: unknown, rule: Rule, message: string) => void,
    take: (point: Point, index: number) => void,
  ): void {
    points.forEach((point, index) => {
      const parsed = schema.safeParse(point);
      if (parsed.success) take(parsed.data, index);
      else reject(index, point, 'row-shape', z.prettifyError(parsed.error).replaceAll('\n', ' '));
    });
  }
}

function epochDay({ year, month, day }: z.infer<typeof CivilDate>): number {
  return daysFromCivil(year, month, day);
}
