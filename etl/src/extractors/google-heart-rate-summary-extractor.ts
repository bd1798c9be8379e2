import type { DataPointsPage, GoogleHealthClient } from '../google-health/client.ts';
import { dayRange, instantRange } from '../google-health/filters.ts';
import { isoDay, type LocalClock } from '../time/local-clock.ts';
import { BaseExtractor, type RawBatch, type Window } from './base-extractor.ts';

/** What the API keeps of a day's heart in three lists, for the same days. */
export interface HeartRateDays {
  /** Data points of `daily-resting-heart-rate`. */
  readonly restingHeartRates: readonly unknown[];
  /** Data points of `daily-heart-rate-zones`: the limits. */
  readonly zones: readonly unknown[];
  /** Data points of `time-in-heart-rate-zone`: stretches of time in one zone. */
  readonly timesInZone: readonly unknown[];
}

/** Resting heart rate, zone limits and time in zones of whole days; one batch for the window. */
export class GoogleHeartRateSummaryExtractor extends BaseExtractor<HeartRateDays> {
  readonly #client: GoogleHealthClient;
  readonly #clock: LocalClock;

  constructor(client: GoogleHealthClient, clock: LocalClock) {
    super();
    this.#client = client;
    this.#clock = clock;
  }

  override async *extract(window: Window): AsyncGenerator<RawBatch<HeartRateDays>> {
    const firstDay = isoDay(this.#clock.dayOf(window.start));
    const dayAfterLast = isoDay(this.#clock.dayOf(window.end - 1) + 1);
    const daily = async (dataType: string, member: string) =>
      allPoints(this.#client.list(dataType, dayRange(member, firstDay, dayAfterLast)));
    yield {
      payload: {
        restingHeartRates: await daily('daily-resting-heart-rate', 'daily_resting_heart_rate.date'),
        zones: await daily('daily-heart-rate-zones', 'daily_heart_rate_zones.date'),
        timesInZone: await allPoints(
          this.#client.list(
            'time-in-heart-rate-zone',
            instantRange('time_in_heart_rate_zone.interval.start_time', window),
          ),
        ),
      },
      place: { request: `daily heart rate from ${firstDay} to before ${dayAfterLast}` },
    };
  }
}

async function allPoints(pages: AsyncIterable<DataPointsPage>): Promise<unknown[]> {
  const points: unknown[] = [];
  for await (const { dataPoints } of pages) points.push(...dataPoints);
  return points;
}
