import type { GoogleHealthClient } from '../google-health/client.ts';
import { instantRange } from '../google-health/filters.ts';
import { BaseExtractor, type RawBatch, type Window } from './base-extractor.ts';

/** Heart rate as sampled, page by page. Payload: data points of type `heart-rate`, newest first. */
export class GoogleHeartRateExtractor extends BaseExtractor<readonly unknown[]> {
  readonly #client: GoogleHealthClient;

  constructor(client: GoogleHealthClient) {
    super();
    this.#client = client;
  }

  override async *extract(window: Window): AsyncGenerator<RawBatch<readonly unknown[]>> {
    const filter = instantRange('heart_rate.sample_time.physical_time', window);
    for await (const { dataPoints, number } of this.#client.list('heart-rate', filter)) {
      yield { payload: dataPoints, place: { request: `heart-rate ${filter}`, page: number } };
    }
  }
}
